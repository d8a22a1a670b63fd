const SAMPLES = 64;

/**
 * A few values that stand for a model's answer: spread evenly over it, the ends included. Throws a `RangeError` for an answer
 * that is empty, holds values that are not finite, or is the same everywhere, as a failed allocation's zeros are.
 */
export function fingerprint(answer: Float32Array): number[] {
  if (answer.length === 0) throw new RangeError('the answer is empty');
  if (!answer.every(Number.isFinite)) throw new RangeError('the answer holds values that are not finite');
  const first = answer[0];
  if (answer.length > 1 && answer.every((value) => value === first))
    throw new RangeError(`the answer is ${first} everywhere`);
  const count = Math.min(SAMPLES, answer.length);
  const step = count > 1 ? (answer.length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => answer[Math.round(i * step)] ?? 0);
}

/** The largest difference of two fingerprints as a share of the first one's range; Infinity where they can't be compared. */
export function fingerprintDistance(expected: readonly number[], actual: readonly number[]): number {
  if (expected.length !== actual.length || expected.length === 0) return Number.POSITIVE_INFINITY;
  const range = Math.max(...expected) - Math.min(...expected);
  const largest = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? Number.NaN))));
  return Number.isNaN(largest) ? Number.POSITIVE_INFINITY : largest / Math.max(range, 1e-6);
}
