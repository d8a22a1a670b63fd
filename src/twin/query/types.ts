import { z } from '../../core/zod.ts';
import type { Because } from '../relations/types.ts';

const id = z.string().max(64);
const ids = z.array(id).max(10_000).readonly();
const text = z.string().max(20_000);
const finite = z.number();

export const ANSWER_TYPES = ['value', 'mask', 'box', 'summary', 'none'] as const;

const becauseSchema: z.ZodType<Because> = z.record(z.string().max(256), z.union([finite, text]));

const reasonsSchema = z
  .array(z.strictObject({ ids, numbers: becauseSchema }))
  .max(64)
  .readonly();

/** One sentence of a summary with what it rests on. */
const sentenceSchema = z.strictObject({
  text,
  ids: ids.describe('The objects that it is about'),
  because: reasonsSchema.describe('The relations that it tells: `numbers.relation` names the predicate'),
});

/** A stretch of a video in which an answer holds of some objects. */
const answerIntervalSchema = z.strictObject({
  startUs: z.int().nonnegative().describe('Container time in microseconds of the first sampled frame'),
  endUs: z.int().positive().describe('Where the first sampled frame after it begins, or the video ends'),
  ids: ids.describe('The objects of which it holds there'),
});

/** What a program answers (DESIGN section 5). `ids` are the objects that the answer is about: its evidence. */
export const answerSchema = z.strictObject({
  type: z.enum(ANSWER_TYPES),
  value: z
    .union([text, finite, z.boolean()])
    .optional()
    .describe('For `value`: the bare value. Yes/no questions hold a boolean.'),
  unit: z.string().max(16).optional(),
  ids,
  text: text.describe(
    'As a person reads it: "2", "yes", "blue", "the horse (o3)", "no horse among 7 objects"',
  ),
  sentences: z
    .array(sentenceSchema)
    .max(64)
    .readonly()
    .optional()
    .describe('For a `summary` of the scene: its sentences, each with its objects and facts'),
  intervals: z
    .array(answerIntervalSchema)
    .max(10_000)
    .readonly()
    .optional()
    .describe(
      'Of a video: when the answer holds, by start; a `mask` or `box` is shown then, of these objects',
    ),
});

/**
 * A value of the query language. Sets and objects are object ids of the twin in document order; `Text` also carries
 * closed vocabularies (colours, sizes); `Number` may carry a unit ("m").
 */
export const queryValueSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Set'), ids }),
  z.strictObject({ type: z.literal('Object'), id }),
  z.strictObject({ type: z.literal('Number'), value: finite, unit: z.string().max(16).optional() }),
  z.strictObject({ type: z.literal('Text'), value: text }),
  z.strictObject({ type: z.literal('Bool'), value: z.boolean() }),
  z.strictObject({ type: z.literal('Answer'), answer: answerSchema }),
]);

/** Where and why a program or its text is wrong. Lines and columns count from 1. */
export const queryErrorSchema = z.strictObject({
  kind: z.enum(['syntax', 'type', 'name', 'runtime', 'budget']),
  line: z.int().positive(),
  column: z.int().positive(),
  message: text,
});

/** What a perception tool can measure while a program runs. */
export const REFINABLE_KINDS = ['mask', 'depth', 'text', 'attributes'] as const;

/** What tools are run for: to measure objects, or to find those that a word names and the detector does not know. */
const TOOL_KINDS = [...REFINABLE_KINDS, 'objects'] as const;

/** One need of a program as it was met, or why it was not. */
export const needRecordSchema = z.strictObject({
  kind: z.enum(TOOL_KINDS),
  phrase: z.string().max(256).optional().describe('Of `objects`: what was looked for'),
  ids: ids.describe('The objects that lacked it; empty for the text of the whole picture'),
  ms: finite.nonnegative().describe('Wall-clock milliseconds, from asking to the refined twin'),
  runs: z
    .array(z.int().nonnegative())
    .max(10_000)
    .readonly()
    .describe("Indices into the refined twin's log of the tool runs that this need added"),
  added: ids.describe('Objects that the tool found and added: lines of text, things of the phrase'),
  changes: z
    .array(z.strictObject({ id, before: text, after: text }))
    .max(64)
    .readonly()
    .describe('What was known of the objects before and after: "no mask", "mask of 5210 px²"'),
  refused: text.optional().describe('Why nothing was measured'),
});

/** One executed line of a program. */
export const queryStepSchema = z.strictObject({
  line: z.int().positive(),
  name: z.string().max(256).describe('The variable that the line assigns'),
  source: text.describe('The line as printed by the printer'),
  value: queryValueSchema,
  because: reasonsSchema.describe(
    'Why this value: one entry per object or relation that decided it (capped)',
  ),
  note: text.optional().describe('What a reader must know: "near is taken as …", "mask is not measured: …"'),
  needs: z
    .array(needRecordSchema)
    .max(256)
    .readonly()
    .optional()
    .describe('What had to be measured, in order'),
});

/** What running a program gives: every step, and the answer of the last line or the error that stopped it. */
export const executionSchema = z.strictObject({
  steps: z.array(queryStepSchema).max(10_000).readonly(),
  answer: answerSchema.optional(),
  error: queryErrorSchema.optional(),
  evidence: ids.describe('Ids of the objects that decided the answer'),
});

export type AnswerType = (typeof ANSWER_TYPES)[number];
export type Answer = z.infer<typeof answerSchema>;
export type AnswerInterval = z.infer<typeof answerIntervalSchema>;
export type Sentence = z.infer<typeof sentenceSchema>;
export type QueryValue = z.infer<typeof queryValueSchema>;
export type QueryType = QueryValue['type'];
export type QueryError = z.infer<typeof queryErrorSchema>;
export type RefinableKind = (typeof REFINABLE_KINDS)[number];
export type ToolKind = (typeof TOOL_KINDS)[number];
export type NeedRecord = z.infer<typeof needRecordSchema>;
export type QueryStep = z.infer<typeof queryStepSchema>;
export type Execution = z.infer<typeof executionSchema>;
