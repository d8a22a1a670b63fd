import { z } from '../../core/zod.ts';
import { SCALE_REWARDS } from '../kernels/types.ts';
import { ADAPTER_TARGETS, type AdamW, LOSS_TYPES, type PolicyLoss, type Trainable } from '../model/types.ts';
import { ACCURACY_MODES, type RewardOptions, SCENE_REWARDS } from '../rewards/types.ts';

const share = z.number().min(0).max(1);
const seed = z.int().min(0).max(0xffffffff);

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
    .default(3e-4)
    .describe('TRL’s 1e-6 is for models of billions of weights; 3e-3 with LoRA'),
  warmupSteps: z.int().min(0).max(10_000).default(5),
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
    .default(0.3)
    .describe(
      'Weight of the cross-entropy of known rollouts: keeps programs from shortening towards structure alone',
    ),
  anchorRows: z.int().min(1).max(256).default(16).describe('Known rollouts that each step is anchored with'),
  structureWeight: share.default(0.1),
  accuracyWeight: share.default(0.9),
  accuracyMode: z.enum(ACCURACY_MODES).default('continuous'),
  scenes: z.int().min(1).max(16).default(4).describe('Scenes that each question is asked of'),
  sceneReward: z.enum(SCENE_REWARDS).default('all').describe('All of the scenes right, or the share of them'),
  checkpointEvery: z.int().min(1).max(10_000).default(10),
  evaluateEvery: z.int().min(0).max(10_000).default(0).describe('0 evaluates at the start and the end alone'),
});
export type GrpoOptions = z.output<typeof grpoOptionsSchema>;
/** Any part of the options; what is left out has its default. */
export type GrpoOptionsInput = z.input<typeof grpoOptionsSchema>;

/** AdamW at a step, with the learning rate rising over the first ones. */
export function optimizerAt(options: GrpoOptions, step: number): AdamW {
  const { learningRate, warmupSteps, adamBeta1, adamBeta2, adamEpsilon, weightDecay, maxGradNorm } = options;
  const warmth = warmupSteps === 0 ? 1 : Math.min(1, (step + 1) / warmupSteps);
  return {
    learningRate: learningRate * warmth,
    beta1: adamBeta1,
    beta2: adamBeta2,
    eps: adamEpsilon,
    weightDecay,
    maxGradNorm,
  };
}

export const lossOf = (options: GrpoOptions): PolicyLoss => ({
  epsilon: options.epsilon,
  epsilonHigh: options.epsilonHigh,
  beta: options.beta,
  lossType: options.lossType,
  importanceSamplingLevel: options.importanceSamplingLevel,
  temperature: options.temperature,
  maxCompletionLength: options.maxCompletionLength,
});

export const rewardOptionsOf = (options: GrpoOptions): RewardOptions => ({
  structureWeight: options.structureWeight,
  accuracyWeight: options.accuracyWeight,
  accuracyMode: options.accuracyMode,
  scenes: options.sceneReward,
});

export const trainableOf = (options: GrpoOptions): Trainable => options.trainable;
