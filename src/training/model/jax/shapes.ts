/** Rows of a micro-batch: few, so that activations stay small, and always as many, so that few functions are compiled. */
const ROWS = 32;
/** Lengths are rounded up to a multiple of this. */
const BUCKET = 32;

export const bucketed = (length: number): number => Math.ceil(length / BUCKET) * BUCKET;

interface MicroBatch {
  readonly members: readonly number[];
  readonly rows: number;
  readonly length: number;
}

/** Sequences of like length together, in shapes that there are few of. */
export function microBatches(lengths: readonly number[]): readonly MicroBatch[] {
  const order = lengths
    .map((_, index) => index)
    .sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const batches: MicroBatch[] = [];
  for (let from = 0; from < order.length; from += ROWS) {
    const members = order.slice(from, from + ROWS);
    const length = bucketed(Math.max(2, ...members.map((member) => lengths[member] ?? 0)));
    batches.push({ members, rows: rowsFor(members.length), length });
  }
  return batches;
}

/** 1, 4, 8, 16 or 32, and above that multiples of 32: rows that are no one's are cheaper than another compilation. */
export function rowsFor(count: number): number {
  const small = [1, 4, 8, 16].find((rows) => count <= rows);
  return small ?? Math.ceil(count / ROWS) * ROWS;
}
