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

export interface SamplingOptions {
  /** 0 takes the most probable token, the first of equals. */
  readonly temperature: number;
  /** The smallest set of tokens with this much probability, in (0, 1]. */
  readonly topP: number;
  /** 1 for each token that may come. */
  readonly allowed?: Uint8Array | undefined;
  /** In [0, 1). */
  readonly uniform: number;
}

export interface SampledToken {
  readonly token: number;
  /** Under the temperature (1 where it is 0), before `allowed` and `topP`. */
  readonly logprob: number;
}

/** Reused between calls: one array a token would be most of the time spent here. */
let scratch = new Float64Array(0);

/**
 * Samples a token by inverting the cumulative distribution.
 *
 * @throws {TwinsightError} `inference-failed` where logits are not finite, `invalid-argument` where no token is allowed
 */
export function sampleToken(logits: Float32Array, options: SamplingOptions): SampledToken {
  const { allowed, temperature, topP, uniform } = options;
  const count = logits.length;
  const scale = temperature === 0 ? 1 : 1 / temperature;
  let top = Number.NEGATIVE_INFINITY;
  let best = -1;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const logit = logits[index] ?? 0;
    sum += logit;
    if (logit > top) top = logit;
    if ((allowed === undefined || allowed[index] === 1) && (best < 0 || logit > (logits[best] ?? 0)))
      best = index;
  }
  if (!Number.isFinite(sum)) throw notFinite();
  if (best < 0) throw nothingAllowed();
  if (scratch.length < count) scratch = new Float64Array(count);
  const weights = scratch;
  let total = 0;
  for (let index = 0; index < count; index++) {
    const weight = Math.exp(((logits[index] ?? 0) - top) * scale);
    weights[index] = weight;
    total += weight;
  }
  const chosen = temperature === 0 ? best : draw();
  return { token: chosen, logprob: ((logits[chosen] ?? 0) - top) * scale - Math.log(total) };

  function draw(): number {
    let mass = total;
    if (allowed !== undefined) {
      // Relative to the best of those allowed: the others' lead must not round their weights to nothing.
      const highest = logits[best] ?? 0;
      mass = 0;
      for (let index = 0; index < count; index++) {
        const weight = allowed[index] === 1 ? Math.exp(((logits[index] ?? 0) - highest) * scale) : 0;
        weights[index] = weight;
        mass += weight;
      }
    }
    if (topP < 1) mass = keepNucleus(weights, count, topP * mass);
    let rest = uniform * mass;
    for (let index = 0; index < count; index++) {
      rest -= weights[index] ?? 0;
      if (rest < 0) return index;
    }
    return best;
  }
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
