import { type KernelCase, type KernelSuite, randomFloats } from '../cases.ts';
import type { GroupAdvantages, RewardGroups, ScaleRewards } from '../types.ts';

type Case = KernelCase<RewardGroups, GroupAdvantages>;

const groups = (
  rewards: readonly number[],
  scale: ScaleRewards = 'group',
  groupSize = rewards.length,
): RewardGroups => ({
  rewards: Float32Array.from(rewards),
  groupSize,
  scale,
});

const gives = (name: string, input: RewardGroups, advantages: readonly number[]): Case => ({
  name,
  input,
  expected: { advantages: Float32Array.from(advantages) },
});

const same = (count: number, reward: number): Case => ({
  name: `${count} times ${reward}`,
  input: groups(new Array<number>(count).fill(reward)),
  expected: {
    advantages: new Float32Array(count),
    deviations: Float32Array.of(0),
    noSignal: Uint8Array.of(1),
  },
});

const random = (name: string, count: number, groupSize: number, scale: ScaleRewards, high = 1): Case => ({
  name,
  input: { rewards: randomFloats(count * groupSize, count * groupSize, 0, high), groupSize, scale },
});

const cases: readonly Case[] = [
  // Golden numbers of TRL's formula, computed independently in double precision.
  gives(
    'two right of eight',
    groups([1, 0, 0, 1, 0, 0, 0, 0]),
    [1.619835, -0.539945, -0.539945, 1.619835, -0.539945, -0.539945, -0.539945, -0.539945],
  ),
  gives('one right of four', groups([0, 0, 0, 1]), [-0.4999, -0.4999, -0.4999, 1.4997]),
  gives(
    'graded rewards',
    groups([5, 3, 3, 1, 0, 2, 4, 2]),
    [1.558927, 0.311785, 0.311785, -0.935356, -1.558927, -0.311785, 0.935356, -0.311785],
  ),
  {
    name: 'a reward in between',
    input: groups([1, 0, 0, 1, 0.5, 0, 0, 1]),
    expected: {
      advantages: Float32Array.of(
        ...[1.1349522, -0.8827406, -0.8827406, 1.1349522, 0.1261058, -0.8827406, -0.8827406, 1.1349522],
      ),
      means: Float32Array.of(0.4375),
      deviations: Float32Array.of(0.4955156),
      noSignal: Uint8Array.of(0),
    },
  },
  gives(
    'a reward in between, not scaled',
    groups([1, 0, 0, 1, 0.5, 0, 0, 1], 'none'),
    [0.5625, -0.4375, -0.4375, 0.5625, 0.0625, -0.4375, -0.4375, 0.5625],
  ),
  gives('scaled by the batch', groups([1, 0, 1, 1], 'batch', 2), [0.5 / 0.5001, -0.5 / 0.5001, 0, 0]),
  same(4, 1),
  same(8, 0),
  // In 32-bit floats the means of these are not the rewards, and what is left over looks like a signal.
  same(7, 0.7),
  same(10, 2.3),
  same(3, -1e30),
  {
    name: 'a single reward',
    input: groups([0.3]),
    expected: { advantages: Float32Array.of(0), deviations: Float32Array.of(0), noSignal: Uint8Array.of(1) },
  },
  { name: 'single rewards, scaled by the batch', input: groups([0.3, 0.6, 0.9], 'batch', 1) },
  { name: 'no rewards', input: groups([], 'group', 4), expected: { advantages: new Float32Array(0) } },
  // ε is much larger than their deviation: they are not blown up to ±0.7.
  gives('rewards that hardly differ', groups([0, 1e-6]), [-0.0049648931, 0.0049648931]),
  { name: 'rewards that differ in their last digits', input: groups([1000, 1000.001, 1000.003, 1000.002]) },
  { name: 'very large rewards', input: groups([1e37, -1e37, 3e36, 0, 1e37]) },
  { name: 'very small rewards', input: groups([1e-30, -1e-30, 3e-30, 0], 'none') },
  {
    name: 'one outlier',
    input: groups([...new Array<number>(63).fill(0), 1e20]),
  },
  random('three groups of 65', 3, 65, 'group'),
  random('three groups of 65, scaled by the batch', 3, 65, 'batch'),
  random('64 groups of 8', 64, 8, 'group', 5),
  random('one group of 301', 1, 301, 'none'),
];

/** Numbers of each group on a scale of its own. */
function byGroup({ advantages, means }: GroupAdvantages): Float32Array[] {
  const size = means.length === 0 ? 0 : advantages.length / means.length;
  return Array.from(means, (_, group) => advantages.subarray(group * size, (group + 1) * size));
}

export const ADVANTAGES: KernelSuite<RewardGroups, GroupAdvantages> = {
  name: 'advantages',
  cases,
  run: (kernels, input) => kernels.advantages(input),
  numbers: (output) => ({
    integers: [output.noSignal],
    floats: [...byGroup(output), output.means, output.deviations],
  }),
};
