import { cellAt, type MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';
import type { PromptPoint } from './types.ts';

/** Standard deviation, in cells, of the spot that a click moves where the head would not: what a fingertip means. */
const SPOT = 3;
/** How far beyond 0 the logit under a click is moved. */
const CLEARANCE = 1;

/**
 * The logits with every click's word kept: where the head says otherwise about the cell of a click, a soft spot around it is
 * moved to the click's side. Where the head agrees already, which is the rule, nothing changes. Later clicks win.
 */
export function obeyClicks(grid: MaskGrid, points: readonly PromptPoint[]): MaskGrid {
  let { logits } = grid;
  for (const { x, y, positive } of points) {
    const cell = cellAt(grid, x, y);
    const sign = positive ? 1 : -1;
    const agreement = sign * (logits[cell] ?? 0);
    if (agreement > 0) continue;
    const lack = CLEARANCE - agreement;
    const [row, column] = [Math.floor(cell / GRID_SIDE), cell % GRID_SIDE];
    logits = logits.map((logit, index) => {
      const squared = (Math.floor(index / GRID_SIDE) - row) ** 2 + ((index % GRID_SIDE) - column) ** 2;
      return logit + sign * lack * Math.exp(-squared / (2 * SPOT * SPOT));
    });
  }
  return { window: grid.window, logits };
}
