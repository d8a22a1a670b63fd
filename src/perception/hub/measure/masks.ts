import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { Rle } from '../../../twin/schema/rle.ts';
import type { ImageSize } from './boxes.ts';

export interface MaskLogits {
  /** `height` rows of `width` values; positive means "inside". */
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
  /** The part of the grid, from its top left corner, that the photo covers; the rest is padding. In grid cells. */
  readonly covered: ImageSize;
}

/**
 * The mask of a low-resolution grid of logits at an image's size: logits are interpolated bilinearly (sample points at cell
 * centres, as in `interpolate(align_corners=False)`) and cut at zero. `clip` (canonical pixels) limits it.
 */
export function maskFromLogits(logits: MaskLogits, image: ImageSize, clip?: ReadonlyBox): Rle {
  const { width, height } = image;
  const size: [number, number] = [height, width];
  const columns = sampling(width, logits.covered.width, logits.width);
  const rows = sampling(height, logits.covered.height, logits.height);
  const inside = clipRange(clip, image);
  const counts: number[] = [];
  let run = 0;
  let value = false;
  for (let x = 0; x < width; x++) {
    if (x < inside.x0 || x >= inside.x1) {
      if (value) counts.push(run);
      run = value ? height : run + height;
      value = false;
      continue;
    }
    for (let y = 0; y < height; y++) {
      const next = y >= inside.y0 && y < inside.y1 && logitAt(logits, columns, rows, x, y) > 0;
      if (next === value) run++;
      else {
        counts.push(run);
        run = 1;
        value = next;
      }
    }
  }
  counts.push(run);
  return { size, counts };
}

/** For each pixel of a side: the two cells between which it lies, and how near it is to the second. */
interface Sampling {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

function sampling(pixels: number, coveredCells: number, cells: number): Sampling {
  const first = new Int32Array(pixels);
  const second = new Int32Array(pixels);
  const weight = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const at = Math.max(0, ((i + 0.5) * coveredCells) / pixels - 0.5);
    const cell = Math.min(cells - 1, Math.floor(at));
    first[i] = cell;
    second[i] = Math.min(cells - 1, cell + 1);
    weight[i] = at - cell;
  }
  return { first, second, weight };
}

function logitAt(grid: MaskLogits, columns: Sampling, rows: Sampling, x: number, y: number): number {
  const { data, width } = grid;
  const top = (rows.first[y] ?? 0) * width;
  const bottom = (rows.second[y] ?? 0) * width;
  const left = columns.first[x] ?? 0;
  const right = columns.second[x] ?? 0;
  const across = columns.weight[x] ?? 0;
  const down = rows.weight[y] ?? 0;
  const upper = (data[top + left] ?? 0) * (1 - across) + (data[top + right] ?? 0) * across;
  const lower = (data[bottom + left] ?? 0) * (1 - across) + (data[bottom + right] ?? 0) * across;
  return upper * (1 - down) + lower * down;
}

function clipRange(clip: ReadonlyBox | undefined, { width, height }: ImageSize) {
  const [x0, y0, x1, y1] = clip ?? [0, 0, width, height];
  return { x0: Math.floor(x0), y0: Math.floor(y0), x1: Math.ceil(x1), y1: Math.ceil(y1) };
}
