import type { Reward } from '../../src/training/rewards/types.ts';
import type { ScoredGroup } from '../../src/training/rl/groups.ts';
import type { Problem, Scene } from '../../src/training/rl/problem.ts';
import { TextRollout } from '../../src/training/rl/textRollout.ts';
import { sceneTwin } from './scenes.ts';

const EMPTY: Scene = {
  twin: sceneTwin([]),
  refine: () => ({ refused: 'no tool' }),
  relate: undefined,
  targets: { ids: [], boxes: [], ellipses: [], facts: [], none: true },
};

/** A group with these rewards, whose rollouts wrote one token each: 10, 11, … */
export const scoredGroup = (
  rewards: readonly Reward[],
  { family = 'f', prompt = [0] }: { family?: string; prompt?: readonly number[] } = {},
): ScoredGroup => {
  const problem: Problem = {
    id: 'p',
    family,
    question: 'q',
    task: 'value',
    program: undefined,
    scenes: [EMPTY],
  };
  return {
    problem,
    prompt,
    completions: rewards.map((reward, index) => ({
      row: { group: 0, tokens: [10 + index], written: [true], logprobs: [0], ended: true },
      rollout: new TextRollout(EMPTY).finish(),
      reward,
      advantage: 0,
    })),
    mean: 0,
    deviation: 0,
    noSignal: false,
  };
};

/** The reward of a rollout that is right in this share of the scenes. */
export const sharedReward = (accuracy: number): Reward => ({
  total: accuracy,
  right: accuracy === 1,
  terms: [
    { name: 'structure', value: 1, weight: 0.1, contribution: 0.1, parts: {} },
    { name: 'accuracy', value: accuracy, weight: 0.9, contribution: 0.9 * accuracy, parts: {} },
  ],
});
