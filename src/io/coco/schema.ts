import { z } from 'zod';

/**
 * What is read of a COCO instances file; all other keys are ignored. Objects are loose, as every tool adds its own.
 * Format: cocodataset.org/#format-data.
 */
const id = z.int().nonnegative();

export const cocoImageSchema = z.object({
  id,
  file_name: z.string().max(1024),
  width: z.int().positive().max(65_535),
  height: z.int().positive().max(65_535),
});

const cocoCategorySchema = z.object({
  id,
  name: z.string().min(1).max(256),
  supercategory: z.string().max(256).optional(),
});

/** Polygons as flat lists of at least three points, or a run-length encoding, compressed (string) or not. */
export const cocoSegmentationSchema = z.union([
  z.array(z.array(z.number()).min(6).max(20_000)),
  z.object({
    size: z.tuple([z.int().positive(), z.int().positive()]),
    counts: z.union([z.array(z.int().nonnegative()), z.string()]),
  }),
]);

export const cocoAnnotationSchema = z.object({
  id,
  image_id: id,
  category_id: id,
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  segmentation: cocoSegmentationSchema.optional(),
  area: z.number().nonnegative().optional(),
  iscrowd: z.union([z.literal(0), z.literal(1)]).optional(),
  score: z.number().min(0).max(1).optional(),
  attributes: z.record(z.string().min(1).max(64), z.unknown()).optional(),
});

export const cocoDatasetSchema = z.object({
  images: z.array(cocoImageSchema).max(200_000),
  annotations: z.array(cocoAnnotationSchema).max(2_000_000),
  categories: z.array(cocoCategorySchema).max(10_000),
});

export type CocoImage = z.infer<typeof cocoImageSchema>;
export type CocoSegmentation = z.infer<typeof cocoSegmentationSchema>;
export type CocoAnnotation = z.infer<typeof cocoAnnotationSchema>;
export type CocoDataset = z.infer<typeof cocoDatasetSchema>;
