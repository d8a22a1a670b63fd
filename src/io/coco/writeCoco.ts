import { rleArea } from '../../twin/geometry/rle.ts';
import { COCO_CATEGORIES } from '../../twin/schema/labels.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';

/** Labels outside COCO get ids from here on, by the order of their first use. */
const FIRST_OWN_CATEGORY = 1000;

interface Category {
  readonly id: number;
  readonly name: string;
  readonly supercategory: string;
}

/** The categories that the labels of a twin need: COCO's own ids where it has the class. */
function categoriesOf(twin: Twin): ReadonlyMap<string, Category> {
  const known = new Map<string, Category>(COCO_CATEGORIES.map((category) => [category.name, category]));
  const used = new Map<string, Category>();
  let next = FIRST_OWN_CATEGORY;
  for (const { label } of twin.objects)
    if (!used.has(label))
      used.set(label, known.get(label) ?? { id: next++, name: label, supercategory: 'other' });
  return used;
}

/**
 * Writes the first frame of a twin as a COCO instances file: integer ids, boxes as [x, y, width, height], masks as uncompressed
 * column-major run lengths with `iscrowd` 0. What COCO has no key for goes into extra ones: `score`, `attributes` (plain words) and
 * `twin_id`; depth, positions and provenance are not written.
 */
export function writeCoco(twin: Twin): string {
  const { source } = twin;
  const categories = categoriesOf(twin);
  const annotation = (object: TwinObject, index: number): object => {
    const state = object.states[0];
    const [x0, y0, x1, y1] = state?.box ?? [0, 0, 0, 0];
    const mask = state?.mask;
    return {
      id: index + 1,
      image_id: 1,
      category_id: categories.get(object.label)?.id ?? FIRST_OWN_CATEGORY,
      bbox: [x0, y0, x1 - x0, y1 - y0],
      area: mask === undefined ? (x1 - x0) * (y1 - y0) : rleArea(mask),
      iscrowd: 0,
      segmentation: mask === undefined ? [] : { size: mask.size, counts: mask.counts },
      score: object.score,
      attributes: Object.fromEntries(
        Object.entries(object.attributes)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, { value }]) => [name, value]),
      ),
      twin_id: object.id,
    };
  };
  const list = (values: readonly object[]): string =>
    values.length === 0
      ? '[]'
      : `[\n    ${values.map((value) => JSON.stringify(value)).join(',\n    ')}\n  ]`;
  return [
    '{',
    `  "info": ${JSON.stringify({ description: `Twinsight twin of ${source.name}`, version: '1' })},`,
    '  "licenses": [],',
    `  "images": ${list([{ id: 1, file_name: source.name, width: source.width, height: source.height }])},`,
    `  "annotations": ${list(twin.objects.map(annotation))},`,
    `  "categories": ${list([...categories.values()].sort((a, b) => a.id - b.id))}`,
    '}',
    '',
  ].join('\n');
}
