import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LossOptions, type LossRow, noSums } from './compute.ts';
import { lossRows } from './lossRows.ts';
import { policyTerms } from './policyTerms.ts';
import type { LlamaConfig, PolicyBatch, PolicyLoss } from './types.ts';

const CONFIG: LlamaConfig = {
  vocabSize: 10,
  hiddenSize: 8,
  intermediateSize: 8,
  layers: 1,
  heads: 1,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 16,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
};

/** Worked out in double precision from the formulas, apart from this code. */
const LOGPROBS = [[-1, -0.5, -2, -0.1], [-0.7, -1.2], [-3]];
const OLD = [[-1.1, -0.9, -1.5, -0.1], [-0.7, -0.8], [-2.5]];
const REFERENCE = [[-0.9, -0.6, -2.2, -0.3], [-0.5, -1.2], [-2]];
const SLOPES = [[-1.3304119, 0.0038065, -0.720586, -1.1927492], [0.6911439, 0], [-0.0687313]];
const LOSS: PolicyLoss = {
  epsilon: 0.2,
  epsilonHigh: 0.2,
  beta: 0.04,
  lossType: 'dapo',
  importanceSamplingLevel: 'token',
  temperature: 1,
  maxCompletionLength: 6,
};

/** Rows of one prompt token and what was written behind it, padded. */
const padded = (rows: readonly (readonly number[])[]): Float32Array =>
  Float32Array.from(rows.flatMap((row) => [0, ...row, ...Array.from({ length: 4 - row.length }, () => 0)]));

const BATCH: PolicyBatch = {
  rows: 3,
  length: 5,
  tokens: Int32Array.from(LOGPROBS.flatMap((row) => [0, 3, 3, 3, 3].fill(2, row.length + 1))),
  mask: Uint8Array.from(LOGPROBS.flatMap((row) => [0, 1, 1, 1, 1].fill(0, row.length + 1))),
  advantages: Float32Array.from([1.2, -0.7, -0.5]),
  oldLogprobs: padded(OLD),
  referenceLogprobs: padded(REFERENCE),
};

function lossOf(loss: PolicyLoss, batch = BATCH) {
  const sums = noSums();
  const rows = lossRows(CONFIG, { policy: { batch, loss }, optimizer: ADAMW });
  const slopes = rows.map((row, index) => {
    const logprobs = Float32Array.from([0, ...(LOGPROBS[index] ?? [])]);
    return [...policyTerms(row, loss, logprobs, new Float32Array(logprobs.length), sums)].slice(1);
  });
  return { sums, slopes, rows };
}

const ADAMW = { learningRate: 0, beta1: 0.9, beta2: 0.9, eps: 1e-8, weightDecay: 0, maxGradNorm: 1 };

describe('the policy loss', () => {
  it.each([
    ['grpo', -0.0379588],
    ['bnpo', -0.4289365],
    ['dapo', -0.4289365],
    ['dr_grpo', -0.1668087],
  ] as const)('is reduced as the type %s says', (lossType, wanted) => {
    expect(lossOf({ ...LOSS, lossType }).sums.loss).toBeCloseTo(wanted, 6);
  });

  it('has the slopes of the formula, none where it is clipped', () => {
    const { slopes, sums } = lossOf(LOSS);
    slopes.forEach((row, index) => {
      row.forEach((slope, at) => {
        expect(7 * slope).toBeCloseTo(SLOPES[index]?.[at] ?? Number.NaN, 5);
      });
    });
    expect([sums.clippedHigh, sums.clippedLow, sums.policyTokens]).toEqual([1, 2, 7]);
  });

  it.each(['token', 'sequence'] as const)('has the slopes of its finite differences, by %s', (level) => {
    const options: LossOptions = {
      epsilon: 0.3,
      epsilonHigh: 0.4,
      beta: 0.1,
      importanceSamplingLevel: level,
    };
    const values = (least: number) =>
      fc.array(fc.double({ min: least, max: -0.01, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        values(-3),
        values(-3),
        values(-3),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (now, old, reference, advantage) => {
          const row: LossRow = {
            tokens: new Int32Array(4),
            policyWeights: Float32Array.from([0, 0.25, 0, 0.5]),
            supervisedWeights: Float32Array.from([0, 0, 0.25, 0]),
            advantage,
            times: 1,
            inverseTemperature: 1,
            oldLogprobs: Float32Array.from(old),
            referenceLogprobs: Float32Array.from(reference),
          };
          const at = (logprobs: readonly number[]) => {
            const sums = noSums();
            const slopes = policyTerms(row, options, Float32Array.from(logprobs), new Float32Array(4), sums);
            return { sums, slopes };
          };
          const here = at(now);
          for (const index of [1, 2, 3]) {
            const step = 2 ** -9;
            const [left, right] = [-step, step].map((by) =>
              at(now.map((value, i) => value + (i === index ? by : 0))),
            );
            // The loss has corners where clipping begins: there the sides differ.
            const clipped = [left, here, right].map((one) =>
              [one?.sums.clippedHigh, one?.sums.clippedLow].join(),
            );
            if (new Set(clipped).size > 1) continue;
            const slope = ((right?.sums.loss ?? 0) - (left?.sums.loss ?? 0)) / (2 * step);
            expect(here.slopes[index]).toBeCloseTo(slope, 2);
          }
        },
      ),
    );
  });

  it.each(['grpo', 'bnpo', 'dr_grpo'] as const)(
    'computes rollouts that are the same once, and counts each of them (%s)',
    (lossType) => {
      const twice = (data: ArrayLike<number>): number[] => [
        ...Array.from(data).slice(0, 5),
        ...Array.from(data),
      ];
      const batch: PolicyBatch = {
        rows: 4,
        length: 5,
        tokens: Int32Array.from(twice(BATCH.tokens)),
        mask: Uint8Array.from(twice(BATCH.mask)),
        advantages: Float32Array.from([1.2, 1.2, -0.7, -0.5]),
        oldLogprobs: Float32Array.from(twice(padded(OLD))),
        referenceLogprobs: Float32Array.from(twice(padded(REFERENCE))),
      };
      // What nothing depends on tells the first two apart.
      const apart = { ...batch, referenceLogprobs: batch.referenceLogprobs?.with(0, 1) };
      const terms = (given: PolicyBatch) => {
        const sums = noSums();
        const rows = lossRows(CONFIG, {
          policy: { batch: given, loss: { ...LOSS, lossType } },
          optimizer: ADAMW,
        });
        const values = given === batch ? LOGPROBS : [LOGPROBS[0], ...LOGPROBS];
        rows.forEach((row, index) => {
          const logprobs = Float32Array.from([0, ...(values[index] ?? [])]);
          policyTerms(row, LOSS, logprobs, new Float32Array(logprobs.length).fill(0.5), sums);
        });
        return { sums, rows: rows.map(({ times }) => times) };
      };
      const [once, each] = [terms(batch), terms(apart)];
      expect([once.rows, each.rows]).toEqual([
        [2, 1, 1],
        [1, 1, 1, 1],
      ]);
      for (const [name, value] of Object.entries(each.sums))
        expect(once.sums).toHaveProperty(name, expect.closeTo(value, 5));
    },
  );

  it('has ratio 1 and no divergence where nothing has changed', () => {
    const { sums, slopes } = lossOf(
      { ...LOSS, epsilon: 0 },
      { ...BATCH, oldLogprobs: undefined, referenceLogprobs: padded(LOGPROBS) },
    );
    expect([sums.kl, sums.clippedHigh, sums.clippedLow]).toEqual([0, 0, 0]);
    expect(slopes[0]?.map((slope) => 7 * slope)).toEqual([0, 1, 2, 3].map(() => expect.closeTo(-1.2, 5)));
  });

  it('stays finite however far the policy has gone, and ignores what stands where nobody wrote', () => {
    const far = (at: number, value: number) => (data: Float32Array) =>
      data.map((old, i) => (i === at ? value : old));
    const written = lossOf(LOSS, { ...BATCH, oldLogprobs: far(1, -500)(padded(OLD)) });
    expect(written.sums.loss).toSatisfy(Number.isFinite);
    expect(written.slopes[0]?.every(Number.isFinite)).toBe(true);
    for (const value of [200, Number.NaN, Number.POSITIVE_INFINITY]) {
      const masked = lossOf(LOSS, { ...BATCH, oldLogprobs: far(8, value)(padded(OLD)) });
      expect(masked).toEqual(lossOf(LOSS));
    }
  });

  it('adds the cross-entropy of rows to imitate with its weight', () => {
    const mask = BATCH.mask;
    const supervised = { batch: { ...BATCH, mask }, weight: 0.3 };
    const rows = lossRows(CONFIG, { supervised, optimizer: ADAMW });
    const total = rows.reduce((sum, row) => sum + row.supervisedWeights.reduce((a, b) => a + b, 0), 0);
    expect(total).toBeCloseTo(0.3, 6);
  });

  it('refuses batches whose parts do not fit', () => {
    const refused = (change: Partial<PolicyBatch>, loss = LOSS) =>
      expect(() =>
        lossRows(CONFIG, { policy: { batch: { ...BATCH, ...change }, loss }, optimizer: ADAMW }),
      ).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    refused({ tokens: BATCH.tokens.slice(1) });
    refused({ tokens: BATCH.tokens.map(() => 10) });
    refused({ tokens: BATCH.tokens.map(() => -1) });
    refused({ mask: BATCH.mask.map(() => 1) });
    refused({ advantages: new Float32Array(2) });
    refused({ referenceLogprobs: undefined });
    refused({ rows: 1, length: 17, tokens: new Int32Array(17), mask: new Uint8Array(17) });
  });
});
