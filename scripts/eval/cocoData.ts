import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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

/** The annotated objects of some images, in the form that the detection figures use. */
export function groundTruth(instances: Instances, imageIds: ReadonlySet<number>): GroundTruthObject[] {
  const names = new Map(instances.categories.map(({ id, name }) => [id, name]));
  return instances.annotations
    .filter((annotation) => imageIds.has(annotation.image_id))
    .map(({ image_id, category_id, bbox: [x, y, width, height], area, iscrowd }) => ({
      imageId: image_id,
      label: names.get(category_id) ?? `category ${category_id}`,
      box: [x, y, x + width, y + height],
      area,
      crowd: iscrowd === 1,
    }));
}
