import { z } from '../../core/zod.ts';

/**
 * A binary mask in uncompressed COCO run-length encoding: column-major order, runs alternate zeros and ones, the first
 * run counts zeros (it may be 0). Invariant: the runs sum to height · width; checked by `twin/integrity` and `twin/geometry/rle`.
 */
export const rleSchema = z
  .strictObject({
    size: z.tuple([z.int().positive(), z.int().positive()]).describe('[height, width] in pixels'),
    counts: z.array(z.int().nonnegative()),
  })
  .describe('Binary mask, uncompressed COCO run-length encoding, column-major');

export type Rle = z.infer<typeof rleSchema>;
