import { err, ok, type Result } from '../../core/result.ts';
import type { Rle } from '../schema/rle.ts';

/** Masks of larger images are refused before anything is allocated; the same cap as for photos. */
export const MAX_MASK_PIXELS = 50_000_000;

/** Why a mask is not a valid run-length encoding, or undefined when it is. Allocates nothing. */
export function rleProblem(rle: Rle): string | undefined {
  const [height, width] = rle.size;
  if (!Number.isInteger(height) || !Number.isInteger(width) || height <= 0 || width <= 0)
    return `its size ${height}×${width} is not two positive integers`;
  const pixels = height * width;
  if (pixels > MAX_MASK_PIXELS) return `its ${pixels} pixels exceed the limit of ${MAX_MASK_PIXELS}`;
  if (rle.counts.length > pixels + 1) return `it has ${rle.counts.length} runs for ${pixels} pixels`;
  let sum = 0;
  for (const count of rle.counts) {
    if (!Number.isInteger(count) || count < 0) return `its run ${count} is not a non-negative integer`;
    sum += count;
    if (sum > pixels) return `its runs exceed its ${pixels} pixels`;
  }
  return sum === pixels ? undefined : `its runs sum to ${sum}, not to its ${pixels} pixels`;
}

/**
 * Encodes a row-major bitmap (any non-zero byte is inside) of width · height bytes.
 * @throws RangeError when the bitmap has another length.
 */
export function encodeRle(bitmap: Uint8Array, width: number, height: number): Rle {
  if (bitmap.length !== width * height)
    throw new RangeError(`A bitmap of ${width}×${height} has ${width * height} bytes, not ${bitmap.length}.`);
  const counts: number[] = [];
  let current = 0;
  let run = 0;
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++) {
      const value = bitmap[y * width + x] === 0 ? 0 : 1;
      if (value === current) run++;
      else {
        counts.push(run);
        current = value;
        run = 1;
      }
    }
  counts.push(run);
  return { size: [height, width], counts };
}

/**
 * Decodes to a row-major bitmap of 0 and 1, width · height bytes.
 * @throws RangeError when the encoding is invalid, before allocating.
 */
export function decodeRle(rle: Rle): Uint8Array {
  const problem = rleProblem(rle);
  if (problem !== undefined) throw new RangeError(`The mask is invalid: ${problem}.`);
  const [height, width] = rle.size;
  const bitmap = new Uint8Array(width * height);
  let position = 0;
  rle.counts.forEach((count, index) => {
    if (index % 2 === 1)
      for (let p = position; p < position + count; p++)
        bitmap[(p % height) * width + Math.floor(p / height)] = 1;
    position += count;
  });
  return bitmap;
}

/** Number of pixels inside. */
export function rleArea(rle: Rle): number {
  let area = 0;
  for (let i = 1; i < rle.counts.length; i += 2) area += rle.counts[i] ?? 0;
  return area;
}

/** The tight box [x0, y0, x1, y1] (end exclusive) around the pixels inside, or undefined for an empty mask. */
export function rleBox(rle: Rle): [number, number, number, number] | undefined {
  const height = rle.size[0];
  let position = 0;
  let [x0, y0, x1, y1] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  rle.counts.forEach((count, index) => {
    if (index % 2 === 1 && count > 0) {
      const last = position + count - 1;
      const firstColumn = Math.floor(position / height);
      const lastColumn = Math.floor(last / height);
      x0 = Math.min(x0, firstColumn);
      x1 = Math.max(x1, lastColumn + 1);
      // A run that crosses into the next column touches the bottom row of one and the top row of the other.
      y0 = Math.min(y0, firstColumn === lastColumn ? position % height : 0);
      y1 = Math.max(y1, firstColumn === lastColumn ? (last % height) + 1 : height);
    }
    position += count;
  });
  return x1 > 0 ? [x0, y0, x1, y1] : undefined;
}

/**
 * Tells for single pixels whether they are inside, without decoding: for a few points this takes far less time and memory
 * than a bitmap. Pixels outside the image are not inside. The encoding must be valid.
 */
export function rleLookup({ size: [height, width], counts }: Rle): (x: number, y: number) => boolean {
  const ends = new Uint32Array(counts.length);
  let end = 0;
  counts.forEach((count, index) => {
    end += count;
    ends[index] = end;
  });
  return (x, y) => {
    if (!(x >= 0 && y >= 0 && x < width && y < height)) return false;
    const position = x * height + y;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low % 2 === 1;
  };
}

/** Combines two masks of one size run by run. @throws RangeError when the sizes differ. */
function mergeRuns(a: Rle, b: Rle, inside: (a: boolean, b: boolean) => boolean): Rle {
  if (a.size[0] !== b.size[0] || a.size[1] !== b.size[1])
    throw new RangeError(`Masks of ${a.size.join('×')} and ${b.size.join('×')} cannot be combined.`);
  const counts: number[] = [];
  let [indexA, indexB] = [0, 0];
  let [leftA, leftB] = [a.counts[0] ?? 0, b.counts[0] ?? 0];
  let [run, current] = [0, false];
  while (indexA < a.counts.length && indexB < b.counts.length) {
    const step = Math.min(leftA, leftB);
    const value = inside(indexA % 2 === 1, indexB % 2 === 1);
    if (step > 0) {
      if (value === current) run += step;
      else {
        counts.push(run);
        current = value;
        run = step;
      }
    }
    leftA -= step;
    leftB -= step;
    if (leftA === 0) leftA = a.counts[++indexA] ?? 0;
    if (leftB === 0) leftB = b.counts[++indexB] ?? 0;
  }
  counts.push(run);
  return { size: [a.size[0], a.size[1]], counts };
}

/** Pixels that are in either of two masks of the same size. */
export const rleUnion = (a: Rle, b: Rle): Rle => mergeRuns(a, b, (inA, inB) => inA || inB);
/** Pixels that are in both of two masks of the same size. */
export const rleIntersection = (a: Rle, b: Rle): Rle => mergeRuns(a, b, (inA, inB) => inA && inB);

/** Intersection over union without decoding, in [0, 1]; 1 when both masks are empty. */
export function rleIou(a: Rle, b: Rle): number {
  const common = rleArea(rleIntersection(a, b));
  const union = rleArea(a) + rleArea(b) - common;
  return union === 0 ? 1 : common / union;
}

/** Five bits a character and at most six characters a value: 2²⁹ pixels, beyond every mask that is accepted. */
const MAX_CHARACTERS = 6;

/**
 * Reads the compressed COCO form: base-32 digits from character 48 on, bit 5 = "more follows", bit 4 of the last digit = sign,
 * values from the fourth on as differences to the last but one. Refuses what does not sum to height · width.
 */
export function parseCompressedRle(size: readonly [number, number], text: string): Result<Rle, string> {
  const [height, width] = size;
  const empty: Rle = { size: [height, width], counts: [height * width] };
  const sizeProblem = rleProblem(empty);
  if (sizeProblem !== undefined) return err(sizeProblem);
  const counts: number[] = [];
  let position = 0;
  while (position < text.length) {
    let value = 0;
    let digits = 0;
    for (let more = true; more; digits++) {
      const code = text.charCodeAt(position++) - 48;
      if (!(code >= 0 && code < 64)) return err(`character ${position} of its runs is not a run digit`);
      if (digits === MAX_CHARACTERS) return err(`the run ending at character ${position} is too long`);
      value |= (code & 31) << (5 * digits);
      more = (code & 32) !== 0;
      if (!more && (code & 16) !== 0) value |= -1 << (5 * (digits + 1));
    }
    if (counts.length > 2) value += counts[counts.length - 2] ?? 0;
    counts.push(value);
  }
  const rle: Rle = { size: [height, width], counts };
  const problem = rleProblem(rle);
  return problem === undefined ? ok(rle) : err(problem);
}

/** Writes the compressed COCO form; the inverse of `parseCompressedRle`. */
export function compressRle(rle: Rle): string {
  let text = '';
  rle.counts.forEach((count, index) => {
    let rest = index > 2 ? count - (rle.counts[index - 2] ?? 0) : count;
    for (let more = true; more; ) {
      let digit = rest & 31;
      rest >>= 5;
      more = (digit & 16) !== 0 ? rest !== -1 : rest !== 0;
      if (more) digit |= 32;
      text += String.fromCharCode(digit + 48);
    }
  });
  return text;
}
