import { boxIou, containment } from '../../../twin/geometry/box.ts';
import { COCO_CATEGORIES } from '../../../twin/schema/labels.ts';
import type { Detection } from '../../pixels.ts';

/*
 * The numbers of the selection were chosen for the count of each class in each photo of the COCO photos of docs/models.md
 * (278 pairs in 83 photos), with five-fold cross-validation: exactly right are 115, instead of 93 with all detections above
 * a score of 0.24; 74 classes are missed instead of 95, 61 found where there are none instead of 46.
 */

/** A detection that scores below this share of the best one of its class is more likely a part or an echo of others. */
const SHARE_OF_BEST = 0.45;
/** Boxes of one class of which this much lies in a better one are taken for parts of it. */
const NESTED = 0.7;
/** Boxes of two classes of one family (car, truck) that overlap more than this show one object. */
const SAME_PLACE_IOU = 0.7;

/** The network gives one box a place, whatever the class: two classes with this much the same box are one object named twice. */
const SAME_BOX_IOU = 0.95;

const FAMILIES: ReadonlyMap<string, string> = new Map(
  COCO_CATEGORIES.map(({ name, supercategory }) => [name, supercategory]),
);

const areRelated = (a: string, b: string): boolean => FAMILIES.has(a) && FAMILIES.get(a) === FAMILIES.get(b);

/**
 * The detections, best first, that a twin is to hold as objects: without parts of a better object of the same class,
 * without second names for one object, and without detections that are weak beside the best of their class. Average precision, which
 * forgives wrong detections with low scores, falls by this; counting, which does not, gains.
 */
export function selectObjects(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  const best = new Map<string, number>();
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    const { label, score, box } = detection;
    if (score < SHARE_OF_BEST * (best.get(label) ?? 0)) continue;
    const repeated = kept.some((other) =>
      other.label === label
        ? containment(box, other.box) > NESTED
        : boxIou(other.box, box) > (areRelated(other.label, label) ? SAME_PLACE_IOU : SAME_BOX_IOU),
    );
    if (repeated) continue;
    kept.push(detection);
    best.set(label, best.get(label) ?? score);
  }
  return kept;
}
