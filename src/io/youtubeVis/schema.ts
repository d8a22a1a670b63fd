import { z } from '../../core/zod.ts';
import { MAX_FRAMES } from '../../twin/schema/twin.ts';

/** What is read of a YouTube-VIS file (youtube-vos.org/dataset/vis); all other keys are ignored. */
const id = z.int().nonnegative();

const side = z.int().positive().max(65_535);

const visVideoSchema = z.object({
  id,
  width: side,
  height: side,
  length: z.int().positive().max(MAX_FRAMES).optional(),
  file_names: z.array(z.string().max(1024)).min(1).max(MAX_FRAMES),
  /** Ours: container times of the frames in µs. The format itself has none. */
  times_us: z.array(z.int().nonnegative()).optional(),
});

const segmentationSchema = z.object({
  size: z.tuple([z.int().positive(), z.int().positive()]),
  counts: z.union([z.array(z.int().nonnegative()), z.string()]),
});

const visAnnotationSchema = z.object({
  id,
  video_id: id,
  category_id: id,
  bboxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable()).max(MAX_FRAMES),
  segmentations: z.array(segmentationSchema.nullable()).max(MAX_FRAMES).optional(),
  score: z.number().min(0).max(1).optional(),
});

export const visDatasetSchema = z.object({
  videos: z.array(visVideoSchema).min(1),
  annotations: z.array(visAnnotationSchema),
  categories: z.array(z.object({ id, name: z.string().min(1).max(256) })),
});

export type VisDataset = z.infer<typeof visDatasetSchema>;
export type VisVideo = z.infer<typeof visVideoSchema>;
export type VisAnnotation = z.infer<typeof visAnnotationSchema>;
export type VisSegmentation = z.infer<typeof segmentationSchema>;
