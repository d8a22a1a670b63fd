import type { AdamW, PolicyLoss } from '../model/types.ts';
import type { RewardOptions } from '../rewards/types.ts';
import type { GrpoOptions } from './schema.ts';

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
