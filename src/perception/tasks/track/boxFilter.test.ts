import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginFilter, correctFilter, predictFilter } from '../../../../test/support/trackOracle.ts';
import { beginEstimate, boxOf, correctEstimate, predictEstimate } from './boxFilter.ts';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const box = fc
  .record({ x: real(0, 500), y: real(0, 500), width: real(5, 200), height: real(5, 200) })
  .map(({ x, y, width, height }) => [x, y, x + width, y + height] as const);

describe('the filter of boxes', () => {
  it('is the Kalman filter of all eight numbers, as matrices give it', () => {
    const steps = fc.array(fc.record({ seconds: real(0.01, 1), box, weak: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(box, steps, (first, rest) => {
        let estimate = beginEstimate(first);
        let oracle = beginFilter(first);
        for (const { seconds, box: measured, weak } of rest) {
          estimate = predictEstimate(estimate, seconds);
          oracle = predictFilter(oracle, seconds);
          estimate = correctEstimate(estimate, measured, weak);
          oracle = correctFilter(oracle, measured, weak);
        }
        const axes = [estimate.x, estimate.y, estimate.width, estimate.height];
        axes.forEach(({ value, rate, valueVariance, covariance, rateVariance }, i) => {
          const expected = [
            oracle.mean[i]?.[0],
            oracle.mean[i + 4]?.[0],
            oracle.covariance[i]?.[i],
            oracle.covariance[i]?.[i + 4],
            oracle.covariance[i + 4]?.[i + 4],
          ];
          [value, rate, valueVariance, covariance, rateVariance].forEach((number, k) => {
            const wanted = expected[k] ?? Number.NaN;
            expect(Math.abs(number - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)));
          });
        });
      }),
    );
  });

  it('learns a steady motion and goes on with it', () => {
    let estimate = beginEstimate([0, 0, 40, 80]);
    for (let step = 1; step <= 10; step++)
      estimate = correctEstimate(predictEstimate(estimate, 0.1), [10 * step, 0, 40 + 10 * step, 80], false);
    expect(estimate.x.rate).toBeCloseTo(100, -1);
    expect(boxOf(predictEstimate(estimate, 0.5))[0]).toBeCloseTo(150, -1);
  });

  it('is less sure the longer nothing was seen', () => {
    fc.assert(
      fc.property(box, real(0.01, 2), real(0.01, 2), (seen, first, second) => {
        const estimate = predictEstimate(beginEstimate(seen), first);
        const later = predictEstimate(estimate, second);
        expect(later.x.valueVariance).toBeGreaterThan(estimate.x.valueVariance);
        expect(later.height.valueVariance).toBeGreaterThan(estimate.height.valueVariance);
      }),
    );
  });

  it('follows the camera: what stands in the scene stands there after a turn and a zoom as well', () => {
    const seen = beginEstimate([90, 40, 110, 60]);
    const panned = predictEstimate(seen, 0.1, { a: 1, b: 0, dx: -30, dy: 5 });
    expect(boxOf(panned)).toEqual([60, 45, 80, 65]);
    const zoomed = boxOf(predictEstimate(seen, 0.1, { a: 2, b: 0, dx: 0, dy: 0 }));
    expect(zoomed).toEqual([180, 80, 220, 120]);
    const turned = boxOf(predictEstimate(seen, 0.1, { a: 0, b: 1, dx: 0, dy: 0 }));
    expect(turned).toEqual([-60, 90, -40, 110]);
  });
});
