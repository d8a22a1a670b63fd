import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../../twin/geometry/rle.ts';
import {
  type Anchor,
  fitInverseDepth,
  metricDepth,
  quantile,
  relativeDepth,
  valuesOn,
} from './inverseDepth.ts';

const anchor = (mean: number, scale: number, shift: number, std = 0.2 * mean): Anchor => ({
  value: (1 / mean - shift) / scale,
  mean,
  std,
});

describe('fitInverseDepth', () => {
  it('recovers scale and shift from exact anchors', () => {
    const metres = fc.double({ min: 0.5, max: 40, noNaN: true });
    const scale = fc.double({ min: 0.01, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.uniqueArray(metres, { minLength: 3, maxLength: 8, selector: (m) => Math.round(m) }),
        scale,
        (distances, s) => {
          const fit = fitInverseDepth(distances.map((mean) => anchor(mean, s, 0)));
          expect(fit?.support).toBe(distances.length);
          for (const mean of distances) {
            const { value } = anchor(mean, s, 0);
            expect(1 / ((fit?.scale ?? 0) * value + (fit?.shift ?? 0)) / mean).toBeCloseTo(1, 2);
          }
        },
      ),
    );
  });

  it('is not moved by one object that is something else than it seems', () => {
    const good = [1, 2, 3, 5, 8].map((mean) => anchor(mean, 0.1, 0.02));
    const wrong = { ...anchor(4, 0.1, 0.02), mean: 0.4, std: 0.1 };
    const fit = fitInverseDepth([...good, wrong]);
    expect(fit?.support).toBe(5);
    expect(1 / ((fit?.scale ?? 0) * (good[3]?.value ?? 0) + (fit?.shift ?? 0))).toBeCloseTo(5, 0);
  });

  it('takes a single anchor for the scale, and nothing where there is none', () => {
    expect(fitInverseDepth([{ value: 4, mean: 2, std: 0.5 }])).toMatchObject({ scale: 0.125, shift: 0 });
    expect(fitInverseDepth([])).toBeUndefined();
    expect(fitInverseDepth([{ value: 0, mean: 2, std: 0.5 }])).toBeUndefined();
  });

  it('never turns near into far', () => {
    const backwards = [
      { value: 1, mean: 1, std: 0.1 },
      { value: 2, mean: 2, std: 0.2 },
      { value: 3, mean: 3, std: 0.3 },
    ];
    const fit = fitInverseDepth(backwards);
    expect(fit?.scale).toBeGreaterThan(0);
    expect(fit?.shift).toBe(0);
  });
});

describe('depth of an object', () => {
  const map = {
    width: 4,
    height: 4,
    data: Float32Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 10 : 1)),
  };
  const image = { width: 8, height: 8 };

  it('comes from its mask, or from the middle of its box', () => {
    const left = new Uint8Array(64).map((_, i) => (i % 8 < 4 ? 1 : 0));
    const masked = valuesOn(map, { box: [0, 0, 8, 8], mask: encodeRle(left, 8, 8) }, image);
    expect(new Set(masked)).toEqual(new Set([10]));
    const boxed = valuesOn(map, { box: [0, 0, 8, 8] }, image);
    expect(new Set(boxed)).toEqual(new Set([1, 10]));
  });

  it('is metres with a fit: larger values are nearer', () => {
    const fit = { scale: 0.1, shift: 0, support: 3, error: 0.1 };
    const near = metricDepth(Float32Array.of(9, 10, 11), fit);
    const far = metricDepth(Float32Array.of(0.9, 1, 1.1), fit);
    expect(near.mean).toBeCloseTo(1);
    expect(far.mean).toBeCloseTo(10);
    expect(near.min).toBeLessThan(near.mean);
    expect(near.max).toBeGreaterThan(near.mean);
    expect(near.std).toBeGreaterThan(0);
  });

  it('is a place between nearest and farthest without one', () => {
    expect(relativeDepth(Float32Array.of(10), { min: 0, max: 10 }).mean).toBe(0);
    expect(relativeDepth(Float32Array.of(0), { min: 0, max: 10 }).mean).toBe(1);
  });

  it('interpolates quantiles', () => {
    expect(quantile(Float32Array.of(1, 2, 3, 4), 0.5)).toBe(2.5);
    expect(quantile(new Float32Array(), 0.5)).toBe(0);
  });
});
