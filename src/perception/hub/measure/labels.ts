import { COCO_CATEGORIES, COCO_LABELS } from '../../../twin/schema/labels.ts';

/** Names that datasets and models use for classes of COCO. */
const SYNONYMS: Readonly<Record<string, string>> = {
  aeroplane: 'airplane',
  'cellular telephone': 'cell phone',
  'mobile phone': 'cell phone',
  diningtable: 'dining table',
  'hair dryer': 'hair drier',
  motorbike: 'motorcycle',
  pottedplant: 'potted plant',
  sofa: 'couch',
  television: 'tv',
  tvmonitor: 'tv',
};

/** Names that stand for no class: padding, background, and what a model without names is given. */
const NAMELESS = /^(n\/a|background|no[- ]object|label \d+|)$/;

const CATEGORY_BY_ID: ReadonlyMap<number, string> = new Map(
  COCO_CATEGORIES.map(({ id, name }) => [id, name]),
);

/**
 * The twin's name for class `index` of a detector with `classes` classes, given the model's own names (`id2label` of its
 * configuration). Models without names that have 80 classes follow COCO's order, those with 90 or 91 its category ids.
 * Undefined for classes that stand for nothing.
 */
export function labelOfClass(
  names: Readonly<Record<string, string>>,
  index: number,
  classes: number,
): string | undefined {
  const own = twinLabel(names[String(index)] ?? '');
  if (own !== undefined) return own;
  if (Object.values(names).some((name) => twinLabel(name) !== undefined)) return undefined;
  if (classes === COCO_LABELS.length) return COCO_LABELS[index];
  if (classes === 90 || classes === 91) return CATEGORY_BY_ID.get(index);
  return undefined;
}

/** A model's name for a class as the twin writes it, or undefined where it names none. */
export function twinLabel(name: string): string | undefined {
  const plain = name.toLowerCase().replaceAll('_', ' ').replace(/\s+/g, ' ').trim();
  if (NAMELESS.test(plain)) return undefined;
  return (SYNONYMS[plain] ?? plain).slice(0, 256);
}
