import { z } from '../../src/core/zod.ts';
import {
  groupViewSchema,
  grpoOptionsSchema,
  manifestSchema,
  resultSchema,
} from '../../src/training/rl/schema.ts';
import { defineContract } from '../rpc/contract.ts';

export type {
  CompletionView,
  EvaluationResult,
  GroupView,
  GrpoOptions,
  GrpoOptionsInput,
} from '../../src/training/rl/schema.ts';

const siteFileSchema = z.object({ file: z.string().min(1), bytes: z.int().positive(), sha256: z.string() });
const bytesSchema = z.instanceof(Uint8Array<ArrayBuffer>);

const filesSchema = <T extends z.ZodType>(value: T) =>
  z.object({
    'config.json': value,
    'tokenizer.json': value,
    'tokenizer_config.json': value,
    'model.safetensors': value,
  });

/** Weights to begin with: files of this site, or of a person. */
const startSchema = z.object({
  name: z.string().max(256),
  files: z.union([
    z.object({ site: filesSchema(siteFileSchema) }),
    z.object({ given: filesSchema(bytesSchema) }),
  ]),
});

/** The official questions about CLEVR scenes, as their files are. */
const officialSchema = z.object({
  scenes: z.string(),
  questions: z.string(),
  /** The share of each step's questions that are official ones, of scenes with an even number; held-out ones are of the others. */
  trainShare: z.number().min(0).max(1),
});

/** A person's own corrected answers, as a file of them is. */
const correctionsSchema = z.object({
  text: z.string(),
  /** The share of each step's questions that are corrected ones; about one in four is held out. */
  trainShare: z.number().min(0).max(1),
});

const metricsSchema = z.record(z.string(), z.number());
const timingsSchema = z.record(z.string(), z.number());
const roleSchema = z.enum(['last', 'best', 'lastHealthy']);

const runStateSchema = z.object({
  manifest: manifestSchema,
  step: z.int().nonnegative(),
  metrics: z.array(metricsSchema).readonly(),
  results: z.array(resultSchema).readonly(),
  /** Questions that are never trained on, the first set decides which checkpoint is the best. */
  heldOut: z.array(z.object({ name: z.string(), n: z.int() })).readonly(),
  parameters: z.int().positive(),
  trainableParameters: z.int().positive(),
  /** Where checkpoints go; `memory` keeps them for this visit. */
  keeping: z.enum(['disk', 'memory']),
  /** What the person should know: an earlier checkpoint stands in, … */
  notices: z.array(z.string()).readonly(),
});
export type TrainingState = z.infer<typeof runStateSchema>;

const stepEventSchema = z.object({
  kind: z.literal('step'),
  metrics: metricsSchema,
  timings: timingsSchema,
  groups: z.array(groupViewSchema).readonly(),
  skipped: z.string().optional(),
  saved: z.int().optional(),
});
const trainEventSchema = z.discriminatedUnion('kind', [
  stepEventSchema,
  z.object({ kind: z.literal('evaluated'), result: resultSchema }),
]);
export type TrainEvent = z.infer<typeof trainEventSchema>;

const shareSchema = resultSchema.shape.answers;
/** A share of n with its 95 % interval. */
export type Share = z.infer<typeof shareSchema>;

/** What a kernel gave for its cases on the GPU, beside its reference. */
const kernelReportSchema = z.object({
  kernel: z.string(),
  cases: z.int(),
  numbers: z.int(),
  /** Integers that were not exactly equal. */
  mismatches: z.int(),
  /** The largest relative error of a float. */
  worstError: z.number(),
  ms: z.number(),
  referenceMs: z.number(),
  failures: z.array(z.string()).readonly(),
});
export type KernelReport = z.infer<typeof kernelReportSchema>;

const evaluationRowSchema = z.object({
  id: z.string(),
  family: z.string(),
  question: z.string(),
  answer: z.string(),
  program: z.string(),
  right: z.boolean(),
  exact: z.boolean().optional(),
});

const savedRunSchema = z.object({
  id: z.string(),
  step: z.int().nonnegative(),
  startedAt: z.string(),
  start: z.string(),
  bytes: z.number(),
});
export type SavedRun = z.infer<typeof savedRunSchema>;

const nothing = z.object({});
const none = z.never();

/** A worker that trains a small policy of ours by GRPO. It has one run at a time. */
export const trainingContract = defineContract({
  /**
   * Loads the start and sets up a run: a new one, or one that goes on from what was kept under its id, or from a checkpoint's bytes. A run that
   * another tab has open is refused.
   */
  open: {
    args: z.object({
      start: startSchema,
      /** Names what is kept; an id that is known goes on with its run. */
      id: z.string().regex(/^[\w-]{1,64}$/),
      startedAt: z.string().max(40),
      world: z.enum(['clevr', 'photo', 'video']),
      families: z.array(z.string()).max(256).readonly().optional(),
      difficulty: z.enum(['easy', 'normal', 'hard']).optional(),
      options: grpoOptionsSchema,
      device: z.enum(['wasm', 'webgpu']),
      /** What anchors the policy: the first samples of a corpus, by its seed. */
      anchors: z.object({ seed: z.int(), programs: z.int().positive() }).optional(),
      /** Held-out questions of each set. */
      heldOut: z.int().min(0).max(10_000),
      /** Adds a held-out set in the wordings that are trained on. */
      trainedWordings: z.boolean().optional(),
      official: officialSchema.optional(),
      /** A run that goes on keeps the ones that it began with. */
      corrections: correctionsSchema.optional(),
      resume: z
        .union([z.object({ role: roleSchema }), z.object({ checkpoint: bytesSchema, name: z.string() })])
        .optional(),
      /** Whether checkpoints are kept on disk. */
      keep: z.boolean(),
      version: z.string().max(64),
    }),
    result: runStateSchema,
    progress: z.object({
      phase: z.enum(['loading', 'questions', 'compiling']),
      received: z.number(),
      total: z.number(),
    }),
  },
  /** Trains up to a number of steps, or until it is paused: then the state is kept. */
  train: {
    args: z.object({
      to: z.int().positive(),
      /** Groups of each step that are told. */
      show: z.int().min(0).max(256),
      ratios: z.boolean(),
    }),
    result: z.object({ step: z.int().nonnegative(), paused: z.boolean() }),
    progress: trainEventSchema,
  },
  /** Ends `train` after the step at hand. */
  pause: { args: nothing, result: nothing, progress: none },
  /** Answers held-out questions with the policy as it is. */
  evaluate: {
    args: z.object({ set: z.string() }),
    result: z.object({ result: resultSchema, rows: z.array(evaluationRowSchema).readonly(), ms: z.number() }),
    progress: z.object({ done: z.int(), all: z.int() }),
  },
  /** What the hand-written grammar gets right of a held-out set: the baseline to beat. */
  baseline: { args: z.object({ set: z.string() }), result: shareSchema, progress: none },
  /** Every case of every reward kernel on this machine's GPU and in TypeScript, compared. Needs no run. */
  verify: {
    args: nothing,
    result: z.object({
      adapter: z.object({
        vendor: z.string(),
        architecture: z.string(),
        description: z.string(),
        software: z.boolean(),
      }),
      passed: z.boolean(),
      tolerance: z.number(),
      kernels: z.array(kernelReportSchema).readonly(),
    }),
    progress: kernelReportSchema,
  },
  /** Keeps the state now. */
  save: { args: nothing, result: z.object({ step: z.int().nonnegative() }), progress: none },
  /** The run as files. */
  export: {
    args: nothing,
    result: z.object({ files: z.array(z.object({ path: z.string(), bytes: bytesSchema })).readonly() }),
    progress: none,
  },
  /** Ends the run; what was kept of it stays. */
  close: { args: nothing, result: nothing, progress: none },
  runs: { args: nothing, result: z.object({ runs: z.array(savedRunSchema).readonly() }), progress: none },
  removeRun: { args: z.object({ id: z.string() }), result: nothing, progress: none },
});
export type TrainingContract = typeof trainingContract;

/** The options of a run, with their defaults and reasons. */
export { grpoOptionsSchema as optionsSchema };
