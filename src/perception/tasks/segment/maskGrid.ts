import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { sigmoid } from '../../sigmoid.ts';
import { GRID_SIDE } from './maskModels.ts';
import { relativePoint } from './window.ts';

/**
 * What a mask head says about a window (canonical pixels): `GRID_SIDE`² logits, row-major, over 0 where the object is. Cell
 * (row, column) has its centre at ((column + ½) / side, (row + ½) / side) of the window.
 */
export interface MaskGrid {
  readonly window: ReadonlyBox;
  readonly logits: Float32Array;
}

/** The cell whose centre is nearest to a point in canonical pixels, which may lie outside the window. */
export function cellAt({ window }: MaskGrid, x: number, y: number): number {
  const [u, v] = relativePoint([x, y], window);
  const index = (share: number): number =>
    Math.min(GRID_SIDE - 1, Math.max(0, Math.floor(share * GRID_SIDE)));
  return index(v) * GRID_SIDE + index(u);
}

/**
 * The mean probability of the cells inside the mask, in [0, 1], of those with their centre in `clip` (canonical pixels): how
 * sure the head is of what it kept. 0 where there are none.
 */
export function meanProbability({ window, logits }: MaskGrid, clip: ReadonlyBox): number {
  const [x0, y0, x1, y1] = window;
  let sum = 0;
  let cells = 0;
  for (let row = 0; row < GRID_SIDE; row++) {
    const y = y0 + ((row + 0.5) / GRID_SIDE) * (y1 - y0);
    if (y < clip[1] || y >= clip[3]) continue;
    for (let column = 0; column < GRID_SIDE; column++) {
      const logit = logits[row * GRID_SIDE + column] ?? 0;
      const x = x0 + ((column + 0.5) / GRID_SIDE) * (x1 - x0);
      if (!(logit > 0) || x < clip[0] || x >= clip[2]) continue;
      sum += sigmoid(logit);
      cells++;
    }
  }
  return cells === 0 ? 0 : sum / cells;
}
