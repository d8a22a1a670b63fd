import { wordsPerMask } from '../arguments.ts';
import type { MaskOverlaps, PackedMasks } from '../types.ts';

/** Ones in a 32-bit word: sums of neighbours in fields of 2, 4 and 8 bits, then of the four bytes (Warren, Hacker's Delight, 5-1). */
export function countOnes(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  const bytes = (nibbles + (nibbles >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bytes, 0x01010101) >>> 24;
}

/**
 * Intersections over unions. Two empty masks are the same: 1, as LISA counts an image without a target. An empty union with
 * anything else is impossible, so an empty mask against one that is not gets 0.
 */
export const overUnions = (intersections: Uint32Array, unions: Uint32Array): Float32Array =>
  Float32Array.from(intersections, (common, i) => (unions[i] === 0 ? 1 : common / (unions[i] ?? 1)));

/** What the kernel computes, word by word. */
export function maskOverlapsReference(masks: PackedMasks, targets: PackedMasks): MaskOverlaps {
  const stride = wordsPerMask(masks.size);
  const intersections = new Uint32Array(masks.count * targets.count);
  const unions = new Uint32Array(masks.count * targets.count);
  for (let g = 0; g < masks.count; g++)
    for (let t = 0; t < targets.count; t++) {
      let common = 0;
      let either = 0;
      for (let word = 0; word < stride; word++) {
        const a = masks.words[g * stride + word] ?? 0;
        const b = targets.words[t * stride + word] ?? 0;
        common += countOnes(a & b);
        either += countOnes(a | b);
      }
      intersections[g * targets.count + t] = common;
      unions[g * targets.count + t] = either;
    }
  return { intersections, unions, ious: overUnions(intersections, unions) };
}
