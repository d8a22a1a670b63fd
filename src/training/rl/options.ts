import type { AdamW, PolicyLoss } from '../model/types.ts';
import type { RewardOptions } from '../rewards/types.ts';
import type { GrpoOptions } from './schema.ts';

/**
 * The learning rate of a step (from 0 on): rises in a line over the first ones, then stays, or falls along half a cosine to `minLrRate` of itself
 * at `maxSteps` and stays there. `get_cosine_with_min_lr_schedule_with_warmup` of Hugging Face's transformers, with its names.
 */
export function learningRateAt(
  { learningRate, warmupSteps, lrSchedulerType, maxSteps, minLrRate }: GrpoOptions,
  step: number,
): number {
  if (step + 1 < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  if (lrSchedulerType === 'constant_with_warmup') return learningRate;
  // Where the warm-up is longer than the run, nothing is left to fall over.
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, maxSteps - warmupSteps));
  const wave = 0.5 * (1 + Math.cos(Math.PI * Math.max(0, progress)));
  return learningRate * (minLrRate + (1 - minLrRate) * wave);
}

/** AdamW at a step. */
export function optimizerAt(options: GrpoOptions, step: number): AdamW {
  const { adamBeta1, adamBeta2, adamEpsilon, weightDecay, maxGradNorm } = options;
  return {
    learningRate: learningRateAt(options, step),
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
