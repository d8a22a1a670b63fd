import { type KernelCase, type KernelSuite, randomInts } from '../cases.ts';
import type { TokenOverlap, TokenPair } from '../types.ts';

type Input = readonly TokenPair[];

const pair = (tokens: readonly number[], target: readonly number[]): TokenPair => ({
  tokens: Int32Array.from(tokens),
  target: Int32Array.from(target),
});

const random = (seed: number, length: number, targetLength: number, words: number): TokenPair => ({
  tokens: randomInts(seed, length, 1, words),
  target: randomInts(seed + 1, targetLength, 1, words),
});

const one = (
  name: string,
  tokens: readonly number[],
  target: readonly number[],
  expected: TokenOverlap,
): KernelCase<Input, readonly TokenOverlap[]> => ({
  name,
  input: [pair(tokens, target)],
  expected: [expected],
});

const cases: readonly KernelCase<Input, readonly TokenOverlap[]>[] = [
  one('nothing said where nothing was wanted', [], [], { common: 0, subsequence: 0, f1: 1, rougeL: 1 }),
  // A published reward finds the empty answer in every text and gives it 1.
  one('nothing said', [], [4, 5], { common: 0, subsequence: 0, f1: 0, rougeL: 0 }),
  one('nothing wanted', [4, 5], [], { common: 0, subsequence: 0, f1: 0, rougeL: 0 }),
  one('the same word', [7], [7], { common: 1, subsequence: 1, f1: 1, rougeL: 1 }),
  one('other words', [1, 2, 3], [4, 5], { common: 0, subsequence: 0, f1: 0, rougeL: 0 }),
  // Lin 2004, section 3.1: "police kill the gunman" and "the gunman kill police" against "police killed the gunman".
  one('ROUGE-L of words in order', [1, 2, 3, 4], [1, 5, 3, 4], {
    common: 3,
    subsequence: 3,
    f1: 0.75,
    rougeL: 0.75,
  }),
  one('ROUGE-L of words out of order', [3, 4, 2, 1], [1, 5, 3, 4], {
    common: 3,
    subsequence: 2,
    f1: 0.75,
    rougeL: 0.5,
  }),
  one('a repeated word counts as often as it is wanted', [9, 9, 9, 9], [9, 1], {
    common: 1,
    subsequence: 1,
    f1: 1 / 3,
    rougeL: 1 / 3,
  }),
  one('tokens of any sign', [-1, 0, 2147483647, -2147483648], [-2147483648, 0, 2147483647], {
    common: 3,
    subsequence: 2,
    f1: 6 / 7,
    rougeL: 4 / 7,
  }),
  { name: 'no pairs', input: [], expected: [] },
  {
    name: 'lengths around the number of lanes',
    input: [random(1, 63, 64, 9), random(3, 64, 65, 9), random(5, 65, 1, 9), random(7, 1, 129, 9)],
  },
  { name: 'long sequences', input: [random(9, 130, 200, 40), random(11, 200, 130, 3)] },
  {
    name: 'as long as the kernel holds, and longer',
    input: [random(13, 512, 7, 5), random(15, 513, 514, 5)],
  },
  {
    name: '65 pairs',
    input: Array.from({ length: 65 }, (_, i) => random(20 + 2 * i, i % 11, (i * 7) % 13, 6)),
  },
];

export const TOKEN_OVERLAPS: KernelSuite<Input, readonly TokenOverlap[]> = {
  name: 'token overlaps',
  cases,
  run: (kernels, pairs) => kernels.tokenOverlaps(pairs),
  numbers: (overlaps) => ({
    integers: [overlaps.flatMap(({ common, subsequence }) => [common, subsequence])],
    floats: [overlaps.flatMap(({ f1, rougeL }) => [f1, rougeL])],
  }),
};
