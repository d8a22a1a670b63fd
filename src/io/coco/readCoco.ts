import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { pathText } from '../../twin/integrity/integrity.ts';
import { identifyJson, isRecord } from '../json/identify.ts';
import { JSON_LIMITS, readJson } from '../json/json.ts';
import { type CocoDataset, type CocoImage, cocoDatasetSchema } from './schema.ts';

/** Polygons are lists of numbers: an annotation file holds many more values than a twin. */
const COCO_JSON_LIMITS = { ...JSON_LIMITS, maxNodes: 8_000_000 };

const refused = (message: string): Result<never, ErrorDetails> =>
  err({
    code: 'bad-request',
    message,
    remedy: 'Open a COCO instances file (images, annotations, categories), as annotation tools export it.',
  });

/** Validates parsed JSON as a COCO instances file. Never throws. */
export function cocoFromJson(json: unknown, name: string): Result<CocoDataset, ErrorDetails> {
  if (!isRecord(json) || !Array.isArray(json.images) || !Array.isArray(json.annotations))
    return refused(`“${name}” is not a COCO annotation file: it is ${identifyJson(json)}.`);
  let parsed: ReturnType<typeof cocoDatasetSchema.safeParse>;
  try {
    parsed = cocoDatasetSchema.safeParse(json);
  } catch (error) {
    if (error instanceof RangeError) return refused(`“${name}” is nested too deeply.`);
    throw error;
  }
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refused(
      `“${name}” is a COCO file, but ${pathText(issue?.path ?? [])}: ${issue?.message ?? 'does not fit'}.`,
    );
  }
  const categories = new Set(parsed.data.categories.map((category) => category.id));
  const stray = parsed.data.annotations.find((annotation) => !categories.has(annotation.category_id));
  if (stray !== undefined)
    return refused(
      `“${name}”: annotation ${stray.id} has category ${stray.category_id}, which the file does not define.`,
    );
  return ok(parsed.data);
}

/** Reads a COCO instances file. The error names the file, the place in it and the reason. Never throws. */
export function readCoco(text: string, name: string): Result<CocoDataset, ErrorDetails> {
  const json = readJson(text, name, COCO_JSON_LIMITS);
  return json.ok ? cocoFromJson(json.value, name) : json;
}

/**
 * The image of the dataset that a photo file is: by file name (folders and case do not count), else the only image, when its
 * size is the photo's.
 */
export function findCocoImage(
  dataset: CocoDataset,
  photo: { readonly name: string; readonly width: number; readonly height: number },
): CocoImage | undefined {
  const base = (path: string): string => path.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  const byName = dataset.images.find((image) => base(image.file_name) === base(photo.name));
  if (byName !== undefined) return byName;
  const [only, ...more] = dataset.images;
  return more.length === 0 && only?.width === photo.width && only.height === photo.height ? only : undefined;
}
