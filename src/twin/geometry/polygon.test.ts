import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Polygon, rasterisePolygons } from './polygon.ts';
import { decodeRle, rleArea, rleBox, rleProblem } from './rle.ts';

/** Even-odd test of a point by crossings of a ray to the left: written independently of the column algorithm. */
function containsPoint(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const [xi, yi] = [polygon[i] ?? 0, polygon[i + 1] ?? 0];
    const [xj, yj] = [polygon[j] ?? 0, polygon[j + 1] ?? 0];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

describe('polygon rasterisation', () => {
  it('fills a rectangle exactly', () => {
    const rle = rasterisePolygons([[2, 1, 6, 1, 6, 4, 2, 4]], 8, 5);
    expect(rleBox(rle)).toEqual([2, 1, 6, 4]);
    expect(rleArea(rle)).toBe(12);
  });

  it('takes the union of several polygons, and cuts at the image edge', () => {
    const left = [-5, -5, 2, -5, 2, 3, -5, 3];
    const overlapping = [1, 0, 4, 0, 4, 3, 1, 3];
    const rle = rasterisePolygons([left, overlapping], 6, 4);
    expect(rleArea(rle)).toBe(12);
    expect(rleBox(rle)).toEqual([0, 0, 4, 3]);
  });

  it('agrees with a point-in-polygon test at every pixel centre', () => {
    // Odd hundredths keep vertices and edges off the pixel centres, where the rules may differ.
    const coordinate = fc.integer({ min: -400, max: 1600 }).map((value) => value / 100 + 0.003);
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 6, maxLength: 16 }), (values) => {
        const polygon = values.slice(0, values.length - (values.length % 2));
        const rle = rasterisePolygons([polygon], 12, 10);
        expect(rleProblem(rle)).toBeUndefined();
        const bitmap = decodeRle(rle);
        for (let y = 0; y < 10; y++)
          for (let x = 0; x < 12; x++)
            expect(bitmap[y * 12 + x] === 1, `${x},${y}`).toBe(containsPoint(polygon, x + 0.5, y + 0.5));
      }),
    );
  });

  it('refuses coordinates that are not finite and images that are too large', () => {
    expect(() => rasterisePolygons([[0, 0, Number.NaN, 1, 1, 1]], 4, 4)).toThrow(RangeError);
    expect(() => rasterisePolygons([[0, 0, 1, 1, 0, 1]], 1e6, 1e6)).toThrow(RangeError);
  });
});
