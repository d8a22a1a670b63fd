import type { RgbaImage } from '../../pixels.ts';

/** For each target position, `taps` source positions and their weights; weights of one position sum to 1. */
export interface ResampleTable {
  readonly taps: number;
  readonly indices: Int32Array;
  readonly weights: Float32Array;
}

/** More taps than this an axis cost more than they give: at greater reductions the footprint is sampled instead. */
const MAX_TAPS = 4;

/**
 * The triangle filter of one axis with pixel centres at half positions: linear interpolation where the axis grows, and
 * where it shrinks the same triangle widened by the reduction, so that fine detail is averaged and not aliased (the
 * "antialias" of Pillow and tf.image.resize). Positions beyond the edge are clamped.
 */
export function resampleTable(sourceSize: number, targetSize: number): ResampleTable {
  const scale = sourceSize / targetSize;
  const support = Math.max(scale, 1);
  const footprint = Math.ceil(2 * support);
  const taps = Math.min(footprint, MAX_TAPS);
  const spacing = footprint <= MAX_TAPS ? 1 : (2 * support) / taps;
  const indices = new Int32Array(targetSize * taps);
  const weights = new Float32Array(targetSize * taps);
  for (let target = 0; target < targetSize; target++) {
    const centre = (target + 0.5) * scale - 0.5;
    const first = spacing === 1 ? Math.floor(centre - support) + 1 : centre - support + spacing / 2;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const position = Math.round(first + tap * spacing);
      const weight = Math.max(0, 1 - Math.abs(position - centre) / support);
      indices[target * taps + tap] = Math.min(Math.max(position, 0), sourceSize - 1);
      weights[target * taps + tap] = weight;
      sum += weight;
    }
    for (let tap = target * taps; tap < (target + 1) * taps; tap++) weights[tap] = (weights[tap] ?? 0) / sum;
  }
  return { taps, indices, weights };
}

/**
 * Stretches an image to `size` × `size` and writes its red, green and blue planes, values 0 to 255, one after the other;
 * transparency is ignored. Only the source rows that are needed are read.
 *
 * The app's canvas stretches photos beforehand, so that only their planes are parted here; other callers bring photos of
 * any size. Either way this stands between the photo and the model, so its loops are plain: elements of typed arrays are
 * read with `as number` where the index is in range by construction.
 *
 * @param target receives 3 · size² floats
 */
export function stretchToPlanes(image: RgbaImage, size: number, target: Float32Array): void {
  if (image.width === size && image.height === size) {
    copyToPlanes(image.data, size * size, target);
    return;
  }
  const columns = resampleTable(image.width, size);
  const rows = resampleTable(image.height, size);
  const cache = new RowCache(image, columns, size, rows.taps);
  for (let y = 0; y < size; y++) {
    for (let tap = 0; tap < rows.taps; tap += 2) {
      const at = y * rows.taps + tap;
      const second = tap + 1 < rows.taps ? at + 1 : at;
      const secondWeight = second === at ? 0 : (rows.weights[second] as number);
      const first = cache.row(rows.indices[at] as number);
      const next = cache.row(rows.indices[second] as number);
      mixRows(target, y * size, size, first, rows.weights[at] as number, next, secondWeight, tap > 0);
    }
  }
}

function copyToPlanes(data: Uint8ClampedArray, plane: number, target: Float32Array): void {
  for (let pixel = 0, at = 0; pixel < plane; pixel++, at += 4) {
    target[pixel] = data[at] as number;
    target[plane + pixel] = data[at + 1] as number;
    target[2 * plane + pixel] = data[at + 2] as number;
  }
}

/** Writes (or, with `accumulate`, adds) the weighted sum of two resampled rows to one row of each target plane. */
function mixRows(
  target: Float32Array,
  start: number,
  size: number,
  first: Float32Array,
  firstWeight: number,
  second: Float32Array,
  secondWeight: number,
  accumulate: boolean,
): void {
  for (let channel = 0; channel < 3; channel++) {
    const from = channel * size;
    const to = channel * size * size + start;
    if (accumulate) {
      for (let x = 0; x < size; x++) {
        const sum = firstWeight * (first[from + x] as number) + secondWeight * (second[from + x] as number);
        target[to + x] = (target[to + x] as number) + sum;
      }
    } else {
      for (let x = 0; x < size; x++) {
        target[to + x] =
          firstWeight * (first[from + x] as number) + secondWeight * (second[from + x] as number);
      }
    }
  }
}

/** The horizontally resampled source rows that the current target row needs; each source row is resampled once. */
class RowCache {
  readonly #image: RgbaImage;
  readonly #columns: ResampleTable;
  readonly #size: number;
  readonly #slots: { index: number; row: Float32Array }[];
  #next = 0;

  constructor(image: RgbaImage, columns: ResampleTable, size: number, taps: number) {
    this.#image = image;
    this.#columns = columns;
    this.#size = size;
    this.#slots = Array.from({ length: taps + 1 }, () => ({ index: -1, row: new Float32Array(3 * size) }));
  }

  /** Red, green and blue values of a source row, `size` of each. Valid until `taps` other rows were asked for. */
  row(index: number): Float32Array {
    const hit = this.#slots.find((slot) => slot.index === index);
    if (hit) return hit.row;
    const slot = this.#slots[this.#next % this.#slots.length];
    if (!slot) throw new RangeError('A row cache needs at least one slot.');
    this.#next++;
    slot.index = index;
    resampleRow(this.#image, index, this.#columns, this.#size, slot.row);
    return slot.row;
  }
}

function resampleRow(
  { data, width }: RgbaImage,
  rowIndex: number,
  { taps, indices, weights }: ResampleTable,
  size: number,
  out: Float32Array,
): void {
  const start = rowIndex * width * 4;
  let tap = 0;
  for (let x = 0; x < size; x++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (const end = tap + taps; tap < end; tap++) {
      const weight = weights[tap] as number;
      const pixel = start + 4 * (indices[tap] as number);
      red += weight * (data[pixel] as number);
      green += weight * (data[pixel + 1] as number);
      blue += weight * (data[pixel + 2] as number);
    }
    out[x] = red;
    out[size + x] = green;
    out[2 * size + x] = blue;
  }
}
