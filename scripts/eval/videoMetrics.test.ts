import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import { type Bitmap, boundary, contourAccuracy, regionSimilarity } from './videoMetrics.ts';

const SIDE = 200;
/** A square, so large and so far from the left top corner. */
function square(side: number, x: number, y = x): Bitmap {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [column, row] = [at % SIDE, Math.floor(at / SIDE)];
    return column >= x && column < x + side && row >= y && row < y + side ? 1 : 0;
  });
  return { width: SIDE, height: SIDE, data };
}
const rle = ({ data, width, height }: Bitmap) => encodeRle(data, width, height);
const similarity = (a: Bitmap, b: Bitmap) => regionSimilarity(rle(a), rle(b));

describe('region similarity', () => {
  it('is intersection over union, 1 for two empty masks and 0 for one', () => {
    expect(similarity(square(40, 50), square(40, 50))).toBe(1);
    expect(similarity(square(40, 50), square(40, 70, 50))).toBeCloseTo(20 / 60, 9);
    expect(similarity(square(0, 0), square(0, 0))).toBe(1);
    expect(similarity(square(0, 0), square(10, 50))).toBe(0);
  });
});

describe('the boundary', () => {
  it('lies on one side of every edge, and nowhere in a plain picture', () => {
    // An edge belongs to the pixel left of or above it: 11 pixels a side, the corners shared.
    expect(boundary(square(10, 50))).toHaveLength(40);
    expect(boundary(square(0, 0))).toEqual([]);
    expect(boundary(square(SIDE, 0))).toEqual([]);
  });
});

describe('contour accuracy', () => {
  // 0.8 % of a diagonal of 283 pixels, rounded up.
  const tolerance = 3;

  it('forgives what is within the tolerance, and nothing beyond', () => {
    expect(contourAccuracy(square(60, 50), square(60, 50))).toBe(1);
    expect(contourAccuracy(square(60, 50 + tolerance), square(60, 50))).toBeGreaterThan(0.97);
    expect(contourAccuracy(square(20, 20), square(20, 120))).toBe(0);
  });

  it('is the harmonic mean of precision and recall', () => {
    const two = square(30, 20);
    const other = square(30, 120);
    two.data.forEach((_, at) => {
      if (other.data[at]) two.data[at] = 1;
    });
    // All of the one square is right, half of the two is found: 2 · 1 · ½ / 1½.
    expect(contourAccuracy(square(30, 20), two)).toBeCloseTo(2 / 3, 9);
    expect(contourAccuracy(two, square(30, 20))).toBeCloseTo(2 / 3, 9);
  });

  it('is 1 where nothing is there and nothing was found, else 0 without a boundary', () => {
    expect(contourAccuracy(square(0, 0), square(0, 0))).toBe(1);
    expect(contourAccuracy(square(0, 0), square(10, 50))).toBe(0);
    expect(contourAccuracy(square(10, 50), square(0, 0))).toBe(0);
  });
});
