import { describe, expect, it } from 'vitest';
import { compareNumbers } from './compare.ts';

const floats = (...numbers: number[]) => ({ integers: [], floats: [numbers] });
const integers = (...numbers: number[]) => ({ integers: [numbers], floats: [] });

describe('comparing the numbers of two devices', () => {
  it('wants integers to be equal', () => {
    expect(compareNumbers(integers(1, 2, 3), integers(1, 2, 4))).toEqual({
      numbers: 3,
      mismatches: 1,
      worstError: 0,
    });
  });

  it('measures floats relative to what was expected', () => {
    expect(compareNumbers(floats(100.001, 50), floats(100, 50)).worstError).toBeCloseTo(1e-5, 10);
  });

  it('measures differences of large numbers on the scale of these', () => {
    expect(compareNumbers(floats(1, 1e-7), floats(1, 0)).worstError).toBeCloseTo(1e-6, 12);
  });

  it('does not take a number for one that is none', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(compareNumbers(floats(bad), floats(1)).worstError).toBe(Number.POSITIVE_INFINITY);
    expect(compareNumbers(floats(0.1), floats(0)).worstError).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts missing and superfluous numbers and lists', () => {
    expect(compareNumbers(floats(1), floats(1, 2)).mismatches).toBe(1);
    expect(compareNumbers(integers(1, 2), integers(1)).mismatches).toBe(1);
    expect(compareNumbers({ integers: [], floats: [] }, integers(1)).mismatches).toBe(2);
  });
});
