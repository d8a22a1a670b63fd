import { scoreStructure } from '../../reasoning/rollout/structure.ts';
import type { RewardKernels } from '../kernels/types.ts';
import { targetKeyOf } from '../worlds/targets.ts';
import { scoreAnswers } from './accuracy.ts';
import type { Accuracy, AnswerCase, Attempt, Reward, RewardOptions, RewardTerm } from './types.ts';

/**
 * The rewards of rollouts (DESIGN section 7): structureWeight · structure + accuracyWeight · accuracy, both in [0, 1]. Structure is the share
 * of checks that the rollout passed; accuracy that of the answers of its program about every scene. Nothing that can be repeated adds to it.
 */
export async function rewardAttempts(
  attempts: readonly Attempt[],
  options: RewardOptions,
  kernels: RewardKernels,
): Promise<readonly Reward[]> {
  const cases = attempts.flatMap((attempt) => attempt.cases);
  const scores = await scoreAnswers(cases, options.accuracyMode, kernels);
  let at = 0;
  const drafts = attempts.map(({ rollout, before, cases: own }) => {
    const accuracies = scores.slice(at, at + own.length);
    at += own.length;
    const { task, targets } = own[0];
    const structure = scoreStructure(rollout, before, task, targets);
    const checks = structure.checks.map(({ name, passed }): [string, number] => [name, passed ? 1 : 0]);
    return {
      structure: { value: structure.score, parts: Object.fromEntries(checks) },
      accuracy: overScenes(accuracies, own, options),
      right: accuracies.every((accuracy) => accuracy.right),
    };
  });
  const weights = Float32Array.of(options.structureWeight, options.accuracyWeight);
  const values = Float32Array.from(
    drafts.flatMap(({ structure, accuracy }) => [structure.value, accuracy.value]),
  );
  const sums = await kernels.sumRewards({ rows: drafts.length, terms: 2, values, weights });
  return drafts.map(({ structure, accuracy, right }, row): Reward => {
    const term = (name: RewardTerm['name'], { value, parts }: Scored, column: number): RewardTerm => ({
      name,
      value,
      weight: weights[column] ?? 0,
      contribution: sums.contributions[2 * row + column] ?? 0,
      parts,
    });
    return {
      total: sums.rewards[row] ?? 0,
      terms: [term('structure', structure, 0), term('accuracy', accuracy, 1)],
      right,
    };
  });
}

type Scored = Pick<Accuracy, 'value' | 'parts'>;

/** One accuracy of those about every scene, with the parts of each: "iou", and "scene 2: iou" where there are more. */
function overScenes(
  accuracies: readonly Accuracy[],
  cases: readonly AnswerCase[],
  { scenes }: RewardOptions,
): Scored {
  const values = accuracies.map(({ value }) => value);
  const share = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const parts = accuracies.flatMap((accuracy, scene) =>
    Object.entries(accuracy.parts).map(([name, value]): [string, number] => [
      scene === 0 ? name : `scene ${scene + 1}: ${name}`,
      value,
    ]),
  );
  const value = {
    // Of values that are right or wrong the least is 1 where all are right.
    all: () => Math.min(1, ...values),
    share: () => share,
    skill: () => skillOf(share, bestConstant(cases)),
  }[scenes]();
  return { value: values.length === 0 ? 0 : value, parts: Object.fromEntries(parts) };
}

/**
 * What of a share is beyond chance: 0 up to it, 1 where all is right. The form of Cohen's kappa (1960), with the best constant for chance. Where
 * one constant is right about all scenes nothing tells it from understanding, and the share itself is left.
 */
function skillOf(share: number, constant: number): number {
  return constant >= 1 ? share : Math.max(0, (share - constant) / (1 - constant));
}

/** The largest share of scenes that one constant answer is right about. */
function bestConstant(cases: readonly AnswerCase[]): number {
  const times = new Map<string, number>();
  for (const { targets } of cases) {
    const key = targetKeyOf(targets);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...times.values()) / Math.max(1, cases.length);
}
