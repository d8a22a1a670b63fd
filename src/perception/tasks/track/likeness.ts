import { boxHeight, boxWidth, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { COCO_CATEGORIES } from '../../../twin/schema/labels.ts';
import { appearanceLikeness } from './appearance.ts';
import { type BoxEstimate, boxOf } from './boxFilter.ts';
import type { AppearanceDescriptor, TrackableDetection } from './types.ts';

/** An uncertain prediction is looked for in a margin around it, up to this share of the box's sides. */
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

/** Where a track is expected: the predicted box, and how far around it, in pixels to the sides and up and down. */
export interface Region {
  readonly box: ReadonlyBox;
  readonly marginX: number;
  readonly marginY: number;
}

/** What a track is known by when detections are looked at. */
export interface Expectation {
  readonly region: Region;
  readonly label: string;
  readonly appearance: AppearanceDescriptor | undefined;
}

/** The margin is the prediction's standard deviation. */
export function regionOf(estimate: BoxEstimate): Region {
  const box = boxOf(estimate);
  return {
    box,
    marginX: Math.min(MAX_MARGIN * boxWidth(box), Math.sqrt(estimate.x.valueVariance)),
    marginY: Math.min(MAX_MARGIN * boxHeight(box), Math.sqrt(estimate.y.valueVariance)),
  };
}

/**
 * How far a detection is from where a track is expected, in [0, 1]: 1 − IoU of both boxes, each with the region's margin around it
 * (after C-BIoU, Yang et al. 2023, whose margin is fixed).
 */
export function placeDistance({ box, marginX, marginY }: Region, detected: ReadonlyBox): number {
  // Written out: of all that the tracker does, this is done most often.
  const width = Math.min(box[2], detected[2]) - Math.max(box[0], detected[0]) + 2 * marginX;
  const height = Math.min(box[3], detected[3]) - Math.max(box[1], detected[1]) + 2 * marginY;
  if (!(width > 0 && height > 0)) return 1;
  const area = ([x0, y0, x1, y1]: ReadonlyBox): number => (x1 - x0 + 2 * marginX) * (y1 - y0 + 2 * marginY);
  const common = width * height;
  return 1 - common / (area(box) + area(detected) - common);
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
  const place = placeDistance(track.region, detection.box);
  if (place >= 1) return Number.POSITIVE_INFINITY;
  const appearance = appearanceDistance(track.appearance, detection.appearance);
  const seen =
    appearance === undefined ? place : (1 - APPEARANCE_WEIGHT) * place + APPEARANCE_WEIGHT * appearance;
  return seen + labelDistance(track.label, detection.label);
}
