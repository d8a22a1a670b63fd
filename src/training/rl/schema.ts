import { z } from '../../core/zod.ts';
import { SCALE_REWARDS } from '../kernels/types.ts';
import { ADAPTER_TARGETS, LOSS_TYPES } from '../model/types.ts';
import { ACCURACY_MODES, SCENE_REWARDS } from '../rewards/types.ts';

// What of a run crosses threads and lies in files.

const share = z.number().min(0).max(1);
const seed = z.int().min(0).max(0xffffffff);

const LR_SCHEDULER_TYPES = ['constant_with_warmup', 'cosine_with_min_lr'] as const;

const loraSchema = z.strictObject({
  kind: z.literal('lora'),
  lora: z.strictObject({
    rank: z.int().min(1).max(256),
    alpha: z.number().positive().max(4096),
    targets: z.array(z.enum(ADAPTER_TARGETS)).min(1).readonly(),
    seed,
  }),
});

/**
 * Everything that a run of GRPO depends on besides the start and the questions. Names are TRL's (`GRPOConfig`), in camel case, where TRL has
 * them; defaults are TRL's, too, unless the description says why not.
 */
export const grpoOptionsSchema = z.strictObject({
  seed: seed.default(1),
  questionsPerStep: z.int().min(1).max(256).default(16).describe('Groups that are sampled for each step'),
  curriculum: z
    .boolean()
    .default(true)
    .describe(
      'Families of the world that are right now and then are asked more often than those that always or never are',
    ),
  numGenerations: z.int().min(2).max(64).default(8).describe('Rollouts of a group'),
  numIterations: z.int().min(1).max(8).default(1).describe('μ: updates with the rollouts of one step'),
  beta: z.number().min(0).max(10).default(0).describe('Weight of the KL divergence to the start'),
  epsilon: z.number().min(0).max(1).default(0.2),
  epsilonHigh: z.number().min(0).max(10).default(0.2),
  lossType: z.enum(LOSS_TYPES).default('dapo'),
  importanceSamplingLevel: z.enum(['token', 'sequence']).default('token'),
  scaleRewards: z
    .enum(SCALE_REWARDS)
    .default('none')
    .describe(
      'TRL divides by the group’s deviation; then a group with no right answer gives structure all the weight',
    ),
  dropZeroSignal: z
    .boolean()
    .default(true)
    .describe('Leaves out groups whose rewards are all the same, as DAPO does'),
  temperature: z.number().positive().max(10).default(1),
  topP: z.number().positive().max(1).default(1),
  maxCompletionLength: z.int().min(8).max(448).default(128),
  maskTruncatedCompletions: z.boolean().default(false),
  learningRate: z
    .number()
    .positive()
    .max(1)
    .default(1e-3)
    .describe('TRL’s 1e-6 is for models of billions of weights; 3e-3 with LoRA'),
  warmupSteps: z.int().min(0).max(10_000).default(5),
  lrSchedulerType: z
    .enum(LR_SCHEDULER_TYPES)
    .default('cosine_with_min_lr')
    .describe('TRL’s linear ends at 0, and a run that is given more steps would stand still'),
  maxSteps: z.int().min(1).max(100_000).default(200).describe('Where the learning rate has fallen'),
  minLrRate: share.default(0.1).describe('What is left of the learning rate then'),
  adamBeta1: share.default(0.9),
  adamBeta2: share.default(0.999),
  adamEpsilon: z.number().positive().max(1).default(1e-8),
  weightDecay: z.number().min(0).max(1).default(0),
  maxGradNorm: z.number().positive().max(1e6).default(1),
  trainable: z.union([z.strictObject({ kind: z.literal('full') }), loraSchema]).default({ kind: 'full' }),
  anchorWeight: z
    .number()
    .min(0)
    .max(10)
    .default(0.4)
    .describe(
      'Weight of the cross-entropy of known rollouts: keeps programs from shortening towards structure alone',
    ),
  anchorRows: z.int().min(0).max(256).default(16).describe('Given rollouts that each step is anchored with'),
  replayRows: z
    .int()
    .min(0)
    .max(256)
    .default(16)
    .describe(
      'Right rollouts of earlier steps that each step imitates, too: what is found seldom is not lost',
    ),
  renameReplays: z
    .boolean()
    .default(true)
    .describe(
      'Values of what is imitated again change their names, in question and program alike, where the world allows: one right rollout teaches many',
    ),
  structureWeight: share.default(0.1),
  accuracyWeight: share.default(0.9),
  accuracyMode: z.enum(ACCURACY_MODES).default('continuous'),
  scenes: z.int().min(1).max(16).default(8).describe('Scenes that each question is asked of'),
  sceneReward: z
    .enum(SCENE_REWARDS)
    .default('share')
    .describe(
      'The share of the scenes that are right, which tells nearly right from wrong; what of it is beyond the best constant (skill), so that no guess pays; or 1 where all are right',
    ),
  checkpointEvery: z.int().min(1).max(10_000).default(10),
  evaluateEvery: z.int().min(0).max(10_000).default(0).describe('0 evaluates at the start and the end alone'),
});
export type GrpoOptions = z.output<typeof grpoOptionsSchema>;
/** Any part of the options; what is left out has its default. */
export type GrpoOptionsInput = z.input<typeof grpoOptionsSchema>;

const shareSchema = z.strictObject({
  accuracy: z.number(),
  n: z.int(),
  right: z.int(),
  low: z.number(),
  high: z.number(),
});

/** A result on held-out questions at a step. */
export const resultSchema = z.strictObject({
  step: z.int().nonnegative(),
  /** Which questions: "clevr world, held out", "official". */
  set: z.string().max(64),
  answers: shareSchema,
  programs: shareSchema,
  meanLength: z.number(),
});
export type EvaluationResult = z.infer<typeof resultSchema>;

/** What a run was made from and with. */
export const manifestSchema = z.strictObject({
  /** Of the run: names its checkpoints. */
  id: z.string().regex(/^[\w-]{1,64}$/),
  /** When it began, ISO 8601. */
  startedAt: z.string().max(40),
  world: z.enum(['clevr', 'photo', 'video']),
  families: z.array(z.string().max(64)).max(256).readonly().optional(),
  difficulty: z.enum(['easy', 'normal', 'hard']).optional(),
  /** The weights that it began with: "early-100", a file's name. */
  start: z.string().max(256),
  /** SHA-256 of those weights. */
  startSha256: z.string().max(64),
  options: grpoOptionsSchema,
  /** A person's corrected answers, where some were trained on: how many, and SHA-256 of their file. */
  corrections: z
    .strictObject({
      trainShare: share,
      trained: z.int().nonnegative(),
      heldOut: z.int().nonnegative(),
      sha256: z.string().max(64),
    })
    .optional(),
  device: z.enum(['wasm', 'webgpu']),
  kernels: z.enum(['cpu', 'webgpu']),
  /** The graphics adapter or processor, as far as the browser tells. */
  adapter: z.string().max(256),
  version: z.string().max(64),
});
export type RunManifest = z.infer<typeof manifestSchema>;

const pieceSchema = z.object({
  text: z.string(),
  /** False of results, which were given. */
  written: z.boolean(),
  /** Under the policy that sampled it. */
  logprob: z.number(),
  /** Its probability after the update over that before. */
  ratio: z.number().optional(),
});

const termSchema = z.object({
  name: z.enum(['structure', 'accuracy']),
  value: z.number(),
  weight: z.number(),
  contribution: z.number(),
  parts: z.record(z.string(), z.number()),
});

const completionSchema = z.object({
  pieces: z.array(pieceSchema).readonly(),
  /** "answered", "malformed", … */
  outcome: z.string(),
  /** What went wrong, where something did. */
  fault: z.string().optional(),
  answer: z.string().optional(),
  program: z.string(),
  right: z.boolean(),
  reward: z.number(),
  terms: z.array(termSchema).readonly(),
  advantage: z.number(),
});
export type CompletionView = z.infer<typeof completionSchema>;

/** A group as plain data, to be shown. */
export const groupViewSchema = z.object({
  problem: z.string(),
  family: z.string(),
  question: z.string(),
  scenes: z.int(),
  target: z.string(),
  mean: z.number(),
  deviation: z.number(),
  noSignal: z.boolean(),
  completions: z.array(completionSchema).readonly(),
});
export type GroupView = z.infer<typeof groupViewSchema>;
