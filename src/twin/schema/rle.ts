import { z } from '../../core/zod.ts';

const isRunLengths = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((run) => Number.isSafeInteger(run) && run >= 0);

/** Masks have thousands of runs, and a schema checked run by run cost a tenth of a second on a large photo. */
export const runLengthsSchema = z.custom<number[]>(isRunLengths, 'must be whole numbers from 0 on');

/** What the check above says, for the JSON Schema of a twin. */
export const RUN_LENGTHS_JSON_SCHEMA = {
  type: 'array',
  items: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
} as const;

/**
 * A binary mask in uncompressed COCO run-length encoding: column-major order, runs alternate zeros and ones, the first
 * run counts zeros (it may be 0). Invariant: the runs sum to height · width; checked by `twin/integrity` and `twin/geometry/rle`.
 */
export const rleSchema = z
  .strictObject({
    size: z.tuple([z.int().positive(), z.int().positive()]).describe('[height, width] in pixels'),
    counts: runLengthsSchema,
  })
  .describe('Binary mask, uncompressed COCO run-length encoding, column-major');

export type Rle = z.infer<typeof rleSchema>;
