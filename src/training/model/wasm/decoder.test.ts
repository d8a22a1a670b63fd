import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomWeights, TINY_CONFIG } from '../../../../test/support/textModels.ts';
import type { Branch, Compute } from '../compute.ts';
import { WasmCompute } from './compute.ts';

const PROMPTS = [
  [0, 17, 99],
  [0, 17, 99, 4, 5],
];
const STEPS = 6;

function tinyCompute(): WasmCompute {
  const compute = new WasmCompute(TINY_CONFIG);
  compute.setWeights(randomWeights(TINY_CONFIG));
  return compute;
}

interface Fed {
  readonly group: number;
  readonly tokens: readonly number[];
}

/** Rows of one group with the same tokens so far, by their places. */
function branchesOf(rows: readonly Fed[], step: number): readonly Branch[] {
  const branches = new Map<string, { tokens: number[]; rows: number[] }>();
  rows.forEach(({ group, tokens }, place) => {
    const token = tokens[step];
    if (token === undefined) return;
    const key = `${group} ${tokens.slice(0, step + 1).join()}`;
    const branch = branches.get(key) ?? { tokens: [token], rows: [] };
    branch.rows.push(place);
    branches.set(key, branch);
  });
  return [...branches.values()];
}

/** The logits behind each token of rows that are decoded together, which lie in the order of their groups; a row ends with its tokens. */
async function decoded(
  compute: Compute,
  rows: readonly Fed[],
): Promise<readonly (readonly Float32Array[])[]> {
  const { vocabSize } = compute.config;
  const decoder = await compute.decoder({
    groups: PROMPTS.map((prompt, group) => ({
      prompt,
      rows: rows.filter((row) => row.group === group).length,
    })),
    capacity: 5 + STEPS,
  });
  const logits = rows.map((): Float32Array[] => []);
  for (let step = 0; step < STEPS; step++) {
    const branches = branchesOf(rows, step);
    if (branches.length === 0) break;
    const all = await decoder.step(branches);
    branches.forEach((branch, at) => {
      for (const place of branch.rows) logits[place]?.push(all.slice(at * vocabSize, (at + 1) * vocabSize));
    });
  }
  decoder.dispose();
  return logits;
}

const rowsArbitrary = fc
  .array(
    fc.record({
      group: fc.integer({ min: 0, max: 1 }),
      // Few tokens: rows that begin alike and part later.
      tokens: fc.array(fc.integer({ min: 30, max: 31 }), { minLength: 1, maxLength: STEPS }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((rows) => rows.toSorted((a, b) => a.group - b.group));

describe('rows that are decoded together', () => {
  it('have the logits that each has alone, to the bit, however they begin alike, part and end', async () => {
    const compute = tinyCompute();
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const together = await decoded(compute, rows);
        for (const [index, row] of rows.entries())
          expect(together[index]).toEqual((await decoded(compute, [row]))[0]);
      }),
      { numRuns: 25 },
    );
    compute.dispose();
  });

  it('have the same logits, to the bit, where tokens are fed at once as where they are fed one by one', async () => {
    const compute = tinyCompute();
    const rows = [
      { group: 0, tokens: [30, 31, 32, 33] },
      { group: 1, tokens: [40, 41, 42, 43] },
    ];
    const oneByOne = await decoded(compute, rows);
    const decoder = await compute.decoder({
      groups: PROMPTS.map((prompt) => ({ prompt, rows: 1 })),
      capacity: 9,
    });
    const { vocabSize } = compute.config;
    const first = await decoder.step([
      { tokens: [30, 31], rows: [0] },
      { tokens: [40], rows: [1] },
    ]);
    expect([first.slice(0, vocabSize), first.slice(vocabSize)]).toEqual([oneByOne[0]?.[1], oneByOne[1]?.[0]]);
    const second = await decoder.step([
      { tokens: [32, 33], rows: [0] },
      { tokens: [41, 42, 43], rows: [1] },
    ]);
    expect([second.slice(0, vocabSize), second.slice(vocabSize)]).toEqual([
      oneByOne[0]?.[3],
      oneByOne[1]?.[3],
    ]);
    compute.dispose();
  });

  it('have the logits of their whole sequences', async () => {
    const compute = tinyCompute();
    const tokens = [30, 31, 31, 30];
    const [own] = await decoded(compute, [{ group: 1, tokens }]);
    const prompt = PROMPTS[1] ?? [];
    const [whole = new Float32Array(0)] = await compute.logits([Int32Array.from([...prompt, ...tokens])]);
    const { vocabSize } = compute.config;
    const differences = (own ?? []).flatMap((logits, at) =>
      Array.from(logits, (value, index) =>
        Math.abs(value - (whole[(prompt.length + at) * vocabSize + index] ?? Number.NaN)),
      ),
    );
    expect(differences).toHaveLength(tokens.length * vocabSize);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    compute.dispose();
  });

  it('are refused where there is no such row', async () => {
    const compute = tinyCompute();
    const decoder = await compute.decoder({ groups: [{ prompt: [0], rows: 1 }], capacity: 4 });
    await expect(decoder.step([{ tokens: [5], rows: [1] }])).rejects.toThrow(/no row 1/);
    compute.dispose();
  });
});
