import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from './assignment.ts';

type Matrix = readonly (readonly number[])[];

const matrix = fc
  .record({ rows: fc.nat(5), columns: fc.nat(5) })
  .chain(({ rows, columns }) =>
    fc.array(
      fc.array(
        fc.oneof(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.constantFrom(0, 0.5, 1, Number.POSITIVE_INFINITY),
        ),
        { minLength: columns, maxLength: columns },
      ),
      { minLength: rows, maxLength: rows },
    ),
  );

const solve = (costs: Matrix, limit: number): Int32Array =>
  assign(costs.length, costs[0]?.length ?? 0, (row, column) => costs[row]?.[column] ?? Number.NaN, limit);

const gainOf = (costs: Matrix, limit: number, columnOf: Iterable<number>): number =>
  [...columnOf].reduce(
    (sum, column, row) => sum + (column < 0 ? 0 : limit - (costs[row]?.[column] ?? Number.NaN)),
    0,
  );

/** Tries every partial matching. */
function bestGain(costs: Matrix, limit: number, row = 0, taken: ReadonlySet<number> = new Set()): number {
  const current = costs[row];
  if (!current) return 0;
  let best = bestGain(costs, limit, row + 1, taken);
  current.forEach((cost, column) => {
    if (taken.has(column) || cost >= limit) return;
    best = Math.max(best, limit - cost + bestGain(costs, limit, row + 1, new Set([...taken, column])));
  });
  return best;
}

describe('assignment', () => {
  it('is as good as the best of all partial matchings', () => {
    fc.assert(
      fc.property(matrix, fc.double({ min: 0.1, max: 1, noNaN: true }), (costs, limit) => {
        expect(gainOf(costs, limit, solve(costs, limit))).toBeCloseTo(bestGain(costs, limit), 9);
      }),
    );
  });

  it('gives no column twice and no pair that costs the limit or more', () => {
    fc.assert(
      fc.property(matrix, fc.double({ min: 0.1, max: 1, noNaN: true }), (costs, limit) => {
        const columns = [...solve(costs, limit)];
        const used = columns.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        columns.forEach((column, row) => {
          if (column >= 0) expect(costs[row]?.[column]).toBeLessThan(limit);
        });
      }),
    );
  });

  it('prefers two fair pairs to one good one', () => {
    expect([
      ...solve(
        [
          [0.1, 0.5],
          [0.4, 5],
        ],
        0.9,
      ),
    ]).toEqual([1, 0]);
  });

  it('takes empty sides', () => {
    expect([...assign(0, 3, () => 0, 1)]).toEqual([]);
    expect([...assign(2, 0, () => 0, 1)]).toEqual([-1, -1]);
  });
});
