import { describe, expect, it } from 'vitest';
import { ADVANTAGES } from './advantages/advantages.cases.ts';
import { BOX_IOUS } from './boxIous/boxIous.cases.ts';
import type { KernelSuite } from './cases.ts';
import { MASK_OVERLAPS } from './maskOverlaps/maskOverlaps.cases.ts';
import { MATCH } from './match/match.cases.ts';
import { referenceKernels } from './reference.ts';
import { SUM_REWARDS } from './sumRewards/sumRewards.cases.ts';
import { TOKEN_OVERLAPS } from './tokenOverlaps/tokenOverlaps.cases.ts';

/** Golden numbers are written with six or seven digits; numbers near 0 by comparison count as 0. */
const DIGITS = 5e-6;

/** Every number in a value, in order, by its path; typed arrays are lists. */
function numbersIn(value: unknown, path = ''): Map<string, number> {
  if (typeof value === 'number') return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([key, part]) => [...numbersIn(part, `${path}.${key}`)]));
}

const kernels = referenceKernels();

function holdsGoldenNumbers<Input, Output>(suite: KernelSuite<Input, Output>): void {
  describe(suite.name, () => {
    const golden = suite.cases.filter(({ expected }) => expected !== undefined);
    it.each(golden)('$name', async ({ input, expected }) => {
      const actual = numbersIn(await suite.run(kernels, input));
      const wanted = numbersIn(expected);
      const keys = Object.keys(expected ?? {});
      const compared = [...actual].filter(([path]) => keys.includes(path.split('.')[1] ?? ''));
      expect(compared.map(([path]) => path)).toEqual([...wanted.keys()]);
      for (const [path, value] of wanted) {
        const error = Math.abs((actual.get(path) ?? Number.NaN) - value);
        expect(error, `${path}: ${actual.get(path)}, not ${value}`).toBeLessThanOrEqual(
          DIGITS * Math.max(1e-3, Math.abs(value)),
        );
      }
    });
    it('gives finite numbers for all cases', async () => {
      for (const { name, input } of suite.cases)
        for (const [path, value] of numbersIn(await suite.run(kernels, input)))
          expect(Number.isFinite(value), `${name} ${path}`).toBe(true);
    });
  });
}

holdsGoldenNumbers(MASK_OVERLAPS);
holdsGoldenNumbers(BOX_IOUS);
holdsGoldenNumbers(MATCH);
holdsGoldenNumbers(TOKEN_OVERLAPS);
holdsGoldenNumbers(SUM_REWARDS);
holdsGoldenNumbers(ADVANTAGES);
