import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../twin/geometry/rle.ts';
import { maskContours, type Ring } from './maskContours.ts';

/** Shoelace formula: positive for clockwise rings, as y points down. */
function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const [x0 = 0, y0 = 0] = [ring[i], ring[i + 1]];
    const [x1 = 0, y1 = 0] = [ring[(i + 2) % ring.length], ring[(i + 3) % ring.length]];
    sum += x0 * y1 - x1 * y0;
  }
  return sum / 2;
}

const disc = (size: number, radius: number, hole: number): Uint8Array =>
  Uint8Array.from({ length: size * size }, (_, i) => {
    const away = Math.hypot((i % size) - size / 2 + 0.5, Math.floor(i / size) - size / 2 + 0.5);
    return away <= radius && away > hole ? 1 : 0;
  });

describe('mask contours', () => {
  it('keep the area of a disc, with few points', () => {
    const [ring, ...others] = maskContours(encodeRle(disc(200, 80, 0), 200, 200));
    expect(others).toEqual([]);
    expect(signedArea(ring ?? [])).toBeCloseTo(Math.PI * 80 ** 2, -3);
    expect((ring ?? []).length).toBeLessThan(200);
  });

  it('run the other way round a hole', () => {
    const areas = maskContours(encodeRle(disc(60, 25, 10), 60, 60)).map(signedArea);
    expect(areas).toHaveLength(2);
    expect(Math.max(...areas)).toBeGreaterThan(1900);
    expect(Math.min(...areas)).toBeLessThan(-250);
  });

  it('close around any mask: as many rings as parts and holes, inside its box, and of about its area', () => {
    const grid = fc
      .integer({ min: 1, max: 12 })
      .chain((width) =>
        fc
          .integer({ min: 1, max: 12 })
          .chain((height) =>
            fc
              .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
              .map((bits) => ({ width, height, bits })),
          ),
      );
    fc.assert(
      fc.property(grid, ({ width, height, bits }) => {
        const rings = maskContours(encodeRle(bits, width, height));
        expect(rings.length > 0).toBe(bits.includes(1));
        for (const ring of rings) {
          expect(ring.length).toBeGreaterThanOrEqual(6);
          ring.forEach((value, i) => {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(i % 2 === 0 ? width : height);
          });
        }
        const area = rings.reduce((sum, ring) => sum + signedArea(ring), 0);
        const pixels = bits.reduce((sum, bit) => sum + bit, 0);
        // Each convex corner loses an eighth of a pixel, each concave one gains it; simplifying moves lines by 0.6 px.
        expect(Math.abs(area - pixels)).toBeLessThanOrEqual(pixels);
      }),
    );
  });

  it('are none for what is no mask', () => {
    expect(maskContours({ size: [4, 4], counts: [3] })).toEqual([]);
    expect(maskContours({ size: [4, 4], counts: [16] })).toEqual([]);
  });
});
