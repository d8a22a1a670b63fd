import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxArea,
  boxCenter,
  boxIou,
  clipBox,
  containment,
  containsBox,
  containsPoint,
  enclosingBox,
  gapDistance,
  intersectBoxes,
  intersectionArea,
  isProperBox,
  type ReadonlyBox,
  scaleBox,
} from './box.ts';

const anyBox: fc.Arbitrary<ReadonlyBox> = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), fc.nat(40), fc.nat(40))
  .map(([x, y, w, h]) => [x, y, x + w + 1, y + h + 1]);

describe('box geometry', () => {
  it('counts pixels: area and intersection agree with a bitmap', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        let common = 0;
        for (let y = 0; y < 140; y++)
          for (let x = 0; x < 140; x++) if (containsPoint(a, x, y) && containsPoint(b, x, y)) common++;
        expect(intersectionArea(a, b)).toBe(common);
        const intersection = intersectBoxes(a, b);
        expect(intersection === undefined ? 0 : boxArea(intersection)).toBe(common);
      }),
      { numRuns: 50 },
    );
  });

  it('gives an IoU that is symmetric, in [0, 1], and 1 only for equal boxes', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const iou = boxIou(a, b);
        expect(iou).toBe(boxIou(b, a));
        expect(iou).toBeGreaterThanOrEqual(0);
        expect(iou).toBeLessThanOrEqual(1);
        expect(iou === 1).toBe(a.every((value, i) => value === b[i]));
      }),
    );
  });

  it('has an enclosing box that contains both, and a containment of 1 exactly inside', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const around = enclosingBox(a, b);
        expect(containsBox(around, a) && containsBox(around, b)).toBe(true);
        expect(containment(a, b) === 1).toBe(containsBox(b, a));
      }),
    );
  });

  it('has no gap where boxes overlap, and the Euclidean gap at a corner', () => {
    expect(gapDistance([0, 0, 10, 10], [5, 5, 20, 20])).toBe(0);
    expect(gapDistance([0, 0, 10, 10], [13, 14, 20, 20])).toBe(5);
    fc.assert(fc.property(anyBox, anyBox, (a, b) => gapDistance(a, b) === gapDistance(b, a)));
  });

  it('clips to the image, and gives nothing for boxes outside or not finite', () => {
    expect(clipBox([-5, -5, 10, 10], 8, 6)).toEqual([0, 0, 8, 6]);
    expect(clipBox([20, 20, 30, 30], 8, 6)).toBeUndefined();
    expect(clipBox([Number.NaN, 0, 3, 3], 8, 6)).toBeUndefined();
    expect(clipBox([0, 0, Number.POSITIVE_INFINITY, 3], 8, 6)).toBeUndefined();
  });

  it('knows a proper box, its centre and its scaled copy', () => {
    expect(isProperBox([0, 0, 1, 1])).toBe(true);
    expect(isProperBox([1, 0, 1, 1])).toBe(false);
    expect(isProperBox([0, Number.NaN, 1, 1])).toBe(false);
    expect(boxCenter([0, 0, 4, 2])).toEqual([2, 1]);
    expect(scaleBox([1, 2, 3, 4], 2, 0.5)).toEqual([2, 1, 6, 2]);
  });
});
