/** A value measured at a time, in microseconds. */
interface Timed {
  readonly timeUs: number;
}

/** Beyond so many standard deviations a neighbour counts nothing. */
const REACH_SIGMAS = 2.5;

/**
 * The weights of the samples around one of them, in a Gaussian over time; they sum to 1. Samples that are further apart than the
 * Gaussian reaches leave each other alone, so that a sparse sampling is not smeared.
 */
export function temporalWeights(
  samples: readonly Timed[],
  index: number,
  sigmaUs: number,
): { readonly index: number; readonly weight: number }[] {
  const at = samples[index]?.timeUs ?? 0;
  const weights: { index: number; weight: number }[] = [];
  const consider = (other: number): boolean => {
    const sample = samples[other];
    if (!sample || Math.abs(sample.timeUs - at) > REACH_SIGMAS * sigmaUs) return false;
    weights.push({ index: other, weight: Math.exp(-(((sample.timeUs - at) / sigmaUs) ** 2) / 2) });
    return true;
  };
  for (let other = index; consider(other); other--);
  for (let other = index + 1; consider(other); other++);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return weights.map(({ index: other, weight }) => ({ index: other, weight: weight / total }));
}

/** Smooths rows of numbers over time, each against its neighbours. */
export function smoothOverTime<T extends Timed>(
  samples: readonly T[],
  sigmaUs: number,
  valuesOf: (sample: T) => readonly number[],
): number[][] {
  return samples.map((sample, index) => {
    const weights = temporalWeights(samples, index, sigmaUs);
    return valuesOf(sample).map((_, column) =>
      weights.reduce((sum, { index: other, weight }) => {
        const neighbour = samples[other];
        return sum + weight * (neighbour ? (valuesOf(neighbour)[column] ?? 0) : 0);
      }, 0),
    );
  });
}
