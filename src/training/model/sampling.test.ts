import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox, sampleToken, uniformAt } from './sampling.ts';

const LOGITS = Float32Array.from([1, -0.5, 0.25, 2, -3]);
const softmax = (temperature: number, allowed = [1, 1, 1, 1, 1]): readonly number[] => {
  const weights = [...LOGITS].map((logit, token) =>
    allowed[token] === 1 ? Math.exp(logit / temperature) : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** Pearson's statistic of many draws against probabilities, over the tokens that are possible. */
function chiSquare(draws: readonly number[], probabilities: readonly number[]): number {
  return probabilities.reduce((sum, probability, token) => {
    const seen = draws.filter((drawn) => drawn === token).length;
    if (probability === 0) return sum + (seen === 0 ? 0 : Number.POSITIVE_INFINITY);
    const expected = probability * draws.length;
    return sum + (seen - expected) ** 2 / expected;
  }, 0);
}

const many = (options: { temperature: number; topP: number; allowed?: Uint8Array }): readonly number[] =>
  Array.from(
    { length: 20_000 },
    (_, row) => sampleToken(LOGITS, { ...options, uniform: uniformAt(7, row, 3) }).token,
  );

/** The 0.999 quantile of the chi-square distribution with four degrees of freedom. */
const LIMIT = 18.47;

describe('counter-based random numbers', () => {
  it('are those of the reference implementation', () => {
    expect(philox(0, 0, 0)).toEqual([0xff1dae59, 0x6cd10df2]);
    expect(philox(0xffffffff, 0xffffffff, 0xffffffff)).toEqual([0x2c3f628b, 0xab4fd7ad]);
    expect(philox(0x243f6a88, 0x85a308d3, 0x13198a2e)).toEqual([0xdd7ce038, 0xf62a4c12]);
  });

  it('lie in [0, 1), spread evenly over rows, positions and seeds', () => {
    const axes = [
      (index: number) => uniformAt(1, index, 0),
      (index: number) => uniformAt(1, 0, index),
      (index: number) => uniformAt(index, 0, 0),
    ];
    for (const axis of axes) {
      const values = Array.from({ length: 10_000 }, (_, index) => axis(index));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThan(1);
      const tenths = values.map((value) => Math.floor(10 * value));
      expect(
        chiSquare(
          tenths,
          Array.from({ length: 10 }, () => 0.1),
        ),
      ).toBeLessThan(27.88);
    }
  });
});

describe('sampling a token', () => {
  it.each([0.5, 1, 2])('follows the probabilities at temperature %d', (temperature) => {
    expect(chiSquare(many({ temperature, topP: 1 }), softmax(temperature))).toBeLessThan(LIMIT);
  });

  it('follows the probabilities among the tokens that are allowed', () => {
    const allowed = [1, 1, 0, 0, 1];
    const draws = many({ temperature: 1, topP: 1, allowed: Uint8Array.from(allowed) });
    expect(chiSquare(draws, softmax(1, allowed))).toBeLessThan(LIMIT);
  });

  it('takes from the nucleus alone', () => {
    const draws = new Set(many({ temperature: 1, topP: 0.7 }));
    // 0.62 + 0.23: the two most probable tokens reach 0.7 together.
    expect([...draws].toSorted()).toEqual([0, 3]);
  });

  it('takes the most probable at temperature 0, the first of equals', () => {
    expect(sampleToken(LOGITS, { temperature: 0, topP: 1, uniform: 0.99 }).token).toBe(3);
    const equal = Float32Array.from([0, 5, 5]);
    expect(sampleToken(equal, { temperature: 0, topP: 1, uniform: 0.99 }).token).toBe(1);
    const allowed = Uint8Array.from([1, 0, 1, 0, 1]);
    expect(sampleToken(LOGITS, { temperature: 0, topP: 1, allowed, uniform: 0.99 }).token).toBe(0);
  });

  it('gives the log-probability under the temperature, before the mask and the nucleus', () => {
    const allowed = Uint8Array.from([0, 1, 0, 0, 0]);
    const { token, logprob } = sampleToken(LOGITS, { temperature: 2, topP: 0.5, allowed, uniform: 0.3 });
    expect(token).toBe(1);
    expect(logprob).toBeCloseTo(Math.log(softmax(2)[1] ?? 0), 6);
  });

  it('finds the allowed token however improbable it is', () => {
    const logits = Float32Array.from([5000, -5000, -5001]);
    const allowed = Uint8Array.from([0, 1, 1]);
    expect(sampleToken(logits, { temperature: 1, topP: 1, allowed, uniform: 0.1 }).token).toBe(1);
    expect(sampleToken(logits, { temperature: 1, topP: 1, allowed, uniform: 0.9 }).token).toBe(2);
  });

  it('refuses logits that are not finite, and a mask that allows nothing', () => {
    const options = { temperature: 1, topP: 1, uniform: 0.5 };
    const bad = Float32Array.from([0, Number.NaN, 1]);
    expect(() => sampleToken(bad, options)).toThrow(expect.objectContaining({ code: 'inference-failed' }));
    const allowed = new Uint8Array(5);
    expect(() => sampleToken(LOGITS, { ...options, allowed })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });

  it('never leaves what is allowed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.float({ min: -80, max: 80, noNaN: true }), fc.boolean()), { minLength: 1 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (tokens, uniform, topP) => {
          const allowed = Uint8Array.from(tokens, ([, ok]) => (ok ? 1 : 0));
          fc.pre(allowed.includes(1));
          const logits = Float32Array.from(tokens, ([logit]) => logit);
          const { token, logprob } = sampleToken(logits, { temperature: 1, topP, allowed, uniform });
          expect(allowed[token]).toBe(1);
          expect(logprob).toBeLessThanOrEqual(1e-9);
        },
      ),
    );
  });
});
