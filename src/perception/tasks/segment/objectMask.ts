import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { rleArea, rleBox } from '../../../twin/geometry/rle.ts';
import { cleanGrid } from './cleanGrid.ts';
import { cellAt, type MaskGrid, meanProbability } from './maskGrid.ts';
import { obeyClicks } from './obeyClicks.ts';
import { pasteGrid } from './pasteGrid.ts';
import type { ObjectMask, PromptPoint } from './types.ts';

export interface MaskPlace {
  /** Canonical size of the image in pixels. */
  readonly width: number;
  readonly height: number;
  /** What reaches beyond this, in canonical pixels, is cut off. */
  readonly clip: ReadonlyBox;
  readonly points?: readonly PromptPoint[];
}

/** From a head's grid to the mask of an object: cleaned, at the photo's size. Undefined where nothing is left. */
export function objectMask(
  grid: MaskGrid,
  { width, height, clip, points = [] }: MaskPlace,
): ObjectMask | undefined {
  const cellsOf = (positive: boolean): number[] =>
    points.flatMap((point) => (point.positive === positive ? cellAt(grid, point.x, point.y) : []));
  const logits = cleanGrid(obeyClicks(grid, points).logits, {
    inside: cellsOf(true),
    outside: cellsOf(false),
  });
  const cleaned = { window: grid.window, logits };
  const mask = pasteGrid(cleaned, clip, width, height);
  const box = rleBox(mask);
  if (box === undefined) return undefined;
  return { mask, box, area: rleArea(mask), score: meanProbability(cleaned, clip) };
}
