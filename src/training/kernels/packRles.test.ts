import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRle, rleArea, rleIntersection, rleIou, rleUnion } from '../../twin/geometry/rle.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import { wordsPerMask } from './arguments.ts';
import { packRles } from './packRles.ts';
import { referenceKernels } from './reference.ts';

/** Two masks of one size, from 1 × 1 to 40 × 40. */
const twoMasks: fc.Arbitrary<readonly [Rle, Rle]> = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([width, height]) => {
    const bitmap = fc.uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height });
    return fc
      .tuple(bitmap, bitmap)
      .map(([a, b]) => [encodeRle(a, width, height), encodeRle(b, width, height)] as const);
  });

describe('packed masks', () => {
  it('hold the pixels of the runs, and nothing behind the last one', () => {
    const rle: Rle = { size: [5, 7], counts: [1, 2, 30, 2] };
    expect([...packRles([rle], [5, 7]).words]).toEqual([0b110, 0b110]);
  });

  it('fill whole words at once', () => {
    const rle: Rle = { size: [64, 2], counts: [31, 66, 31] };
    expect([...packRles([rle], [64, 2]).words]).toEqual([0x80000000, 0xffffffff, 0xffffffff, 1]);
  });

  it('have the overlaps that the runs have', async () => {
    await fc.assert(
      fc.asyncProperty(twoMasks, async ([a, b]) => {
        const [masks, targets] = [packRles([a], a.size), packRles([b], a.size)];
        const overlaps = await referenceKernels().maskOverlaps(masks, targets);
        expect(overlaps.intersections[0]).toBe(rleArea(rleIntersection(a, b)));
        expect(overlaps.unions[0]).toBe(rleArea(rleUnion(a, b)));
        expect(overlaps.ious[0]).toBe(Math.fround(rleIou(a, b)));
      }),
    );
  });

  it('lie behind each other, each in words of its own', () => {
    const full: Rle = { size: [5, 7], counts: [0, 35] };
    const { count, words } = packRles([full, full, full], [5, 7]);
    expect([count, words.length]).toEqual([3, 3 * wordsPerMask([5, 7])]);
    expect([...words.slice(2, 4)]).toEqual([0xffffffff, 0b111]);
  });

  it('are of one size', () => {
    expect(() => packRles([{ size: [2, 3], counts: [6] }], [3, 2])).toThrow('2×3');
  });
});
