import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../../twin/geometry/rle.ts';
import type { RgbaImage } from '../../pixels.ts';
import { APPEARANCE_LENGTH, appearanceLikeness, describeAppearance } from './appearance.ts';

type Colour = readonly [number, number, number];

function paint(width: number, height: number, colour: (x: number, y: number) => Colour): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([...colour(x, y), 255], 4 * (y * width + x));
  return { width, height, data };
}

const describeAll = (image: RgbaImage) => {
  const described = describeAppearance(image, [0, 0, image.width, image.height]);
  if (!described) throw new Error('nothing was described');
  return described;
};
const plain = (colour: Colour) => describeAll(paint(8, 8, () => colour));

const byte = fc.integer({ min: 0, max: 255 });

describe('the appearance of an object', () => {
  it('is a histogram: shares that sum to 1, whatever the colour', () => {
    fc.assert(
      fc.property(byte, byte, byte, (red, green, blue) => {
        const shares = Array.from(plain([red, green, blue]));
        expect(shares).toHaveLength(APPEARANCE_LENGTH);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('is the same for the same colours, far for others, and near for the same colour in a little less light', () => {
    const red = plain([200, 30, 30]);
    expect(appearanceLikeness(red, plain([200, 30, 30]))).toBeCloseTo(1, 5);
    expect(appearanceLikeness(red, plain([30, 60, 200]))).toBeLessThan(0.3);
    expect(appearanceLikeness(red, plain([180, 27, 27]))).toBeGreaterThan(0.9);
    expect(appearanceLikeness(plain([250, 250, 250]), plain([10, 10, 10]))).toBeLessThan(0.3);
  });

  it('counts the pixels of the mask alone, at whatever resolution the mask is', () => {
    const image = paint(20, 20, (x) => (x < 10 ? [200, 30, 30] : [30, 60, 200]));
    const left = (size: number) =>
      encodeRle(
        Uint8Array.from({ length: size * size }, (_, i) => (i % size < size / 2 ? 1 : 0)),
        size,
        size,
      );
    for (const size of [20, 40, 10]) {
      const described = describeAppearance(image, [0, 0, 20, 20], left(size));
      expect(described && appearanceLikeness(described, plain([200, 30, 30]))).toBeCloseTo(1, 5);
    }
  });

  it('leaves the corners of the box out where there is no mask', () => {
    const image = paint(40, 40, (x, y) =>
      (x < 5 || x > 34) && (y < 5 || y > 34) ? [30, 60, 200] : [200, 30, 30],
    );
    expect(appearanceLikeness(describeAll(image), plain([200, 30, 30]))).toBeCloseTo(1, 5);
  });

  it('is not given for a box outside the image or an empty mask', () => {
    const image = paint(4, 4, () => [1, 2, 3]);
    expect(describeAppearance(image, [10, 10, 20, 20])).toBeUndefined();
    expect(describeAppearance(image, [0, 0, 4, 4], encodeRle(new Uint8Array(16), 4, 4))).toBeUndefined();
  });
});
