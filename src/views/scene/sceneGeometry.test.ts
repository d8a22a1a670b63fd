import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinhole, project } from '../../twin/geometry/camera.ts';
import {
  billboardOf,
  fitDistance,
  frustumCorners,
  levelled,
  niceStep,
  photoFovDeg,
  pickBillboard,
  rayBetween,
  reachOf,
  ringRadii,
  ringRadiiBeyond,
} from './sceneGeometry.ts';

const camera = pinhole(640, 480, 50);

describe('billboardOf', () => {
  it('covers exactly its box in the photo, at any depth', () => {
    const coordinate = fc.double({ min: 0, max: 300, noNaN: true });
    const size = fc.double({ min: 1, max: 180, noNaN: true });
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        size,
        size,
        fc.double({ min: 0.2, max: 80, noNaN: true }),
        (x, y, w, h, d) => {
          const board = billboardOf(camera, [x, y, x + w, y + h], d);
          const [px0, py0] = project(camera, [board.left, board.top, -d]) ?? [];
          const [px1, py1] = project(camera, [board.right, board.bottom, -d]) ?? [];
          expect(px0).toBeCloseTo(x, 6);
          expect(py0).toBeCloseTo(y, 6);
          expect(px1).toBeCloseTo(x + w, 6);
          expect(py1).toBeCloseTo(y + h, 6);
        },
      ),
    );
  });

  it('has the metric size that the pinhole model gives', () => {
    const board = billboardOf(camera, [300, 100, 340, 200], 4);
    expect(board.top - board.bottom).toBeCloseTo((100 * 4) / camera.focal, 9);
  });
});

describe('frustumCorners', () => {
  it('spans the field of view, top left first', () => {
    const [topLeft, , bottomRight] = frustumCorners(camera, 2);
    expect(topLeft[1]).toBeCloseTo(2 * Math.tan((25 * Math.PI) / 180), 9);
    expect(topLeft[0]).toBeLessThan(0);
    expect(bottomRight).toEqual([-topLeft[0], -topLeft[1], -2]);
  });
});

describe('levelled', () => {
  it('lowers what lies straight ahead of a camera that looks down', () => {
    const [x, y, z] = levelled([0, 0, -10], 30);
    expect(x).toBe(0);
    expect(y).toBeCloseTo(-5, 9);
    expect(z).toBeCloseTo(-10 * Math.cos(Math.PI / 6), 9);
  });
});

describe('ringRadii', () => {
  it.each([
    [40, [10, 20, 30, 40]],
    [7, [2, 4, 6, 8]],
    [0.9, [0.2, 0.4, 0.6, 0.8, 1]],
  ])('gives round distances up to %d m', (farthest, radii) => {
    expect(ringRadii(farthest)).toEqual(radii);
  });

  it('always gives a few rings that reach the farthest object', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 5000, noNaN: true }), (farthest) => {
        const radii = ringRadii(farthest);
        expect(radii.length).toBeGreaterThanOrEqual(3);
        expect(radii.length).toBeLessThanOrEqual(7);
        expect(radii.at(-1)).toBeGreaterThanOrEqual(farthest * 0.999);
      }),
    );
  });

  it('gives none for a distance that is no distance', () => {
    expect(ringRadii(0)).toEqual([]);
    expect(ringRadii(Number.NaN)).toEqual([]);
  });

  it('steps by 1, 2 or 5', () => {
    expect([3, 0.7, 20, 99].map(niceStep)).toEqual([2, 0.5, 20, 50]);
  });
});

describe('reachOf', () => {
  it('reaches the farthest object of an even scene', () => {
    expect(reachOf([1, 2, 3, 4, 5])).toBe(5);
    expect(reachOf([3])).toBe(3);
  });

  it('ends at a clear gap behind the nearer half', () => {
    expect(reachOf([2, 3, 4, 5, 6, 150, 200, 300, 310])).toBeCloseTo(6.9, 9);
    expect(reachOf([2, 100, 110, 120])).toBe(120);
  });

  it('leaves a few outliers in the background', () => {
    expect(reachOf([1, 2, 2, 3, 3, 3, 4, 4, 4, 48])).toBeCloseTo(4.6, 9);
  });
});

describe('ringRadiiBeyond', () => {
  it('goes on in 1, 2, 5 steps to the outliers', () => {
    expect(ringRadiiBeyond(4.6, 48)).toEqual([1, 2, 3, 4, 5, 10, 20, 50]);
    expect(ringRadiiBeyond(7, 7)).toEqual(ringRadii(7));
    expect(ringRadiiBeyond(40, 300)).toEqual([10, 20, 30, 40, 50, 100, 200, 500]);
  });
});

describe('pickBillboard', () => {
  const boards = [
    { left: -1, right: 1, bottom: -1, top: 1, depth: 5 },
    { left: -1, right: 1, bottom: -1, top: 1, depth: 3 },
    { left: 4, right: 5, bottom: -1, top: 1, depth: 2 },
  ];

  it('takes the one that the ray meets first, from either side', () => {
    expect(pickBillboard(boards, [0, 0, 0], [0, 0, -1])).toBe(1);
    expect(pickBillboard(boards, [0, 0, -9], [0, 0, 1])).toBe(0);
  });

  it('misses what lies behind, beside, or edge on', () => {
    expect(pickBillboard(boards, [0, 0, 0], [0, 0, 1])).toBeUndefined();
    expect(pickBillboard(boards, [0, 3, 0], [0, 0, -1])).toBeUndefined();
    expect(pickBillboard(boards, [-9, 0, -4], [1, 0, 0])).toBeUndefined();
  });
});

describe('rayBetween', () => {
  it('stays in front of the camera and on the viewing ray', () => {
    const [near, far] = rayBetween(camera, [500, 100], -2, 6);
    expect(near[2]).toBeCloseTo(-0.02, 9);
    expect(project(camera, far)?.[0]).toBeCloseTo(500, 6);
  });
});

describe('framing', () => {
  const axes = { right: [1, 0, 0], up: [0, 1, 0], forward: [0, 0, -1] } as const;

  it('stands back as far as the widest point needs', () => {
    expect(fitDistance([[2, 0, 0]], [0, 0, 0], axes, 0.5, 2)).toBeCloseTo(2, 9);
    expect(fitDistance([[0, 1, 0]], [0, 0, 0], axes, 0.5, 2)).toBeCloseTo(2, 9);
    // A point that is one metre nearer needs one metre more.
    expect(fitDistance([[2, 0, 1]], [0, 0, 0], axes, 0.5, 2)).toBeCloseTo(3, 9);
  });

  it('holds the whole photo in panes wider and narrower than it', () => {
    expect(photoFovDeg(camera, 3, 1)).toBeCloseTo(50, 6);
    const narrow = photoFovDeg(camera, 1, 1);
    expect(Math.tan((narrow * Math.PI) / 360)).toBeCloseTo(320 / camera.focal, 9);
  });
});
