/** True for a JSON object: not an array, not null. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const GEOJSON_TYPES: ReadonlySet<unknown> = new Set([
  'FeatureCollection',
  'Feature',
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

/** The kinds of JSON file that people confuse with twins, most telling first. */
const KINDS: readonly { readonly name: string; readonly test: (json: Record<string, unknown>) => boolean }[] =
  [
    { name: 'a Twinsight twin', test: (json) => json.type === 'twin' },
    { name: 'a file of corrections', test: (json) => json.type === 'corrections' },
    { name: 'a COCO annotation file', test: (json) => Array.isArray(json.images) && 'annotations' in json },
    { name: 'a YouTube-VIS file', test: (json) => Array.isArray(json.videos) && 'annotations' in json },
    { name: 'a GeoJSON file', test: (json) => GEOJSON_TYPES.has(json.type) },
    { name: 'an Excalidraw drawing', test: (json) => json.type === 'excalidraw' },
    {
      name: 'a package.json',
      test: (json) => typeof json.name === 'string' && ('dependencies' in json || 'scripts' in json),
    },
    { name: 'a TypeScript configuration', test: (json) => 'compilerOptions' in json },
    { name: 'a JSON Schema', test: (json) => '$schema' in json && 'properties' in json },
    { name: 'a glTF model', test: (json) => isRecord(json.asset) && 'scenes' in json },
    {
      name: 'a CLEVR scene file',
      test: (json) => Array.isArray(json.scenes) || ('image_filename' in json && 'objects' in json),
    },
    { name: 'a Hugging Face model configuration', test: (json) => 'model_type' in json },
    { name: 'a Jupyter notebook', test: (json) => 'cells' in json && 'nbformat' in json },
  ];

/** What parsed JSON seems to be, as a noun phrase: "a COCO annotation file", "a list of 3 values". */
export function identifyJson(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length} values`;
  if (!isRecord(value)) return value === null ? 'the value null' : `a single ${typeof value}`;
  const kind = KINDS.find(({ test }) => test(value));
  if (kind !== undefined) return kind.name;
  const keys = Object.keys(value).slice(0, 4);
  return keys.length === 0 ? 'an empty object' : `an object with the keys ${keys.join(', ').slice(0, 80)}`;
}
