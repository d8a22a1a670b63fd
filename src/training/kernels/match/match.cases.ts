import { type KernelCase, type KernelSuite, randomFloats } from '../cases.ts';
import type { Matching, Matrix } from '../types.ts';

type Input = readonly Matrix[];

const matrix = (rows: number, columns: number, values: readonly number[]): Matrix => ({
  rows,
  columns,
  values: Float32Array.from(values),
});

const random = (seed: number, rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: randomFloats(seed, rows * columns, 0, 1),
});

/** Weights of few different values, so that many matchings are equally good. */
const coarse = (seed: number, rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: randomFloats(seed, rows * columns, 0, 4).map((value) => Math.floor(value) / 4),
});

const one = (
  name: string,
  weights: Matrix,
  columns: readonly number[],
  total: number,
): KernelCase<Input, readonly Matching[]> => ({
  name,
  input: [weights],
  expected: [{ columns: Int32Array.from(columns), total }],
});

const cases: readonly KernelCase<Input, readonly Matching[]>[] = [
  one('a single pair', matrix(1, 1, [0.75]), [0], 0.75),
  one('the best pair first would be worse', matrix(2, 2, [0.875, 0.75, 0.8125, 0.125]), [1, 0], 1.5625),
  one('more rows than columns', matrix(3, 1, [0.25, 0.5, 0.125]), [-1, 0, -1], 0.5),
  one('more columns than rows', matrix(1, 3, [0.25, 0.5, 0.125]), [1], 0.5),
  one('a pair that weighs nothing is none', matrix(2, 2, [0.5, 0, 0, 0]), [0, -1], 0.5),
  one('a pair of less than a step is none', matrix(1, 1, [2 ** -21]), [-1], 0),
  one('no rows', matrix(0, 3, []), [], 0),
  one('no columns', matrix(3, 0, []), [-1, -1, -1], 0),
  { name: 'no matrices', input: [], expected: [] },
  { name: 'all weights the same', input: [matrix(5, 5, new Array<number>(25).fill(0.5))] },
  { name: '32 × 32', input: [random(1, 32, 32)] },
  { name: '31 × 7 and 7 × 31', input: [random(2, 31, 7), random(3, 7, 31)] },
  { name: 'many equally good matchings', input: [coarse(4, 16, 16), coarse(5, 32, 9), coarse(6, 9, 32)] },
  { name: 'larger than the kernel', input: [random(7, 40, 33), random(8, 3, 3)] },
  {
    name: '67 matrices of odd sizes',
    input: Array.from({ length: 67 }, (_, i) => random(10 + i, i % 6, (i * 5) % 7)),
  },
];

export const MATCH: KernelSuite<Input, readonly Matching[]> = {
  name: 'matching',
  cases,
  run: (kernels, weights) => kernels.match(weights),
  numbers: (matchings) => ({
    integers: matchings.map(({ columns }) => columns),
    floats: [matchings.map(({ total }) => total)],
  }),
};
