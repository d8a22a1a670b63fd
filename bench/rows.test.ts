import { describe, expect, it } from 'vitest';
import { overhead, rowOf } from './rows.ts';

describe('bench rows', () => {
  it('leave out what is not finite, and never show it', () => {
    expect(rowOf('run', [1, Number.NaN, 3])).toEqual({ what: 'run', ms: 2, n: 2 });
    expect(rowOf('run', [Number.NaN])).toEqual({ what: 'run', ms: null, n: 0 });
  });

  it('pair the rounds, so that a machine that slows down midway does not count as overhead', () => {
    const bare = [100, 100, 100, 200, 200];
    expect(overhead(bare, [110, 110, 110, 210, 210])).toBe(0.1);
    expect(overhead(bare, bare)).toBe(0);
    expect(overhead([], [])).toBeUndefined();
  });
});
