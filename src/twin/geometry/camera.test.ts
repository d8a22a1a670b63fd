import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinhole, project, unproject } from './camera.ts';

describe('pinhole camera', () => {
  const camera = pinhole(640, 480, 90);

  it('has a focal length of half the height at 90°', () => {
    expect(camera.focal).toBeCloseTo(240, 9);
  });

  it('looks along −z with x right and y up', () => {
    expect(unproject(camera, 320, 240, 5).map((value) => value + 0)).toEqual([0, 0, -5]);
    expect(unproject(camera, 640, 240, 3)[0]).toBeGreaterThan(0);
    expect(unproject(camera, 320, 0, 3)[1]).toBeCloseTo(3, 9);
    expect(project(camera, [0, 0, 1])).toBeUndefined();
  });

  it('projects back what it unprojects', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.double({ min: 5, max: 170, noNaN: true }),
        fc.double({ min: -2000, max: 6000, noNaN: true }),
        fc.double({ min: -2000, max: 6000, noNaN: true }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        (width, height, fov, x, y, depth) => {
          const any = pinhole(width, height, fov);
          const point = unproject(any, x, y, depth);
          expect(-point[2]).toBe(depth);
          const pixel = project(any, point);
          expect(pixel?.[0]).toBeCloseTo(x, 5);
          expect(pixel?.[1]).toBeCloseTo(y, 5);
        },
      ),
    );
  });
});
