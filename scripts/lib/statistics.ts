import { createRandom } from '../../src/core/random.ts';

/** The mean; 0 of nothing. */
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The middle value, or the mean of the two middle ones; undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/**
 * Spearman's rank correlation in [−1, 1]: Pearson's of the ranks, so that ties are right. Undefined with fewer than two pairs,
 * or where one list has no order (all equal).
 */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length !== b.length || a.length < 2) return undefined;
  const [ranksA, ranksB] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  let [product, squaresA, squaresB] = [0, 0, 0];
  ranksA.forEach((rank, index) => {
    const [fromA, fromB] = [rank - middle, (ranksB[index] ?? middle) - middle];
    product += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  });
  return squaresA === 0 || squaresB === 0 ? undefined : product / Math.sqrt(squaresA * squaresB);
}

/** The value below which this share of them lies, between neighbours by proportion; undefined of nothing. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const lower = sorted[Math.floor(place)];
  const upper = sorted[Math.ceil(place)];
  if (lower === undefined || upper === undefined) return undefined;
  return lower + (upper - lower) * (place - Math.floor(place));
}

const BOOTSTRAP_ROUNDS = 2000;

/**
 * The 95 % interval of the mean over all values, by drawing whole groups with replacement (percentile bootstrap): values of one photo
 * are alike, so that drawing single values would promise too much. Same seed, same interval. Undefined of nothing.
 */
export function bootstrapInterval(
  groups: readonly (readonly number[])[],
  seed = 1,
): readonly [low: number, high: number] | undefined {
  const filled = groups.filter((group) => group.length > 0);
  if (filled.length === 0) return undefined;
  const random = createRandom(seed);
  const totals = filled.map((group) => ({
    sum: group.reduce((sum, value) => sum + value, 0),
    n: group.length,
  }));
  const means = Array.from({ length: BOOTSTRAP_ROUNDS }, () => {
    let [sum, n] = [0, 0];
    for (let draw = 0; draw < totals.length; draw++) {
      const drawn = totals[random.int(0, totals.length - 1)];
      sum += drawn?.sum ?? 0;
      n += drawn?.n ?? 0;
    }
    return sum / n;
  });
  const [low, high] = [quantile(means, 0.025), quantile(means, 0.975)];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** Draws from a normal distribution (Box and Muller 1958) of a source of uniform numbers in [0, 1). */
export const normal = (next: () => number, std: number): number =>
  std * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
