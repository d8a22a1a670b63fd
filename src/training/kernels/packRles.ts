import type { Rle } from '../../twin/schema/rle.ts';
import { wordsPerMask } from './arguments.ts';
import type { PackedMasks } from './types.ts';

const ALL = 0xffffffff;

/** Sets the bits from `start` to before `end`, whole words at once. */
function setBits(words: Uint32Array, start: number, end: number): void {
  const [first, last] = [start >>> 5, (end - 1) >>> 5];
  const head = ALL << (start & 31);
  const tail = ALL >>> (31 - ((end - 1) & 31));
  if (first === last) {
    words[first] = (words[first] ?? 0) | (head & tail);
    return;
  }
  words[first] = (words[first] ?? 0) | head;
  words.fill(ALL, first + 1, last);
  words[last] = (words[last] ?? 0) | tail;
}

/**
 * Packs run-length encoded masks, all of `size` [height, width], one bit a pixel. They must be valid (`rleProblem`).
 * @throws RangeError for a mask of another size.
 */
export function packRles(masks: readonly Rle[], size: readonly [number, number]): PackedMasks {
  const stride = wordsPerMask(size);
  const words = new Uint32Array(masks.length * stride);
  masks.forEach(({ size: [height, width], counts }, index) => {
    if (height !== size[0] || width !== size[1])
      throw new RangeError(`A mask of ${height}×${width} is not one of ${size.join('×')}.`);
    const mask = words.subarray(index * stride, (index + 1) * stride);
    let position = 0;
    counts.forEach((count, run) => {
      if (run % 2 === 1 && count > 0) setBits(mask, position, position + count);
      position += count;
    });
  });
  return { count: masks.length, size, words };
}
