import type { ComparedNumbers } from './cases.ts';

/** Floats of two devices may differ by that, relative. */
export const TOLERANCE = 1e-5;

/** How far numbers are from those expected. */
export interface Difference {
  /** Numbers compared. */
  readonly numbers: number;
  /** Integers that are not equal, and numbers that are missing or too many. */
  readonly mismatches: number;
  /** The largest relative error of a float. */
  readonly worstError: number;
}

/**
 * The error of a number relative to the one expected, or to a tenth of the largest of its list where that is more: a small difference of
 * large numbers keeps no more digits than they had.
 */
function relativeError(actual: number, expected: number, largest: number): number {
  if (actual === expected) return 0;
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), largest / 10);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

const countMismatches = (actual: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Array.from(expected).filter((value, i) => i < actual.length && actual[i] !== value).length;

function worstOf(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const wanted = Array.from(expected);
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return wanted.reduce(
    (worst, value, i) => Math.max(worst, relativeError(actual[i] ?? Number.NaN, value, largest)),
    0,
  );
}

/** Compares an output with what was expected of it. */
export function compareNumbers(actual: ComparedNumbers, expected: ComparedNumbers): Difference {
  const difference = { numbers: 0, mismatches: 0, worstError: 0 };
  for (const kind of ['integers', 'floats'] as const) {
    difference.mismatches += Math.abs(actual[kind].length - expected[kind].length);
    for (const [i, wanted] of expected[kind].entries()) {
      const list = actual[kind][i] ?? [];
      difference.numbers += wanted.length;
      difference.mismatches += Math.abs(list.length - wanted.length);
      if (kind === 'integers') difference.mismatches += countMismatches(list, wanted);
      else difference.worstError = Math.max(difference.worstError, worstOf(list, wanted));
    }
  }
  return difference;
}
