import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWithin } from './decode.ts';

describe('fitWithin', () => {
  it('never enlarges, keeps at least one pixel, and keeps the aspect ratio to within a pixel', () => {
    const side = fc.integer({ min: 1, max: 16_384 });
    fc.assert(
      fc.property(side, side, side, (width, height, limit) => {
        const fitted = fitWithin(width, height, limit);
        expect(Math.max(fitted.width, fitted.height)).toBeLessThanOrEqual(Math.max(1, limit));
        expect(Math.min(fitted.width, fitted.height)).toBeGreaterThanOrEqual(1);
        expect(fitted.width).toBeLessThanOrEqual(width);
        const scale = Math.min(1, limit / Math.max(width, height));
        expect(Math.abs(fitted.width - width * scale)).toBeLessThanOrEqual(1);
        expect(Math.abs(fitted.height - height * scale)).toBeLessThanOrEqual(1);
      }),
    );
    expect(fitWithin(640, 480, 2048)).toEqual({ width: 640, height: 480 });
  });
});
