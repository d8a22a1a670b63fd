import { boxHeight, boxIou, boxWidth, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { COCO_CATEGORIES } from '../../../twin/schema/labels.ts';
import { appearanceLikeness } from './appearance.ts';
import { type BoxEstimate, boxOf } from './boxFilter.ts';
import type { AppearanceDescriptor, TrackableDetection } from './types.ts';

/** An uncertain prediction is looked for in a margin of its standard deviation, up to this share of the box's sides. */
const MAX_MARGIN = 0.5;
/** What appearance counts beside place. */
const APPEARANCE_WEIGHT = 0.3;
/** Colours this much alike say nothing for or against; less likeness counts up to 1. */
const SAME_LIKENESS = 0.95;
const OTHER_LIKENESS = 0.6;
/** A detector names things differently from frame to frame, mostly within a family: cat and dog, car and truck. */
const RELATED_LABEL = 0.1;
const OTHER_LABEL = 0.25;

const FAMILIES: ReadonlyMap<string, string> = new Map(
  COCO_CATEGORIES.map(({ name, supercategory }) => [name, supercategory]),
);

/** What a track is known by when detections are looked at. */
export interface Expectation {
  readonly estimate: BoxEstimate;
  readonly label: string;
  readonly appearance: AppearanceDescriptor | undefined;
}

const grow = ([x0, y0, x1, y1]: ReadonlyBox, x: number, y: number): ReadonlyBox => [
  x0 - x,
  y0 - y,
  x1 + x,
  y1 + y,
];

/**
 * How far a detection is from where a track is expected, in [0, 1]: 1 − IoU of both boxes, each with a margin of the
 * prediction's standard deviation around it (after C-BIoU, Yang et al. 2023, whose margin is fixed).
 */
export function placeDistance(estimate: BoxEstimate, box: ReadonlyBox): number {
  const expected = boxOf(estimate);
  const marginX = Math.min(MAX_MARGIN * boxWidth(expected), Math.sqrt(estimate.x.valueVariance));
  const marginY = Math.min(MAX_MARGIN * boxHeight(expected), Math.sqrt(estimate.y.valueVariance));
  return 1 - boxIou(grow(expected, marginX, marginY), grow(box, marginX, marginY));
}

/** 0 for one label, more for labels of one family, most for others. */
export function labelDistance(first: string, second: string): number {
  if (first === second) return 0;
  const family = FAMILIES.get(first);
  return family !== undefined && family === FAMILIES.get(second) ? RELATED_LABEL : OTHER_LABEL;
}

/** In [0, 1]; undefined where one of the two has no descriptor. */
export function appearanceDistance(
  first: AppearanceDescriptor | undefined,
  second: AppearanceDescriptor | undefined,
): number | undefined {
  if (!first || !second) return undefined;
  const likeness = appearanceLikeness(first, second);
  return Math.min(1, Math.max(0, (SAME_LIKENESS - likeness) / (SAME_LIKENESS - OTHER_LIKENESS)));
}

/**
 * What it costs to give a detection to a track: place, appearance where both have one, label. +∞ where the boxes share no place
 * at all.
 */
export function matchCost(track: Expectation, detection: TrackableDetection): number {
  const place = placeDistance(track.estimate, detection.box);
  if (place >= 1) return Number.POSITIVE_INFINITY;
  const appearance = appearanceDistance(track.appearance, detection.appearance);
  const seen =
    appearance === undefined ? place : (1 - APPEARANCE_WEIGHT) * place + APPEARANCE_WEIGHT * appearance;
  return seen + labelDistance(track.label, detection.label);
}
