import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalNorm, updateAdamW } from './adamw.ts';

const OPTIONS = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0, maxGradNorm: 1 };
const trained = (data: readonly number[], decays = false) => ({
  data: Float32Array.from(data),
  first: new Float32Array(data.length),
  second: new Float32Array(data.length),
  decays,
});

describe('the global norm', () => {
  it('is finite and right for any finite gradients, and says where one is not', () => {
    const values = fc.float({ min: Math.fround(-1e30), max: Math.fround(1e30), noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.array(values, { maxLength: 5 })), (gradients) => {
        const norm = globalNorm(gradients.map((one) => Float32Array.from(one)));
        expect(norm).toBeCloseTo(Math.hypot(...gradients.flat()), -25);
        expect(norm).toSatisfy(Number.isFinite);
      }),
    );
    expect(globalNorm([Float32Array.from([3]), Float32Array.from([4])])).toBe(5);
    expect(globalNorm([])).toBe(0);
    expect(globalNorm([Float32Array.from([1, Number.NaN, 2])])).toBeNaN();
    expect(globalNorm([Float32Array.from([Number.NEGATIVE_INFINITY])])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('AdamW', () => {
  it('moves each value by the learning rate at first, whatever the size of its gradient', () => {
    const one = trained([1, 1, 1]);
    const gradient = Float32Array.from([100, -0.001, 0]);
    updateAdamW(one, gradient, { ...OPTIONS, maxGradNorm: 1e9 }, globalNorm([gradient]), 1);
    expect([...one.data]).toEqual([0.9, 1.1, 1].map((value) => expect.closeTo(value, 4)));
  });

  it('clips to the global norm', () => {
    const gradient = Float32Array.from([30, 40]);
    const one = trained([0, 0]);
    updateAdamW(one, gradient, OPTIONS, globalNorm([gradient]), 1);
    // The first moment is a tenth of the clipped gradient.
    expect([...one.first]).toEqual([expect.closeTo(0.06, 6), expect.closeTo(0.08, 6)]);
  });

  it('decays weights apart from their gradients, and gains not at all', () => {
    const nothing = new Float32Array(1);
    const [matrix, gain] = [trained([2], true), trained([2])];
    for (const one of [matrix, gain]) updateAdamW(one, nothing, { ...OPTIONS, weightDecay: 0.5 }, 0, 1);
    expect(matrix.data[0]).toBeCloseTo(1.9, 6);
    expect(gain.data[0]).toBe(2);
  });
});
