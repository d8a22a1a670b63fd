import { describe, expect, it } from 'vitest';
import { policyGolden } from '../../../../test/support/policyGolden.ts';
import type { LossRow } from '../compute.ts';
import { WasmCompute } from './compute.ts';
import { sharedPrefixes } from './prefixes.ts';

const OPTIONS = { epsilon: 0.2, epsilonHigh: 0.2, beta: 0, importanceSamplingLevel: 'token' } as const;
const PROMPT = [0, 5, 6, 7, 8, 9, 10];

const rowOf = (prompt: readonly number[], written: readonly number[], advantage: number): LossRow => {
  const tokens = Int32Array.from([...prompt, ...written]);
  return {
    tokens,
    policyWeights: Float32Array.from(tokens, (_, at) => (at >= prompt.length ? 0.1 : 0)),
    supervisedWeights: new Float32Array(tokens.length),
    advantage,
    times: 1,
    inverseTemperature: 1,
    oldLogprobs: undefined,
    referenceLogprobs: undefined,
  };
};
const other = rowOf([0, 5, 6, 9, 8], [20, 21, 22], 0.5);
const group = [
  rowOf(PROMPT, [20, 21, 22, 23, 1], 1),
  rowOf(PROMPT, [24, 1], -1),
  rowOf(PROMPT, [25, 26, 27, 28, 29, 30, 31, 32, 1], 0.7),
];

describe('rows of one prompt', () => {
  it('share it, but for its last token, where they are neighbours', () => {
    expect(sharedPrefixes([...group, other]).map(({ rows, shared }) => [rows.length, shared])).toEqual([
      [3, 6],
      [1, 0],
    ]);
    const [a, b, c] = group;
    const apart = [a, other, b, c].flatMap((row) => row ?? []);
    expect(sharedPrefixes(apart).map(({ rows, shared }) => [rows.length, shared])).toEqual([
      [1, 0],
      [1, 0],
      [2, 6],
    ]);
  });

  it('have the gradients that they have each for itself', async () => {
    const { config, group: tensors } = policyGolden();
    const compute = new WasmCompute(config);
    const weights = tensors('weights');
    compute.setWeights(weights);
    const names = [...weights.keys()];
    const together = await compute.gradients([...group, other], OPTIONS, names);
    const sums = new Map(names.map((name) => [name, new Float64Array(weights.get(name)?.data.length ?? 0)]));
    let loss = 0;
    for (const row of [...group, other]) {
      const alone = await compute.gradients([row], OPTIONS, names);
      loss += alone.sums.loss;
      for (const [name, gradient] of alone.gradients)
        gradient.forEach((value, at) => {
          const sum = sums.get(name);
          if (sum) sum[at] = (sum[at] ?? 0) + value;
        });
    }
    expect(together.sums.loss).toBeCloseTo(loss, 5);
    for (const [name, sum] of sums) {
      const largest = Math.max(...sum.map(Math.abs));
      const gradient = together.gradients.get(name);
      const worst = Math.max(...sum.map((value, at) => Math.abs(value - (gradient?.[at] ?? Number.NaN))));
      expect(largest, name).toBeGreaterThan(0);
      expect(worst / largest, name).toBeLessThan(1e-4);
    }
  });
});
