import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFloat16, encodeFloat16 } from './float16.ts';

describe('half floats', () => {
  it('come back from their value, all of them', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const finite = all.filter((bits) => Number.isFinite(decodeFloat16(bits)));
    expect(finite).toHaveLength(0x10000 - 2 * 1024);
    expect(finite.filter((bits) => encodeFloat16(decodeFloat16(bits)) !== bits)).toEqual([]);
  });

  it('are the nearest to a value, and even where two are as near', () => {
    expect(encodeFloat16(1 + 1 / 2048)).toBe(encodeFloat16(1));
    expect(encodeFloat16(1 + 3 / 2048)).toBe(encodeFloat16(1 + 2 / 1024));
    fc.assert(
      fc.property(fc.double({ min: -65_000, max: 65_000, noNaN: true }), (value) => {
        const error = Math.abs(decodeFloat16(encodeFloat16(value)) - value);
        expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
      }),
    );
  });

  it.each([65_520, -1e9, Number.POSITIVE_INFINITY, Number.NaN])('refuse %d', (value) => {
    expect(() => encodeFloat16(value)).toThrow(RangeError);
  });
});
