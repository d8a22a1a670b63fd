import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceKernels } from './reference.ts';
import type { Matrix } from './types.ts';

const kernels = referenceKernels();
const boxes = (...numbers: number[]): Float32Array => Float32Array.from(numbers);

/** The best total of all matchings, tried one by one. */
function bestTotal({ rows, columns, values }: Matrix, row = 0, taken: readonly number[] = []): number {
  if (row === rows) return 0;
  const rest = bestTotal({ rows, columns, values }, row + 1, taken);
  const totals = Array.from({ length: columns }, (_, column) =>
    taken.includes(column)
      ? 0
      : (values[row * columns + column] ?? 0) +
        bestTotal({ rows, columns, values }, row + 1, [...taken, column]),
  );
  return Math.max(rest, ...totals);
}

const matrices: fc.Arbitrary<Matrix> = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.integer({ min: 0, max: 256 }), { minLength: rows * columns, maxLength: rows * columns })
      .map((steps) => ({ rows, columns, values: Float32Array.from(steps, (step) => step / 256) })),
  );

describe('matching', () => {
  it('finds the greatest total weight, and gives no column twice', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (matrix) => {
        const [matching] = await kernels.match([matrix]);
        expect(matching?.total).toBeCloseTo(bestTotal(matrix), 6);
        const used = [...(matching?.columns ?? [])].filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
      }),
    );
  });
});

const tokens = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 });

describe('token overlaps', () => {
  it('do not depend on which text is the wanted one', async () => {
    await fc.assert(
      fc.asyncProperty(tokens, tokens, async (a, b) => {
        const [one, other] = [Int32Array.from(a), Int32Array.from(b)];
        const [there, back] = await kernels.tokenOverlaps([
          { tokens: one, target: other },
          { tokens: other, target: one },
        ]);
        expect(there).toEqual(back);
        expect(there?.subsequence).toBeLessThanOrEqual(there?.common ?? -1);
        expect(there?.rougeL).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keep a text that is part of another in order', async () => {
    await fc.assert(
      fc.asyncProperty(tokens, fc.infiniteStream(fc.boolean()), async (text, picks) => {
        const kept = text.filter(() => picks.next().value === true);
        const pair = { tokens: Int32Array.from(kept), target: Int32Array.from(text) };
        const [overlap] = await kernels.tokenOverlaps([pair]);
        expect(overlap?.subsequence).toBe(kept.length);
        expect(overlap?.common).toBe(kept.length);
      }),
    );
  });
});

const rewards = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 16 });

describe('advantages', () => {
  it('add up to nothing and keep the order of the rewards', async () => {
    await fc.assert(
      fc.asyncProperty(rewards, fc.constantFrom('group', 'batch', 'none'), async (list, scale) => {
        const group = { rewards: Float32Array.from(list), groupSize: list.length, scale };
        const { advantages } = await kernels.advantages(group);
        const sum = advantages.reduce((total, advantage) => total + advantage, 0);
        expect(Math.abs(sum)).toBeLessThan(1e-4);
        for (const [i, reward] of group.rewards.entries())
          for (const [j, other] of group.rewards.entries())
            if (reward < other) expect(advantages[i]).toBeLessThanOrEqual(advantages[j] ?? Number.NaN);
      }),
    );
  });

  it('are exactly 0 where no reward differs, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.float({ min: -100, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('group', 'batch', 'none'),
        async (reward, groupSize, scale) => {
          const group = { rewards: new Float32Array(groupSize).fill(reward), groupSize, scale };
          const { advantages, noSignal } = await kernels.advantages(group);
          expect([...advantages]).toEqual(new Array(groupSize).fill(0));
          expect([...noSignal]).toEqual([1]);
        },
      ),
    );
  });
});

describe('bad arguments', () => {
  const nan = Float32Array.of(Number.NaN);
  const refusal = { code: 'invalid-argument' };
  it.each([
    [
      'masks of different sizes',
      () =>
        kernels.maskOverlaps(
          { count: 1, size: [4, 8], words: new Uint32Array(1) },
          { count: 1, size: [8, 4], words: new Uint32Array(1) },
        ),
    ],
    [
      'masks with too few words',
      () =>
        kernels.maskOverlaps(
          { count: 2, size: [4, 8], words: new Uint32Array(1) },
          { count: 0, size: [4, 8], words: new Uint32Array(0) },
        ),
    ],
    ['half a box', () => kernels.boxIous([{ boxes: boxes(1, 2), targets: boxes() }])],
    [
      'a box that is not finite',
      () => kernels.boxIous([{ boxes: boxes(0, 0, 1, Infinity), targets: boxes() }]),
    ],
    ['a weight that is not a number', () => kernels.match([{ rows: 1, columns: 1, values: nan }])],
    ['a weight above 1', () => kernels.match([{ rows: 1, columns: 1, values: boxes(1.5) }])],
    ['a weight too few', () => kernels.match([{ rows: 1, columns: 2, values: boxes(1) }])],
    [
      'a term that is not a number',
      () => kernels.sumRewards({ rows: 1, terms: 1, values: nan, weights: boxes(1) }),
    ],
    [
      'a weight for no term',
      () => kernels.sumRewards({ rows: 1, terms: 1, values: boxes(1), weights: boxes(1, 1) }),
    ],
    [
      'a reward that is not a number',
      () => kernels.advantages({ rewards: nan, groupSize: 1, scale: 'group' }),
    ],
    ['half a group', () => kernels.advantages({ rewards: boxes(1, 2, 3), groupSize: 2, scale: 'group' })],
    ['groups of nothing', () => kernels.advantages({ rewards: boxes(1), groupSize: 0, scale: 'group' })],
  ])('%s are refused', async (_, call) => {
    await expect(call()).rejects.toMatchObject(refusal);
  });
});
