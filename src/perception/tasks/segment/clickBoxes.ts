import { boxIou, clipBox, containsPoint, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { boxAround, CLASS_COUNT, GRID_SIZE, INPUT_SIZE, STRIDE } from '../detect/detector.ts';
import { findPeaks } from '../detect/peaks.ts';
import { cellAt, type MaskGrid, meanProbability, sigmoid } from './maskGrid.ts';

/** Detections far too weak for a twin may still be what a person points at. */
const MIN_SCORE = 0.04;
const MAX_PEAKS = 400;
/** Boxes that overlap more than this are one hypothesis. */
const SAME_IOU = 0.75;
/** So many hypotheses are tried in one run of the fast head. */
const MAX_BOXES = 12;

interface DetectorMaps {
  readonly heatmap?: { readonly data: Float32Array };
  readonly distances?: { readonly data: Float32Array };
}

/**
 * Boxes that a click may mean, in canonical pixels, cut to the photo: of the detections that hold it the best ones, weak ones
 * too, and the box that the detector's distances give for the place of the click itself.
 */
export function clickBoxes(
  { heatmap, distances }: DetectorMaps,
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: { readonly width: number; readonly height: number },
): ReadonlyBox[] {
  if (!heatmap || !distances) throw new TypeError('The detector gave no heatmap or no distances.');
  const cell = (at: number, size: number): number =>
    Math.min(GRID_SIZE - 1, Math.max(0, Math.round((at * INPUT_SIZE) / size / STRIDE)));
  const here = { row: cell(y, height), column: cell(x, width) };
  const peaks = findPeaks(heatmap.data, CLASS_COUNT, GRID_SIZE, MIN_SCORE, MAX_PEAKS);
  const kept: ReadonlyBox[] = [];
  for (const place of [here, ...peaks]) {
    const box = clipBox(boxAround(place, distances.data, { width, height }), width, height);
    if (box === undefined || !containsPoint(box, x, y)) continue;
    if (kept.some((other) => boxIou(other, box) > SAME_IOU)) continue;
    kept.push(box);
    if (kept.length === MAX_BOXES) break;
  }
  return kept;
}

/**
 * The hypothesis whose mask holds the click most surely: the probability at the click times the mean one inside the mask.
 * Undefined where there are no hypotheses.
 *
 * @param grids what the fast head says about each box
 */
export function bestClickBox(
  boxes: readonly ReadonlyBox[],
  grids: readonly MaskGrid[],
  { x, y }: { readonly x: number; readonly y: number },
): ReadonlyBox | undefined {
  let best: ReadonlyBox | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  boxes.forEach((box, index) => {
    const grid = grids[index];
    if (!grid) return;
    const score = sigmoid(grid.logits[cellAt(grid, x, y)] ?? 0) * meanProbability(grid, box);
    if (score <= bestScore) return;
    best = box;
    bestScore = score;
  });
  return best;
}
