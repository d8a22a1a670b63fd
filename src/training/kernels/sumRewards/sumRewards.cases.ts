import { type KernelCase, type KernelSuite, randomFloats } from '../cases.ts';
import type { RewardSums, RewardTerms } from '../types.ts';

const terms = (rows: number, values: readonly number[], weights: readonly number[]): RewardTerms => ({
  rows,
  terms: weights.length,
  values: Float32Array.from(values),
  weights: Float32Array.from(weights),
});

const cases: readonly KernelCase<RewardTerms, RewardSums>[] = [
  {
    name: 'structure and accuracy',
    input: terms(3, [1, 1, 0.5, 0, 0, 1], [0.1, 0.9]),
    expected: {
      contributions: Float32Array.of(0.1, 0.9, 0.05, 0, 0, 0.9),
      rewards: Float32Array.of(1, 0.05, 0.9),
    },
  },
  {
    name: 'one row of one term',
    input: terms(1, [0.25], [2]),
    expected: { contributions: Float32Array.of(0.5), rewards: Float32Array.of(0.5) },
  },
  {
    name: 'a term without weight is kept and counts nothing',
    input: terms(1, [0.7, 0.5], [0, 1]),
    expected: { contributions: Float32Array.of(0, 0.5), rewards: Float32Array.of(0.5) },
  },
  {
    name: 'a penalty',
    input: terms(1, [1, 1], [1, -0.25]),
    expected: { contributions: Float32Array.of(1, -0.25), rewards: Float32Array.of(0.75) },
  },
  { name: 'no terms', input: terms(2, [], []), expected: { rewards: Float32Array.of(0, 0) } },
  { name: 'no rows', input: terms(0, [], [1, 2]), expected: { rewards: new Float32Array(0) } },
  { name: 'very large terms', input: terms(2, [1e15, -1e15, 1e15, 1e15], [1e15, 0.5]) },
  { name: 'very small terms', input: terms(2, [1e-15, 3e-15, 0, 1e-15], [1e-15, 1e-15]) },
  {
    name: '65 rows of 7 terms',
    input: {
      rows: 65,
      terms: 7,
      values: randomFloats(1, 65 * 7, 0, 1),
      weights: randomFloats(2, 7, 0, 1),
    },
  },
];

export const SUM_REWARDS: KernelSuite<RewardTerms, RewardSums> = {
  name: 'reward sums',
  cases,
  run: (kernels, input) => kernels.sumRewards(input),
  numbers: ({ contributions, rewards }) => ({ integers: [], floats: [contributions, rewards] }),
};
