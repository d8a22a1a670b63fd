import { intersectBoxes, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { Rle } from '../../../twin/schema/rle.ts';
import type { MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';

const LAST = GRID_SIDE - 1;

/** Appends runs of a column-major mask from left to right. */
class RunWriter {
  readonly counts: number[] = [];
  #end = 0;

  /** Marks pixels [from, to) of the column-major order; each call begins where the one before ended, or later. */
  add(from: number, to: number): void {
    if (to <= from) return;
    const last = this.counts.length - 1;
    if (from === this.#end && last > 0) this.counts[last] = (this.counts[last] ?? 0) + to - from;
    else this.counts.push(from - this.#end, to - from);
    this.#end = to;
  }

  /** The counts of the whole mask. */
  finish(pixels: number): number[] {
    if (this.#end < pixels) this.counts.push(pixels - this.#end);
    return this.counts;
  }
}

/** Where the pixel rows of a photo lie on the rows of a grid. */
class RowScale {
  readonly first: number;
  readonly end: number;
  /** For each row of the grid the first pixel row whose centre is not above it. */
  readonly starts: Int32Array;
  readonly #top: number;
  readonly #cellHeight: number;

  /** Pixel rows with their centre strictly inside [from, to], of a window from `y0` to `y1`. */
  constructor(y0: number, y1: number, from: number, to: number) {
    this.#top = y0;
    this.#cellHeight = (y1 - y0) / GRID_SIDE;
    [this.first, this.end] = pixelsBetween(from, to);
    this.starts = Int32Array.from({ length: GRID_SIDE }, (_, row) =>
      this.#clamp(Math.ceil(this.#pixelAt(row))),
    );
  }

  /** The end of the pixel rows before a real row of the grid. */
  before(gridRow: number): number {
    return this.#clamp(Math.ceil(this.#pixelAt(gridRow)));
  }

  /** The first pixel row after a real row of the grid; one exactly on it is not after it. */
  after(gridRow: number): number {
    return this.#clamp(Math.floor(this.#pixelAt(gridRow)) + 1);
  }

  #pixelAt(gridRow: number): number {
    return this.#top + (gridRow + 0.5) * this.#cellHeight - 0.5;
  }

  #clamp(row: number): number {
    return Math.min(this.end, Math.max(this.first, row));
  }
}

/** [first, end) of the pixels whose centre lies strictly between two edges. */
const pixelsBetween = (from: number, to: number): [number, number] => {
  const first = Math.floor(from + 0.5);
  return [first, Math.max(first, Math.ceil(to - 0.5))];
};

/** Writes the runs of one pixel column, whose logits are linear from grid row to grid row. */
function writeColumn(runs: RunWriter, base: number, column: Float64Array, rows: RowScale): void {
  const { starts } = rows;
  if ((column[0] as number) > 0) runs.add(base + rows.first, base + (starts[0] as number));
  for (let row = 0; row < LAST; row++) {
    const upper = column[row] as number;
    const lower = column[row + 1] as number;
    if (!(upper > 0 || lower > 0)) continue;
    const from = starts[row] as number;
    const to = starts[row + 1] as number;
    const crossing = row + upper / (upper - lower);
    if (!(lower > 0)) runs.add(base + from, base + Math.min(to, rows.before(crossing)));
    else if (!(upper > 0)) runs.add(base + Math.max(from, rows.after(crossing)), base + to);
    else runs.add(base + from, base + to);
  }
  if ((column[LAST] as number) > 0) runs.add(base + (starts[LAST] as number), base + rows.end);
}

/**
 * The mask of a grid at the photo's size: the pixels inside `clip` and the window at whose centres the logits are over 0,
 * read bilinearly, beyond the outermost cell centres constant.
 *
 * The logits of a pixel column are linear from cell to cell, so that each of these stretches gives its run at once: the
 * work grows with the window's width and not with its area.
 */
export function pasteGrid(
  { window, logits }: MaskGrid,
  clip: ReadonlyBox,
  width: number,
  height: number,
): Rle {
  const pixels = width * height;
  const seen = intersectBoxes(window, clip);
  const shown = seen && intersectBoxes(seen, [0, 0, width, height]);
  if (shown === undefined) return { size: [height, width], counts: [pixels] };
  const [x0, y0, x1, y1] = window;
  const runs = new RunWriter();
  const rows = new RowScale(y0, y1, shown[1], shown[3]);
  const column = new Float64Array(GRID_SIDE);
  const [first, end] = pixelsBetween(shown[0], shown[2]);
  for (let x = first; x < end; x++) {
    readColumn(logits, ((x + 0.5 - x0) / (x1 - x0)) * GRID_SIDE - 0.5, column);
    writeColumn(runs, x * height, column, rows);
  }
  return { size: [height, width], counts: runs.finish(pixels) };
}

/** Interpolates one column of the grid at the real column `at`, clamped to the outermost cell centres. */
function readColumn(logits: Float32Array, at: number, column: Float64Array): void {
  const place = Math.min(LAST, Math.max(0, at));
  const left = Math.min(LAST - 1, Math.floor(place));
  const share = place - left;
  for (let row = 0, index = left; row < GRID_SIDE; row++, index += GRID_SIDE) {
    const value = logits[index] as number;
    column[row] = value + ((logits[index + 1] as number) - value) * share;
  }
}
