import { describe, expect, it } from 'vitest';
import { median, rowOf } from './rows.ts';

describe('bench rows', () => {
  it('take the middle of an odd number and the mean of the two middle ones of an even number of values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeUndefined();
  });

  it('leave out what is not finite, and never show it', () => {
    expect(rowOf('run', [1, Number.NaN, 3])).toEqual({ what: 'run', ms: 2, n: 2 });
    expect(rowOf('run', [Number.NaN])).toEqual({ what: 'run', ms: null, n: 0 });
  });
});
