import { rleArea, rleIntersection, rleIou } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import { mean } from '../lib/statistics.ts';

/** A box [x0, y0, x1, y1] in pixels, exclusive end. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export interface GroundTruthObject {
  readonly imageId: number | string;
  readonly label: string;
  readonly box: Box;
  /** Area of the object in square pixels (COCO: of its mask); decides its size class. */
  readonly area: number;
  /** A region of many objects of the class: detections inside it count neither as right nor as wrong. */
  readonly crowd: boolean;
  readonly mask?: Rle;
}

export interface ScoredDetection {
  readonly imageId: number | string;
  readonly label: string;
  readonly score: number;
  readonly box: Box;
  readonly mask?: Rle;
}

/** How much a detection and an object overlap, in [0, 1]. */
export type Overlap = (detection: ScoredDetection, truth: GroundTruthObject) => number;

/** COCO's ten thresholds: 0.50, 0.55, … 0.95 */
const COCO_IOU_THRESHOLDS = Array.from({ length: 10 }, (_, index) => 0.5 + 0.05 * index);
const RECALL_POINTS = 101;
/** COCO looks at no more than this many detections of one class in one image. */
const MAX_DETECTIONS = 100;

/** Intersection over union; for a crowd region intersection over the detection's own area, as COCO defines it. */
export function boxIou(detection: Box, truth: Box, crowd = false): number {
  const width = Math.min(detection[2], truth[2]) - Math.max(detection[0], truth[0]);
  const height = Math.min(detection[3], truth[3]) - Math.max(detection[1], truth[1]);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  const union = crowd ? boxArea(detection) : boxArea(detection) + boxArea(truth) - intersection;
  return intersection / union;
}

/** Overlap of the boxes. */
export const overlapOfBoxes: Overlap = (detection, truth) => boxIou(detection.box, truth.box, truth.crowd);

/**
 * Overlap of the masks; 0 where one has none. For a crowd region over the detection's own area, as for boxes. Each pair is compared once,
 * as every threshold asks for it again.
 */
export function overlapOfMasks(): Overlap {
  const known = new Map<ScoredDetection, Map<GroundTruthObject, number>>();
  const compare: Overlap = ({ box, mask }, truth) => {
    if (!mask || !truth.mask || boxIou(box, truth.box) === 0) return 0;
    if (!truth.crowd) return rleIou(mask, truth.mask);
    return rleArea(rleIntersection(mask, truth.mask)) / Math.max(1, rleArea(mask));
  };
  return (detection, truth) => {
    const ofDetection = known.get(detection) ?? new Map<GroundTruthObject, number>();
    known.set(detection, ofDetection);
    const overlap = ofDetection.get(truth) ?? compare(detection, truth);
    ofDetection.set(truth, overlap);
    return overlap;
  };
}

const boxArea = ([x0, y0, x1, y1]: Box): number => (x1 - x0) * (y1 - y0);

/** What became of one detection: it found an object, found none, or fell into a crowd region. */
type Verdict = 'true' | 'false' | 'ignored';

/**
 * Matches the detections of one class in one image, best first: each takes the free object with the greatest IoU of at
 * least `threshold`, or else a crowd region, which stays free for others (COCO's rule, `COCOeval.evaluateImg`).
 */
function matchImage(
  truths: readonly GroundTruthObject[],
  detections: readonly ScoredDetection[],
  threshold: number,
  overlap: Overlap,
): { verdicts: Verdict[]; found: Set<GroundTruthObject> } {
  const found = new Set<GroundTruthObject>();
  const best = (
    detection: ScoredDetection,
    candidates: readonly GroundTruthObject[],
  ): GroundTruthObject | undefined => {
    let winner: GroundTruthObject | undefined;
    let winnerIou = Math.min(threshold, 1 - 1e-10);
    for (const truth of candidates) {
      const iou = overlap(detection, truth);
      if (iou < winnerIou) continue;
      winner = truth;
      winnerIou = iou;
    }
    return winner;
  };
  const objects = truths.filter((truth) => !truth.crowd);
  const crowds = truths.filter((truth) => truth.crowd);
  const verdicts = detections.map((detection): Verdict => {
    const object = best(
      detection,
      objects.filter((truth) => !found.has(truth)),
    );
    if (object) found.add(object);
    if (object) return 'true';
    return best(detection, crowds) ? 'ignored' : 'false';
  });
  return { verdicts, found };
}

/** Detections of one class by image, best first and no more than COCO looks at. */
function detectionsByImage(detections: readonly ScoredDetection[]): Map<number | string, ScoredDetection[]> {
  const byImage = groupBy(detections, (detection) => detection.imageId);
  for (const [imageId, list] of byImage) {
    byImage.set(imageId, list.toSorted((a, b) => b.score - a.score).slice(0, MAX_DETECTIONS));
  }
  return byImage;
}

/**
 * The area under the precision-recall curve of one class, with precision made monotone and sampled at 101 recalls
 * (COCO). `undefined` where the ground truth has no object of the class.
 */
function classAveragePrecision(
  truths: readonly GroundTruthObject[],
  detections: readonly ScoredDetection[],
  threshold: number,
  overlap: Overlap,
): number | undefined {
  const objectCount = truths.filter((truth) => !truth.crowd).length;
  if (objectCount === 0) return undefined;
  const truthsByImage = groupBy(truths, (truth) => truth.imageId);
  const judged = [...detectionsByImage(detections)].flatMap(([imageId, list]) => {
    const { verdicts } = matchImage(truthsByImage.get(imageId) ?? [], list, threshold, overlap);
    return list.map(({ score }, index) => ({ score, verdict: verdicts[index] }));
  });
  const counted = judged.filter(({ verdict }) => verdict !== 'ignored').sort((a, b) => b.score - a.score);
  let right = 0;
  const curve = counted.map(({ verdict }, index) => {
    if (verdict === 'true') right++;
    return { recall: right / objectCount, precision: right / (index + 1) };
  });
  return interpolatedArea(curve);
}

function interpolatedArea(curve: readonly { recall: number; precision: number }[]): number {
  const envelope = curve.map((point) => point.precision);
  for (let index = envelope.length - 2; index >= 0; index--) {
    envelope[index] = Math.max(envelope[index] ?? 0, envelope[index + 1] ?? 0);
  }
  let sum = 0;
  let index = 0;
  for (let point = 0; point < RECALL_POINTS; point++) {
    while (index < curve.length && (curve[index]?.recall ?? 0) < point / (RECALL_POINTS - 1)) index++;
    sum += envelope[index] ?? 0;
  }
  return sum / RECALL_POINTS;
}

export interface AveragePrecision {
  /** Mean over the classes that the ground truth has objects of; 0 where there is none. */
  readonly mean: number;
  readonly byClass: Readonly<Record<string, number>>;
}

/** Average precision at one IoU threshold, of boxes unless told otherwise. */
export function averagePrecision(
  truths: readonly GroundTruthObject[],
  detections: readonly ScoredDetection[],
  iouThreshold: number,
  overlap: Overlap = overlapOfBoxes,
): AveragePrecision {
  const truthsByClass = groupBy(truths, (truth) => truth.label);
  const detectionsByClass = groupBy(detections, (detection) => detection.label);
  const byClass: Record<string, number> = {};
  for (const [label, ofClass] of truthsByClass) {
    const value = classAveragePrecision(ofClass, detectionsByClass.get(label) ?? [], iouThreshold, overlap);
    if (value !== undefined) byClass[label] = value;
  }
  return { mean: mean(Object.values(byClass)), byClass };
}

export interface DetectionMetrics {
  readonly ap50: number;
  readonly ap75: number;
  /** Mean of the average precisions at IoU 0.50, 0.55, … 0.95: COCO's main figure. */
  readonly ap50_95: number;
  readonly ap50ByClass: Readonly<Record<string, number>>;
}

/** COCO's detection figures over all classes that are present: of boxes, or of masks with `overlapOfMasks()`. */
export function detectionMetrics(
  truths: readonly GroundTruthObject[],
  detections: readonly ScoredDetection[],
  overlap: Overlap = overlapOfBoxes,
): DetectionMetrics {
  const at = COCO_IOU_THRESHOLDS.map((threshold) => averagePrecision(truths, detections, threshold, overlap));
  return {
    ap50: at[0]?.mean ?? 0,
    ap75: at[5]?.mean ?? 0,
    ap50_95: mean(at.map((result) => result.mean)),
    ap50ByClass: at[0]?.byClass ?? {},
  };
}

/** COCO's size classes by area in square pixels: small < 32² ≤ medium < 96² ≤ large. */
const SIZE_CLASSES = {
  small: (area: number) => area < 32 ** 2,
  medium: (area: number) => area >= 32 ** 2 && area < 96 ** 2,
  large: (area: number) => area >= 96 ** 2,
  mediumAndLarge: (area: number) => area >= 32 ** 2,
  all: () => true,
} as const;

export type SizeClass = keyof typeof SIZE_CLASSES;
export type RecallBySize = Readonly<Record<SizeClass, { readonly recall: number; readonly n: number }>>;

/**
 * The share of objects, crowds left out, that a detection of their class scoring more than `minScore` overlaps with an
 * IoU of at least `iouThreshold`, each detection counting once. `recall` is 0 where `n` is.
 */
export function recallBySize(
  truths: readonly GroundTruthObject[],
  detections: readonly ScoredDetection[],
  minScore: number,
  iouThreshold = 0.5,
): RecallBySize {
  const key = (item: { imageId: number | string; label: string }): string => `${item.imageId}/${item.label}`;
  const confident = groupBy(
    detections.filter((detection) => detection.score > minScore),
    key,
  );
  const found = new Set<GroundTruthObject>();
  for (const [group, ofGroup] of groupBy(truths, key)) {
    const sorted = (confident.get(group) ?? []).toSorted((a, b) => b.score - a.score);
    for (const truth of matchImage(ofGroup, sorted, iouThreshold, overlapOfBoxes).found) found.add(truth);
  }
  const recall = (isOfSize: (area: number) => boolean) => {
    const ofSize = truths.filter((truth) => !truth.crowd && isOfSize(truth.area));
    const n = ofSize.length;
    return { recall: n === 0 ? 0 : ofSize.filter((truth) => found.has(truth)).length / n, n };
  };
  return {
    small: recall(SIZE_CLASSES.small),
    medium: recall(SIZE_CLASSES.medium),
    large: recall(SIZE_CLASSES.large),
    mediumAndLarge: recall(SIZE_CLASSES.mediumAndLarge),
    all: recall(SIZE_CLASSES.all),
  };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
