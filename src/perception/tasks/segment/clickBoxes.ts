import { boxArea, boxIou, clipBox, containsPoint, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { sigmoid } from '../../sigmoid.ts';
import { boxAround, CLASS_COUNT, GRID_SIZE, INPUT_SIZE, STRIDE } from '../detect/detector.ts';
import { findPeaks } from '../detect/peaks.ts';
import { cellAt, type MaskGrid, meanProbability } from './maskGrid.ts';

/** Detections far too weak for a twin may still be what a person points at. */
const MIN_SCORE = 0.04;
const MAX_PEAKS = 400;
/** Boxes that overlap more than this are one hypothesis. */
const SAME_IOU = 0.75;
/** So many hypotheses are tried in one run of the fast head. */
const MAX_BOXES = 12;

/*
 * How a hypothesis is judged was chosen on the 83 COCO photos of docs/models.md, two clicks on each object above 1500 px², for
 * the overlap of the fast mask with the annotated one: 0.66 for clicks in the middle of objects, 0.59 for clicks anywhere on
 * them, where the surest mask alone gives 0.63 and 0.52.
 */

/** What the box at the click's own place counts against the root of a detection's score. */
const OWN_PRIOR = 0.15;

/** A box that a click may mean, and how likely the detector finds it, on a scale of its own. */
export interface Hypothesis {
  readonly box: ReadonlyBox;
  readonly prior: number;
}

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
): Hypothesis[] {
  if (!heatmap || !distances) throw new TypeError('The detector gave no heatmap or no distances.');
  const cell = (at: number, size: number): number =>
    Math.min(GRID_SIZE - 1, Math.max(0, Math.round((at * INPUT_SIZE) / size / STRIDE)));
  const kept: Hypothesis[] = [];
  const consider = (place: { row: number; column: number }, prior: number): void => {
    const box = clipBox(boxAround(place, distances.data, { width, height }), width, height);
    if (box === undefined || !containsPoint(box, x, y)) return;
    if (!kept.some((other) => boxIou(other.box, box) > SAME_IOU)) kept.push({ box, prior });
  };
  for (const { row, column, score } of findPeaks(
    heatmap.data,
    CLASS_COUNT,
    GRID_SIZE,
    MIN_SCORE,
    MAX_PEAKS,
  )) {
    consider({ row, column }, Math.sqrt(score));
    if (kept.length === MAX_BOXES - 1) break;
  }
  consider({ row: cell(y, height), column: cell(x, width) }, OWN_PRIOR);
  return kept;
}

/** How far a point is from the middle of a box: 0 there, 1 at the middle of an edge, squared. */
function offCentre([x0, y0, x1, y1]: ReadonlyBox, x: number, y: number): number {
  const u = (2 * x - x0 - x1) / (x1 - x0);
  const v = (2 * y - y0 - y1) / (y1 - y0);
  return u * u + v * v;
}

/**
 * The hypothesis that a click means most likely. It counts how sure the fast head is of its mask and of the click in it, how
 * likely the detector finds it, that people click near the middle of things, and that they mean the smaller of two. Undefined
 * where there are no hypotheses.
 *
 * @param grids what the fast head says about each hypothesis
 */
export function bestClickBox(
  hypotheses: readonly Hypothesis[],
  grids: readonly MaskGrid[],
  { x, y }: { readonly x: number; readonly y: number },
): ReadonlyBox | undefined {
  let best: ReadonlyBox | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  hypotheses.forEach(({ box, prior }, index) => {
    const grid = grids[index];
    if (!grid) return;
    const atClick = sigmoid(grid.logits[cellAt(grid, x, y)] ?? 0);
    const score =
      (atClick ** 0.3 * meanProbability(grid, box) ** 2 * prior * Math.exp(-0.5 * offCentre(box, x, y))) /
      boxArea(box) ** 0.25;
    if (score <= bestScore) return;
    best = box;
    bestScore = score;
  });
  return best;
}
