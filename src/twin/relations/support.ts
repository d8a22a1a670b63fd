import { containment } from '../geometry/box.ts';
import { masksTouch, supportedShare } from '../geometry/contact.ts';
import { COCO_CATEGORIES } from '../schema/labels.ts';
import { depthsAgree, type Entity, silhouettesOf } from './entity.ts';
import {
  CONTACT_MAX_SIGMA,
  CONTACT_MIN_PIXELS,
  CONTACT_SHARE,
  clarity,
  rounded,
  SUPPORT_MIN_CONTACT,
  SUPPORT_MIN_SPAN,
  TOP_MAX_SIGMA,
  touchReach,
} from './margins.ts';
import type { Verdict } from './types.ts';

/**
 * How a kind of thing carries others. `table`, `seat`, `deck`: seen from above, the carried thing's bottom edge may be anywhere
 * inside its box; they differ in what they carry. `mount`: ridden; the rider's bottom edge is inside its box, the rider's top above it.
 * `board`: flat and underfoot. `body`: worn things lie inside its box. `top`: anything else; things stand on its top.
 */
type Carrier = 'table' | 'seat' | 'deck' | 'mount' | 'board' | 'body' | 'top';

const CARRIERS: ReadonlyMap<string, Carrier> = new Map<string, Carrier>([
  ['dining table', 'table'],
  ['sink', 'table'],
  ['oven', 'table'],
  ['chair', 'seat'],
  ['couch', 'seat'],
  ['bed', 'seat'],
  ['bench', 'seat'],
  ['toilet', 'seat'],
  ['boat', 'deck'],
  ['truck', 'deck'],
  ['bowl', 'table'],
  ['pizza', 'table'],
  ['cake', 'table'],
  ['suitcase', 'table'],
  ['horse', 'mount'],
  ['elephant', 'mount'],
  ['cow', 'mount'],
  ['bicycle', 'mount'],
  ['motorcycle', 'mount'],
  ['skateboard', 'board'],
  ['surfboard', 'board'],
  ['snowboard', 'board'],
  ['skis', 'board'],
  ['person', 'body'],
]);

const WORN: ReadonlySet<string> = new Set(['tie', 'backpack', 'handbag', 'baseball glove']);

const SUPERCATEGORIES: ReadonlyMap<string, string> = new Map(
  COCO_CATEGORIES.map((category) => [category.name, category.supercategory]),
);

/** Labels of COCO that can hold something inside; other known labels cannot, unknown labels may. */
const CONTAINERS: ReadonlySet<string> = new Set([
  ...COCO_CATEGORIES.filter(
    ({ supercategory }) => supercategory === 'vehicle' || supercategory === 'appliance',
  ).map(({ name }) => name),
  'bottle',
  'wine glass',
  'cup',
  'bowl',
  'vase',
  'backpack',
  'handbag',
  'suitcase',
  'toilet',
]);
const OPEN_VEHICLES: ReadonlySet<string> = new Set(['bicycle', 'motorcycle']);

/** True unless the label is of a kind that holds nothing inside: a table, a horse, a fork. */
export const canContain = (label: string): boolean =>
  !SUPERCATEGORIES.has(label) || (CONTAINERS.has(label) && !OPEN_VEHICLES.has(label));

/** People stand behind tables, and furniture and vehicles never stand on them: what may lie on a table top. */
function isPortable(label: string): boolean {
  const supercategory = SUPERCATEGORIES.get(label);
  if (supercategory === 'vehicle' || supercategory === 'outdoor' || supercategory === 'person') return false;
  if (supercategory === 'furniture') return label === 'potted plant';
  if (supercategory === 'appliance') return label === 'microwave' || label === 'toaster';
  return supercategory !== 'animal' || label === 'cat' || label === 'bird';
}

/** Where the subject's bottom edge may be, as fractions of the object's height from its top, and what else must hold. */
interface ContactRule {
  readonly from: number;
  readonly to: number;
  /** The subject's top must be above the object's top. */
  readonly risesAbove: boolean;
  /** Edges may miss each other by this share of the smaller height: boxes are never exact. */
  readonly slack: number;
  /** Depths that differ by more combined standard deviations than this exclude contact. */
  readonly maxSigmas: number;
}

function contactRule(subject: Entity, object: Entity): ContactRule | undefined {
  const living = SUPERCATEGORIES.get(subject.label) === 'animal' || subject.label === 'person';
  switch (CARRIERS.get(object.label) ?? 'top') {
    case 'table':
      return isPortable(subject.label)
        ? { from: 0, to: 0.95, risesAbove: false, slack: 0.1, maxSigmas: CONTACT_MAX_SIGMA }
        : undefined;
    case 'seat':
      return living || isPortable(subject.label)
        ? { from: 0.1, to: 1, risesAbove: false, slack: 0.15, maxSigmas: CONTACT_MAX_SIGMA }
        : undefined;
    case 'deck':
      return { from: 0, to: 0.9, risesAbove: false, slack: 0.05, maxSigmas: CONTACT_MAX_SIGMA };
    case 'mount':
      return living
        ? { from: 0.15, to: 1, risesAbove: true, slack: 0.1, maxSigmas: CONTACT_MAX_SIGMA }
        : undefined;
    case 'board':
      return living
        ? { from: 0, to: 1, risesAbove: true, slack: 0.3, maxSigmas: CONTACT_MAX_SIGMA }
        : undefined;
    case 'body':
      return WORN.has(subject.label)
        ? { from: 0.2, to: 0.95, risesAbove: false, slack: 0, maxSigmas: CONTACT_MAX_SIGMA }
        : undefined;
    case 'top':
      // The farther of two things often ends where the nearer begins: only portable things, at nearly the same depth.
      return isPortable(subject.label)
        ? { from: 0, to: 0.35, risesAbove: true, slack: 0.1, maxSigmas: TOP_MAX_SIGMA }
        : undefined;
  }
}

/**
 * What the masks say of contact: for carriers that are stood upon the share of `a`'s contact that is on `b`; for seats, mounts, boards and
 * bodies, on which feet hang down, 1 where the masks touch at all, else 0. Undefined without masks.
 */
function touchOf(a: Entity, b: Entity): { share: number; least: number } | undefined {
  const masks = silhouettesOf(a, b);
  if (masks === undefined) return undefined;
  if (!masksTouch(...masks, touchReach(a, b))) return { share: 0, least: SUPPORT_MIN_CONTACT };
  const carrier = CARRIERS.get(b.label) ?? 'top';
  if (carrier !== 'table' && carrier !== 'deck' && carrier !== 'top')
    return { share: 1, least: SUPPORT_MIN_CONTACT };
  const reach = Math.max(CONTACT_MIN_PIXELS, CONTACT_SHARE * Math.min(a.height, b.height));
  return { share: supportedShare(...masks, reach), least: SUPPORT_MIN_CONTACT };
}

/** Contact score of `a` on `b` without looking at the converse. */
function contact(a: Entity, b: Entity): Verdict | undefined {
  // Cheap and decisive first: `on` is asked for every pair.
  const common = Math.min(a.box[2], b.box[2]) - Math.max(a.box[0], b.box[0]);
  const span = common / (CARRIERS.get(b.label) === 'board' ? Math.min(a.width, b.width) : a.width);
  if (!(span >= SUPPORT_MIN_SPAN)) return undefined;
  const bottomAt = (a.box[3] - b.box[1]) / b.height;
  if (a.box[3] < b.box[1] - a.height || a.box[1] > b.box[3]) return undefined;
  const rule = contactRule(a, b);
  if (rule === undefined) return undefined;
  const slack = (rule.slack * Math.min(a.height, b.height)) / b.height;
  if (bottomAt < rule.from - slack || bottomAt > rule.to + slack) return undefined;
  if (rule.risesAbove && !(a.box[1] < b.box[1])) return undefined;
  const inside = containment(a.box, b.box);
  if (a.centerY >= b.centerY && inside < 0.8) return undefined;
  if (!depthsAgree(a, b, rule.maxSigmas)) return undefined;
  const touch = touchOf(a, b);
  if (touch !== undefined && touch.share < touch.least) return undefined;
  const miss = Math.max(0, rule.from - bottomAt, bottomAt - rule.to);
  const fit = slack > 0 ? 1 - 0.5 * (miss / slack) : 1;
  return {
    score: fit * (0.5 + 0.5 * clarity(span, SUPPORT_MIN_SPAN, 1)),
    because: {
      span: rounded(span),
      bottomAt: rounded(bottomAt),
      bottomFrom: rule.from,
      bottomTo: rule.to,
      carrier: CARRIERS.get(b.label) ?? 'top',
      ...(touch === undefined ? {} : { contact: rounded(touch.share), contactFrom: touch.least }),
    },
  };
}

/**
 * `a` rests on `b`: enough of `a`'s width is over `b`, `a`'s bottom edge is where things of `b`'s kind carry others, and the
 * depths do not exclude contact. Where both directions would fit, the clearer one holds, so `on` is antisymmetric.
 */
export function on(a: Entity, b: Entity): Verdict | undefined {
  const verdict = contact(a, b);
  if (verdict === undefined) return undefined;
  const converse = contact(b, a);
  if (converse === undefined || verdict.score > converse.score) return verdict;
  return verdict.score === converse.score && a.box[3] < b.box[3] ? verdict : undefined;
}
