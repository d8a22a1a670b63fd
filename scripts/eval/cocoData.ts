import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cocoSegmentationSchema } from '../../src/io/coco/schema.ts';
import { rasterisePolygons } from '../../src/twin/geometry/polygon.ts';
import { parseCompressedRle, rleProblem } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import { BadInput } from '../lib/badInput.ts';
import type { GroundTruthObject } from './detectMetrics.ts';

const instancesSchema = z.object({
  images: z.array(z.object({ id: z.int(), file_name: z.string(), width: z.int(), height: z.int() })),
  annotations: z.array(
    z.object({
      image_id: z.int(),
      category_id: z.int(),
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      area: z.number(),
      segmentation: cocoSegmentationSchema.optional(),
      iscrowd: z.union([z.literal(0), z.literal(1)]).default(0),
    }),
  ),
  categories: z.array(z.object({ id: z.int(), name: z.string() })),
});

export type Instances = z.infer<typeof instancesSchema>;

/** Reads a JSON file of an evaluation folder. @throws {BadInput} when the folder or the file is missing or unlike its kind */
export function readData<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new BadInput(`--data: no folder ${folder}`);
  const path = join(folder, name);
  if (!existsSync(path)) throw new BadInput(`--data: ${folder} holds no ${name}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new BadInput(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadInput(
    `${path} is not what was expected: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

/** Reads `instances.json` (COCO format) of an evaluation folder. */
export const readInstances = (folder: string): Instances =>
  readData(folder, 'instances.json', instancesSchema);

/** The path of a photo of the data set. @throws {BadInput} when it is not there */
export function photoPath(folder: string, fileName: string): string {
  const path = join(folder, 'images', fileName);
  if (!existsSync(path)) throw new BadInput(`--data: ${folder} holds no images/${fileName}`);
  return path;
}

type Annotation = Instances['annotations'][number];

/** The annotated mask at the image's size. @throws {BadInput} when there is none or it is none of that image */
export function annotatedMask({ segmentation, image_id }: Annotation, width: number, height: number): Rle {
  if (segmentation === undefined) throw new BadInput(`--data: an object of image ${image_id} has no mask`);
  if (Array.isArray(segmentation)) return rasterisePolygons(segmentation, width, height);
  const { size, counts } = segmentation;
  let rle: Rle | undefined;
  if (typeof counts === 'string') {
    const parsed = parseCompressedRle(size, counts);
    if (parsed.ok) rle = parsed.value;
  } else rle = { size, counts };
  if (rle === undefined || rleProblem(rle) !== undefined || size[0] !== height || size[1] !== width)
    throw new BadInput(`--data: a mask of image ${image_id} cannot be read`);
  return rle;
}

/** The annotated objects of some images, in the form that the detection figures use; with masks where these are asked for. */
export function groundTruth(
  instances: Instances,
  imageIds: ReadonlySet<number>,
  withMasks = false,
): GroundTruthObject[] {
  const names = new Map(instances.categories.map(({ id, name }) => [id, name]));
  const images = new Map(instances.images.map((image) => [image.id, image]));
  return instances.annotations
    .filter((annotation) => imageIds.has(annotation.image_id))
    .map((annotation) => {
      const { image_id, category_id, bbox, area, iscrowd } = annotation;
      const [x, y, width, height] = bbox;
      const image = images.get(image_id);
      return {
        imageId: image_id,
        label: names.get(category_id) ?? `category ${category_id}`,
        box: [x, y, x + width, y + height],
        area,
        crowd: iscrowd === 1,
        ...(withMasks && image ? { mask: annotatedMask(annotation, image.width, image.height) } : {}),
      };
    });
}
