import { TwinsightError } from '../../core/errors.ts';

const ROUNDS = 10;
const MULTIPLIER = 0xd256d193;
const WEYL = 0x9e3779b9;

/**
 * Philox 2×32 with ten rounds (Salmon et al. 2011): 64 random bits of a counter of two words and a key, all unsigned 32 bits.
 * Counters instead of a state: a number depends on where it is used, never on how many were drawn before.
 */
export function philox(counter0: number, counter1: number, key: number): readonly [number, number] {
  let [left, right, round] = [counter0 >>> 0, counter1 >>> 0, key >>> 0];
  for (let index = 0; index < ROUNDS; index++) {
    const next = (high32(MULTIPLIER, left) ^ round ^ right) >>> 0;
    right = Math.imul(MULTIPLIER, left) >>> 0;
    left = next;
    round = (round + WEYL) >>> 0;
  }
  return [left, right];
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function high32(a: number, b: number): number {
  const [aHigh, aLow] = [a >>> 16, a & 0xffff];
  const [bHigh, bLow] = [b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/** A number in [0, 1), multiples of 2⁻³², that a seed, a row and a position determine. */
export const uniformAt = (seed: number, row: number, position: number): number =>
  philox(row, position, seed)[0] / 4294967296;

/** How one token is taken from those that may come. */
export interface TokenChoice {
  /** The smallest set of tokens with this much probability, in (0, 1]. */
  readonly topP: number;
  /** 1 for each token that may come. */
  readonly allowed?: Uint8Array | undefined;
  /** In [0, 1). */
  readonly uniform: number;
}

export interface SamplingOptions extends TokenChoice {
  /** 0 takes the most probable token, the first of equals. */
  readonly temperature: number;
}

export interface SampledToken {
  readonly token: number;
  /** Under the temperature (1 where it is 0), before `allowed` and `topP`. */
  readonly logprob: number;
}

/** Reused between calls: one array a token would be most of the time spent here. */
const scratch = { weights: new Float64Array(0), chosen: new Float64Array(0) };

/**
 * Samples tokens by inverting the cumulative distribution, as many as are wanted from the same logits: their exponentials are most of the time
 * that it takes.
 *
 * @param temperature as in {@link SamplingOptions}
 * @returns takes a token; good until the next sampler is made. It throws `invalid-argument` where no token is allowed
 * @throws {TwinsightError} `inference-failed` where logits are not finite
 */
export function samplerOf(logits: Float32Array, temperature: number): (choice: TokenChoice) => SampledToken {
  const count = logits.length;
  const scale = temperature === 0 ? 1 : 1 / temperature;
  const best = mostProbable(logits);
  const top = logits[best] ?? 0;
  if (scratch.weights.length < count) {
    scratch.weights = new Float64Array(count);
    scratch.chosen = new Float64Array(count);
  }
  const { weights, chosen } = scratch;
  let total = 0;
  for (let index = 0; index < count; index++) {
    const weight = Math.exp(((logits[index] ?? 0) - top) * scale);
    weights[index] = weight;
    total += weight;
  }
  return ({ topP, allowed, uniform }) => {
    const first = allowed === undefined ? best : mostProbable(logits, allowed);
    if (first < 0) throw nothingAllowed();
    const token = temperature === 0 ? first : draw(first, topP, allowed, uniform);
    return { token, logprob: ((logits[token] ?? 0) - top) * scale - Math.log(total) };
  };

  function draw(first: number, topP: number, allowed: Uint8Array | undefined, uniform: number): number {
    if (allowed === undefined && topP === 1) return tokenAt(weights, count, uniform * total) ?? first;
    // Relative to the best of those allowed: the others' lead must not round their weights to nothing.
    const highest = logits[first] ?? 0;
    let mass = 0;
    for (let index = 0; index < count; index++) {
      const may = allowed === undefined || allowed[index] === 1;
      const weight = may ? Math.exp(((logits[index] ?? 0) - highest) * scale) : 0;
      chosen[index] = weight;
      mass += weight;
    }
    if (topP < 1) mass = keepNucleus(chosen, count, topP * mass);
    return tokenAt(chosen, count, uniform * mass) ?? first;
  }
}

/**
 * Samples one token.
 *
 * @throws {TwinsightError} as {@link samplerOf} and what it returns
 */
export const sampleToken = (
  logits: Float32Array,
  { temperature, ...choice }: SamplingOptions,
): SampledToken => samplerOf(logits, temperature)(choice);

/** The first of the largest logits; -1 where none is allowed. */
function mostProbable(logits: Float32Array, allowed?: Uint8Array): number {
  let best = -1;
  let top = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < logits.length; index++) {
    const logit = logits[index] ?? 0;
    sum += logit;
    if (logit > top && (allowed === undefined || allowed[index] === 1)) {
      top = logit;
      best = index;
    }
  }
  if (!Number.isFinite(sum)) throw notFinite();
  return best;
}

/** The token up to which the weights sum to more than `mass`; undefined where rounding leaves none. */
function tokenAt(weights: Float64Array, count: number, mass: number): number | undefined {
  let rest = mass;
  for (let index = 0; index < count; index++) {
    rest -= weights[index] ?? 0;
    if (rest < 0) return index;
  }
  return undefined;
}

/** Clears all but the heaviest weights that reach `wanted` together, earlier ones first among equals; returns their sum. */
function keepNucleus(weights: Float64Array, count: number, wanted: number): number {
  const order = Array.from({ length: count }, (_, index) => index)
    .filter((index) => (weights[index] ?? 0) > 0)
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  let kept = 0;
  for (const index of order) {
    if (kept >= wanted) weights[index] = 0;
    else kept += weights[index] ?? 0;
  }
  return kept;
}

const notFinite = (): TwinsightError =>
  new TwinsightError({
    code: 'inference-failed',
    message: 'The policy gave logits that are not finite.',
    remedy: 'Go back to an earlier checkpoint, with a smaller learning rate.',
  });

const nothingAllowed = (): TwinsightError =>
  new TwinsightError({
    code: 'invalid-argument',
    message: 'No token is allowed to come next.',
    remedy: 'End the row instead of asking for another token.',
  });
