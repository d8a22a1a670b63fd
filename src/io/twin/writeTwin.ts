import {
  attributeSchema,
  cameraSchema,
  depthSchema,
  objectStateSchema,
  sourceSchema,
  type Twin,
  toolRunSchema,
  twinObjectSchema,
  twinSchema,
} from '../../twin/schema/twin.ts';

/** Keys in the order of the schema, so that the order in which a program filled an object never shows. */
const RANKS: ReadonlyMap<string, number> = new Map(
  [
    twinSchema,
    sourceSchema,
    cameraSchema,
    twinObjectSchema,
    objectStateSchema,
    depthSchema,
    attributeSchema,
    toolRunSchema,
  ]
    .flatMap((schema) => Object.keys(schema.shape))
    .reverse()
    .map((key, index, keys) => [key, keys.length - index]),
);

const compareKeys = (a: string, b: string): number =>
  (RANKS.get(a) ?? Number.POSITIVE_INFINITY) - (RANKS.get(b) ?? Number.POSITIVE_INFINITY) || (a < b ? -1 : 1);

/** Replaces every object by a copy with its keys in order; used as a `JSON.stringify` replacer. */
function orderKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareKeys(a, b)));
}

/**
 * Writes a twin as JSON text: the same twin gives the same bytes whatever order its keys were set in. One line per object and
 * per tool run, so that files can be compared line by line.
 */
export function writeTwin(twin: Twin): string {
  const line = (value: unknown): string => JSON.stringify(value, orderKeys);
  const list = (values: readonly unknown[]): string =>
    values.length === 0 ? '[]' : `[\n    ${values.map(line).join(',\n    ')}\n  ]`;
  return [
    '{',
    `  "type": ${line(twin.type)},`,
    `  "version": ${line(twin.version)},`,
    `  "source": ${line(twin.source)},`,
    `  "camera": ${line(twin.camera)},`,
    `  "objects": ${list(twin.objects)},`,
    `  "log": ${list(twin.log)}`,
    '}',
    '',
  ].join('\n');
}
