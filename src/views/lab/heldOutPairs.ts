import type { HeldOutRow } from '../../store/slices/lab.ts';

/** What became of a question between two evaluations. */
export type Change = 'better' | 'worse' | 'right' | 'wrong';

interface Pair {
  readonly before: HeldOutRow;
  readonly after: HeldOutRow;
  readonly change: Change;
}

/** The answers of two evaluations to the same questions, side by side. */
export function pairsOf(before: readonly HeldOutRow[], after: readonly HeldOutRow[]): readonly Pair[] {
  const later = new Map(after.map((row) => [row.id, row]));
  return before.flatMap((row) => {
    const now = later.get(row.id);
    if (!now) return [];
    const change: Change = now.right ? (row.right ? 'right' : 'better') : row.right ? 'worse' : 'wrong';
    return [{ before: row, after: now, change }];
  });
}
