import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arc, transitiveReduction } from './transitiveReduction.ts';

const reduce = (n: number, arcs: readonly Arc[]) => transitiveReduction(n, arcs).map((index) => arcs[index]);

function reachable(n: number, arcs: readonly (Arc | undefined)[]): readonly string[] {
  const pairs: string[] = [];
  for (let start = 0; start < n; start++) {
    const seen = new Set<number>();
    const stack = [start];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const arc of arcs) {
        if (arc?.[0] !== node || seen.has(arc[1])) continue;
        seen.add(arc[1]);
        stack.push(arc[1]);
      }
    }
    for (const end of [...seen].toSorted((a, b) => a - b)) pairs.push(`${start}>${end}`);
  }
  return pairs;
}

/** Random arcs from lower to higher numbers: acyclic by construction. */
const acyclic = fc.integer({ min: 2, max: 12 }).chain((n) =>
  fc
    .uniqueArray(fc.tuple(fc.nat(n - 2), fc.nat(n - 1)), {
      selector: ([a, b]) => a * 16 + b,
      maxLength: 30,
    })
    .map((pairs) => ({ n, arcs: pairs.flatMap(([a, b]): Arc[] => (a < b ? [[a, b]] : [])) })),
);

describe('transitiveReduction', () => {
  it('leaves only the chain of a total order', () => {
    const arcs: Arc[] = [];
    for (let a = 0; a < 5; a++) for (let b = a + 1; b < 5; b++) arcs.push([a, b]);
    expect(reduce(5, arcs)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('drops an arc that only a path of three arcs explains', () => {
    const kept = reduce(4, [
      [0, 3],
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(kept).toHaveLength(3);
    expect(kept).not.toContainEqual([0, 3]);
  });

  it('keeps arcs of a cycle', () => {
    expect(
      reduce(3, [
        [0, 1],
        [1, 2],
        [2, 0],
      ]),
    ).toHaveLength(3);
  });

  it('keeps reachability and no arc that could be spared', () => {
    fc.assert(
      fc.property(acyclic, ({ n, arcs }) => {
        const kept = reduce(n, arcs);
        const before = reachable(n, arcs);
        expect(reachable(n, kept)).toEqual(before);
        for (const spare of kept) {
          const without = kept.filter((arc) => arc !== spare);
          expect(reachable(n, without)).not.toEqual(before);
        }
      }),
      { numRuns: 60 },
    );
  });
});
