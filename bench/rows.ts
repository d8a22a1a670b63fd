import { median } from '../scripts/lib/statistics.ts';

/** One line of a benchmark: the median of `n` measurements. */
export interface BenchRow {
  readonly what: string;
  /** Milliseconds; null where nothing finite was measured. */
  readonly ms: number | null;
  readonly n: number;
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  /** What the benchmark is about, as one number; its meaning is said in `notes`. */
  readonly ratio?: number;
  readonly notes: readonly string[];
  readonly device: string;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export function rowOf(what: string, values: readonly number[]): BenchRow {
  const finite = values.filter(Number.isFinite);
  const middle = median(finite);
  return { what, ms: middle === undefined ? null : round(middle), n: finite.length };
}

/**
 * The median of the paired differences `whole − bare`, over the median of `bare`: pairing keeps out what the machine's speed
 * changes from round to round. Undefined of nothing.
 */
export function overhead(bare: readonly number[], whole: readonly number[]): number | undefined {
  const extra = median(whole.map((ms, round) => ms - (bare[round] ?? Number.NaN)).filter(Number.isFinite));
  const base = median(bare.filter(Number.isFinite));
  return extra === undefined || base === undefined ? undefined : extra / base;
}
