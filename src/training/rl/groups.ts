import type { Rollout } from '../../reasoning/rollout/machine.ts';
import type { RewardKernels } from '../kernels/types.ts';
import { policyPrompt } from '../model/prompt.ts';
import type { PolicyEngine, SampledRow } from '../model/types.ts';
import { rewardAttempts } from '../rewards/reward.ts';
import type { Reward } from '../rewards/types.ts';
import { attemptOf } from './attempt.ts';
import type { Sequence } from './batch.ts';
import { rewardOptionsOf } from './options.ts';
import type { Problem } from './problem.ts';
import { RolloutDriver, type Vocabulary } from './rowDriver.ts';
import type { GrpoOptions } from './schema.ts';

/** One sampled answer to a question. */
export interface Completion {
  readonly row: SampledRow;
  readonly rollout: Rollout;
}

/** A question with the completions that were sampled for it. */
export interface SampledGroup {
  readonly problem: Problem;
  readonly prompt: readonly number[];
  readonly completions: readonly Completion[];
}

/** A completion with what it earned. */
export interface ScoredCompletion extends Completion {
  readonly reward: Reward;
  readonly advantage: number;
}

export interface ScoredGroup {
  readonly problem: Problem;
  readonly prompt: readonly number[];
  readonly completions: readonly ScoredCompletion[];
  readonly mean: number;
  /** With Bessel's correction. */
  readonly deviation: number;
  /** All rewards are the same: nothing can be learnt from this group. */
  readonly noSignal: boolean;
}

/** The tokens that a policy reads before it answers a question. */
export const promptOf = (question: string, vocabulary: Vocabulary, bosToken: number): readonly number[] => [
  bosToken,
  ...vocabulary.encode(policyPrompt(question)),
];

/** What is the same for all rows of a sampling. */
export interface SamplingSettings {
  readonly rows: number;
  readonly temperature: number;
  readonly topP: number;
  readonly maxNewTokens: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Samples rollouts of every question, all rows at once; every plan runs where it ends. */
export async function sampleGroups(
  engine: PolicyEngine,
  vocabulary: Vocabulary,
  problems: readonly Problem[],
  { rows, ...settings }: SamplingSettings,
): Promise<readonly SampledGroup[]> {
  const { bosToken, eosToken } = engine.config;
  const groups = problems.map((problem) => ({
    problem,
    prompt: promptOf(problem.question, vocabulary, bosToken),
    rows: Array.from({ length: rows }, () => new RolloutDriver(problem.scenes[0], vocabulary, eosToken)),
  }));
  const sampled = await engine.sample({ groups, ...settings });
  return groups.map(({ problem, prompt, rows: drivers }, index) => {
    const own = sampled.filter(({ group }) => group === index);
    const completions = drivers.flatMap((driver, at) => {
      const row = own[at];
      return row ? [{ row, rollout: driver.finish() }] : [];
    });
    return { problem, prompt, completions };
  });
}

/** Rewards every completion and holds it against its group (Shao et al. 2024, section 4.1.2). */
export async function scoreGroups(
  groups: readonly SampledGroup[],
  options: GrpoOptions,
  kernels: RewardKernels,
): Promise<readonly ScoredGroup[]> {
  const attempts = groups.flatMap(({ problem, completions }) =>
    completions.map(({ rollout }) => attemptOf(problem, rollout)),
  );
  const rewards = await rewardAttempts(attempts, rewardOptionsOf(options), kernels);
  const groupSize = options.numGenerations;
  const { advantages, means, deviations, noSignal } = await kernels.advantages({
    rewards: Float32Array.from(rewards, ({ total }) => total),
    groupSize,
    scale: options.scaleRewards,
  });
  return groups.map(({ problem, prompt, completions }, group) => ({
    problem,
    prompt,
    completions: completions.flatMap((completion, row) => {
      const at = group * groupSize + row;
      const reward = rewards[at];
      return reward ? [{ ...completion, reward, advantage: advantages[at] ?? 0 }] : [];
    }),
    mean: means[group] ?? 0,
    deviation: deviations[group] ?? 0,
    noSignal: noSignal[group] === 1,
  }));
}

/** Prompt and completion as one sequence. */
export const sequenceOf = (prompt: readonly number[], { tokens, written }: SampledRow): Sequence => ({
  tokens: [...prompt, ...tokens],
  written: [...prompt.map(() => false), ...written],
});
