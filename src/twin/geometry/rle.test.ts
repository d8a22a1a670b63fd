import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rle } from '../schema/rle.ts';
import {
  compressRle,
  decodeRle,
  encodeRle,
  parseCompressedRle,
  rleArea,
  rleBox,
  rleIntersection,
  rleIou,
  rleLookup,
  rleProblem,
  rleUnion,
} from './rle.ts';

interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

const bitmapOf = (width: number, height: number): fc.Arbitrary<Bitmap> =>
  fc
    .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
    .map((bytes) => ({ width, height, bytes }));

const anySize = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
const anyBitmap = anySize.chain(([width, height]) => bitmapOf(width, height));
const anyPair = anySize.chain(([width, height]) =>
  fc.tuple(bitmapOf(width, height), bitmapOf(width, height)),
);
const encode = (bitmap: Bitmap): Rle => encodeRle(bitmap.bytes, bitmap.width, bitmap.height);

describe('run-length encoding', () => {
  it('is column-major and starts with zeros', () => {
    // 3 wide, 2 high: rows 1 0 1 / 1 0 0, so columns 11, 00, 10.
    const rle = encodeRle(new Uint8Array([1, 0, 1, 1, 0, 0]), 3, 2);
    expect(rle).toEqual({ size: [2, 3], counts: [0, 2, 2, 1, 1] });
    expect(rleBox(rle)).toEqual([0, 0, 3, 2]);
  });

  it('tells single pixels as its bitmap does, and none outside the image', () => {
    fc.assert(
      fc.property(anyBitmap, (bitmap) => {
        const isInside = rleLookup(encode(bitmap));
        for (let y = -1; y <= bitmap.height; y++)
          for (let x = -1; x <= bitmap.width; x++) {
            const outside = x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height;
            expect(isInside(x, y)).toBe(!outside && bitmap.bytes[y * bitmap.width + x] === 1);
          }
      }),
    );
  });

  it('decodes to what was encoded, with the same area and tight box', () => {
    fc.assert(
      fc.property(anyBitmap, (bitmap) => {
        const rle = encode(bitmap);
        expect(rleProblem(rle)).toBeUndefined();
        expect(decodeRle(rle)).toEqual(bitmap.bytes);
        const inside = [...bitmap.bytes.keys()].filter((i) => bitmap.bytes[i] === 1);
        expect(rleArea(rle)).toBe(inside.length);
        const xs = inside.map((i) => i % bitmap.width);
        const ys = inside.map((i) => Math.floor(i / bitmap.width));
        expect(rleBox(rle)).toEqual(
          inside.length === 0
            ? undefined
            : [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1],
        );
      }),
    );
  });

  it('unites, intersects and compares like bitmaps', () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const union = a.bytes.map((value, i) => value | (b.bytes[i] ?? 0));
        const common = a.bytes.map((value, i) => value & (b.bytes[i] ?? 0));
        expect(decodeRle(rleUnion(encode(a), encode(b)))).toEqual(union);
        expect(decodeRle(rleIntersection(encode(a), encode(b)))).toEqual(common);
        const sum = (bytes: Uint8Array): number => bytes.reduce((total, value) => total + value, 0);
        expect(rleIou(encode(a), encode(b))).toBe(sum(union) === 0 ? 1 : sum(common) / sum(union));
      }),
    );
  });

  it('survives the compressed form', () => {
    fc.assert(
      fc.property(anyBitmap, (bitmap) => {
        const rle = encode(bitmap);
        expect(parseCompressedRle(rle.size, compressRle(rle))).toEqual({ ok: true, value: rle });
      }),
    );
    const large: Rle = { size: [4000, 5000], counts: [123_456, 7, 9_000_000, 10_876_537] };
    expect(parseCompressedRle(large.size, compressRle(large))).toEqual({ ok: true, value: large });
  });

  it('reads strings worked out by hand from the definition of the format', () => {
    // 5, 2, 2, then 2 − 2 = 0 and 5 − 2 = 3.
    expect(parseCompressedRle([4, 4], '52203')).toEqual({
      ok: true,
      value: { size: [4, 4], counts: [5, 2, 2, 2, 5] },
    });
    // The fourth is 1 − 2 = −1: digit 31 (sign bit set), character 79; the fifth is 6 − 2 = 4.
    expect(parseCompressedRle([4, 4], '522O4')).toEqual({
      ok: true,
      value: { size: [4, 4], counts: [5, 2, 2, 1, 6] },
    });
  });

  it('turns any string into an exact mask or a reason, never more', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 40, max: 120 }).map((code) => String.fromCharCode(code)) }),
        anySize,
        (text, size) => {
          const parsed = parseCompressedRle(size, text);
          if (parsed.ok) expect(decodeRle(parsed.value).length).toBe(size[0] * size[1]);
          else expect(parsed.error.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('refuses bombs before allocating', () => {
    const bombs: Rle[] = [
      { size: [1e9, 1e9], counts: [1e18] },
      { size: [4, 4], counts: [5, 2, 2, 2, 6] },
      { size: [4, 4], counts: [5, 2, 2, 2] },
      { size: [4, 4], counts: [-1, 17] },
      { size: [4, 4], counts: [1.5, 14.5] },
      { size: [4, 4], counts: new Array<number>(100).fill(0) },
      { size: [0, 4], counts: [] },
      { size: [4, 4], counts: [Number.NaN] },
    ];
    for (const bomb of bombs) {
      expect(rleProblem(bomb)).toBeTypeOf('string');
      expect(() => decodeRle(bomb)).toThrow(RangeError);
    }
    expect(parseCompressedRle([1e9, 1e9], '1').ok).toBe(false);
    expect(parseCompressedRle([4, 4], 'oooooooooooo').ok).toBe(false);
  });

  it('refuses bitmaps and pairs of the wrong size', () => {
    expect(() => encodeRle(new Uint8Array(5), 2, 3)).toThrow(RangeError);
    expect(() => rleUnion({ size: [1, 2], counts: [2] }, { size: [2, 1], counts: [2] })).toThrow(RangeError);
  });
});
