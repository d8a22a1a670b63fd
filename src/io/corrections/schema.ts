import { z } from '../../core/zod.ts';
import { rleSchema } from '../../twin/schema/rle.ts';
import { boxSchema, type Twin } from '../../twin/schema/twin.ts';

/** Files with more are refused: nobody corrects so many answers by hand. */
export const MAX_CORRECTIONS = 2000;
/** UTF-16 code units; a small policy reads no longer questions. */
export const MAX_QUESTION = 400;

/** One thing that a right answer points at. */
export const regionSchema = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('The object of the twin that it is; absent for one drawn'),
  box: boxSchema,
  mask: rleSchema.optional(),
});

/** The right answer. */
export const correctionTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    value: z.union([z.number(), z.boolean(), z.string().min(1).max(200)]),
  }),
  z.strictObject({ kind: z.literal('regions'), regions: z.array(regionSchema).min(1).max(256) }),
  z.strictObject({ kind: z.literal('summary'), text: z.string().min(1).max(2000) }),
  z.strictObject({ kind: z.literal('none') }).describe('Nothing fits the question'),
]);

/** A correction without its twin, which has a reader of its own. */
export const correctionHeadSchema = z.strictObject({
  question: z
    .string()
    .max(MAX_QUESTION)
    .refine((text) => text.trim() !== '', 'must hold a question'),
  task: z.enum(['mask', 'box', 'value', 'summary']).describe('The kind of answer that is right'),
  target: correctionTargetSchema,
  was: z.string().max(2000).describe('What was answered; empty where nothing was'),
  policy: z.string().max(64).describe('Who answered'),
  madeAt: z.string().max(40).describe('ISO 8601'),
});

export const CORRECTIONS_VERSION = 1;

export const correctionsFileSchema = z.strictObject({
  type: z.literal('corrections'),
  version: z.literal(CORRECTIONS_VERSION),
  corrections: z.array(z.unknown()).max(MAX_CORRECTIONS),
});

export type Region = z.infer<typeof regionSchema>;
export type CorrectionTarget = z.infer<typeof correctionTargetSchema>;
export type CorrectionHead = z.infer<typeof correctionHeadSchema>;

/** A question that a person answered right: what to train on. `twin` is what was known of the source when it was asked. */
export interface Correction extends CorrectionHead {
  readonly twin: Twin;
}
