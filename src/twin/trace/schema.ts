import { z } from '../../core/zod.ts';
import { INTEGRITY_CHECKS } from '../integrity/integrity.ts';
import { executionSchema, queryErrorSchema } from '../query/types.ts';
import { toolRunSchema } from '../schema/twin.ts';

/** The version of the trace format that this code writes. */
export const TRACE_VERSION = 1;

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const line = z.string().max(4_096);
const text = z.string().max(200_000);

/** The blocks of a rollout (DESIGN section 6). */
export const TAGS = ['reason', 'plan', 'results', 'answer'] as const;

/** The ways in which a text can break the tag grammar. */
const FAULTS = [
  'text-outside',
  'unclosed',
  'nested',
  'repeated',
  'misplaced',
  'foreign',
  'forged-results',
  'unfinished',
] as const;

const grammarFaultSchema = z.strictObject({
  kind: z.enum(FAULTS),
  at: count.describe('Characters that were read before it showed'),
  message: line,
});

/** What became of a rollout. Only `answered` has an answer that was run without a fault. */
const outcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answered') }),
  z.strictObject({ kind: z.literal('wrong-answer'), message: line }),
  z.strictObject({ kind: z.literal('malformed'), fault: grammarFaultSchema }),
  z.strictObject({ kind: z.literal('over-budget'), budget: z.enum(['rounds', 'tokens', 'time']) }),
  z.strictObject({ kind: z.literal('failed'), where: z.enum(['policy', 'tools']), message: line }),
  z.strictObject({ kind: z.literal('cancelled') }),
]);

const segmentSchema = z.strictObject({ tag: z.enum(TAGS), text });

const roundSchema = z.strictObject({
  reason: text.describe('What the policy wrote before the plan'),
  plan: text,
  results: text.describe('What was given back, escaped'),
  ms: ms.describe('From plan to results, tools included'),
  steps: z
    .tuple([count, count])
    .describe('The plan’s lines: first and one past the last of the execution’s steps'),
  error: queryErrorSchema.optional(),
});

/** What a twin holds, counted: what it knew before a question and after it. */
const twinCountsSchema = z.strictObject({
  objects: count,
  masks: count,
  depths: count,
  texts: count,
  attributes: count,
});

/** The checks of the structure score, in the order in which they are made and shown. */
export const STRUCTURE_CHECKS = [
  'tag-grammar',
  'plans-parse',
  'types-check',
  'tools-exist',
  'calls-accepted',
  'plans-execute',
  'answer-type',
  'answer-ids-exist',
  'twin-sound',
] as const;

const structureSchema = z.strictObject({
  score: z
    .number()
    .min(0)
    .max(1)
    .describe('The share of the checks that hold; 0 where the tags do not parse'),
  checks: z
    .array(z.strictObject({ name: z.enum(STRUCTURE_CHECKS), passed: z.boolean(), detail: line.optional() }))
    .readonly(),
});

/** One answered question with everything that led to the answer. Plain data; exported one a line (JSONL). */
export const traceSchema = z.strictObject({
  type: z.literal('trace'),
  version: z.literal(TRACE_VERSION),
  id: z.string().max(64),
  question: text,
  task: z.enum(['mask', 'box', 'value', 'summary']),
  policy: z.string().max(256),
  notes: z.array(line).max(64).readonly().describe('How the words were understood'),
  prompt: z.strictObject({
    text,
    parts: z
      .array(z.strictObject({ name: z.string().max(64), tokens: count }))
      .max(16)
      .readonly(),
  }),
  segments: z.array(segmentSchema).max(64).readonly().describe('All that was written, in order'),
  unread: text
    .optional()
    .describe('What was written behind the last whole block, where the rollout broke off'),
  rounds: z.array(roundSchema).max(16).readonly(),
  outcome: outcomeSchema,
  program: text.describe('The plans and the answer as one program'),
  execution: executionSchema,
  toolRuns: z
    .array(z.strictObject({ index: count, run: toolRunSchema }))
    .max(10_000)
    .readonly()
    .describe('The runs that this question added to the twin’s log, with their place in it'),
  twin: z.strictObject({
    name: z.string().max(1024),
    sha256: z.string().max(64),
    before: twinCountsSchema,
    after: twinCountsSchema,
  }),
  integrity: z
    .array(
      z.strictObject({
        name: z.enum([...INTEGRITY_CHECKS, 'answer-ids-exist']),
        passed: z.boolean(),
        offenders: z.array(line).max(20).readonly(),
      }),
    )
    .max(32)
    .readonly()
    .describe('Of the refined twin'),
  structure: structureSchema,
  tokens: z
    .strictObject({ prompt: count, written: count, injected: count })
    .describe('Counted approximately; tokenizers of models differ'),
  ms: z.strictObject({ total: ms, tools: ms }),
});

export type Tag = (typeof TAGS)[number];
export type GrammarFault = z.infer<typeof grammarFaultSchema>;
export type RolloutOutcome = z.infer<typeof outcomeSchema>;
export type Segment = z.infer<typeof segmentSchema>;
export type TwinCounts = z.infer<typeof twinCountsSchema>;
export type StructureScore = z.infer<typeof structureSchema>;
export type StructureCheck = StructureScore['checks'][number];
export type Trace = z.infer<typeof traceSchema>;
