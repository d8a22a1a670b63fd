import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descending } from './descending.ts';

describe('numbers in descending order', () => {
  it('come by their indices, each once', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, maxLength: 200 }), (values) => {
        const order = [...descending(values)];
        expect(order.toSorted((a, b) => a - b)).toEqual([...values.keys()]);
        const sorted = order.map((index) => values[index] ?? 0);
        for (const [place, value] of sorted.entries())
          expect(value).toBeLessThanOrEqual(sorted[place - 1] ?? Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('are found as far as they are asked for', () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_003);
    const first: number[] = [];
    for (const index of descending(values)) {
      first.push(values[index] ?? 0);
      if (first.length === 3) break;
    }
    expect(first).toEqual([...values].sort((a, b) => b - a).slice(0, 3));
  });
});
