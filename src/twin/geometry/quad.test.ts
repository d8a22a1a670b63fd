import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxIou, type ReadonlyBox } from './box.ts';
import {
  boxAroundPoints,
  clipToConvex,
  convexIou,
  mapQuad,
  type Point,
  polygonArea,
  type Quad,
  quadOfBox,
  sharedArea,
} from './quad.ts';

const box: fc.Arbitrary<ReadonlyBox> = fc
  .tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([x, y, width, height]) => [x, y, x + width, y + height] as const);

const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

const rotated = (quad: Quad, radians: number): Quad =>
  mapQuad(quad, ([x, y]) => [
    x * Math.cos(radians) - y * Math.sin(radians),
    x * Math.sin(radians) + y * Math.cos(radians),
  ]);

describe('quadrilaterals', () => {
  it('overlap as their boxes do, in any common rotation', () => {
    fc.assert(
      fc.property(box, box, angle, (a, b, radians) => {
        const [p, q] = [rotated(quadOfBox(a), radians), rotated(quadOfBox(b), radians)];
        expect(convexIou(p, q)).toBeCloseTo(boxIou(a, b), 6);
        expect(convexIou(q, p)).toBeCloseTo(convexIou(p, q), 9);
      }),
    );
  });

  it('share no more than the smaller one holds, whichever way round their corners run', () => {
    fc.assert(
      fc.property(box, box, angle, (a, b, radians) => {
        const p = quadOfBox(a);
        const q = rotated(quadOfBox(b), radians);
        const shared = sharedArea(p, q);
        expect(shared).toBeLessThanOrEqual(Math.min(polygonArea(p), polygonArea(q)) + 1e-6);
        expect(sharedArea(p, q.toReversed())).toBeCloseTo(shared, 6);
      }),
    );
  });

  it('keep what lies inside, and nothing of what lies outside', () => {
    const square = quadOfBox([0, 0, 10, 10]);
    expect(polygonArea(clipToConvex(quadOfBox([2, 3, 5, 7]), square))).toBe(12);
    expect(clipToConvex(quadOfBox([20, 20, 30, 30]), square)).toEqual([]);
    expect(clipToConvex(square, [])).toEqual([]);
  });

  it('have the tight box of their corners', () => {
    const points: Point[] = [
      [3, 9],
      [-1, 2],
      [7, 4],
    ];
    expect(boxAroundPoints(points)).toEqual([-1, 2, 7, 9]);
    expect(boxAroundPoints([])).toEqual([0, 0, 0, 0]);
  });
});
