import type { LossOptions, LossRow, LossSums } from './compute.ts';

/** Beyond e^±20 a ratio says nothing more, and its exponential would soon be infinite. */
const MOST_LOG_RATIO = 20;
const held = (value: number): number => Math.min(Math.max(value, -MOST_LOG_RATIO), MOST_LOG_RATIO);
const within = (value: number): boolean => Math.abs(value) <= MOST_LOG_RATIO;

/**
 * The loss of one sequence as a function of its tokens' log-probabilities, and its derivative: the clipped surrogate of PPO with the k3
 * estimate of the KL divergence, and cross-entropy (Shao et al. 2024, equations 3 and 4; TRL's `GRPOTrainer`).
 *
 *     dL/dlogp = w · (−A · ρ · [not clipped] + β · (1 − e^(reference − logp)))
 *
 * @param logprobs of each token, under the row's temperature
 * @param entropies where each token was chosen
 * @param sums what is added to
 * @returns dL/dlogp of each token
 */
export function policyTerms(
  row: LossRow,
  options: LossOptions,
  logprobs: Float32Array,
  entropies: Float32Array,
  sums: LossSums,
): Float32Array {
  const { policyWeights, supervisedWeights } = row;
  const slopes = new Float32Array(logprobs.length);
  const whole = options.importanceSamplingLevel === 'sequence' ? sequenceLogRatio(row, logprobs) : undefined;
  // What all tokens of a sequence add to the slope of their common ratio.
  let shared = 0;
  for (let at = 1; at < logprobs.length; at++) {
    const logprob = logprobs[at] ?? 0;
    const imitate = supervisedWeights[at] ?? 0;
    if (imitate > 0) {
      sums.supervisedTokens++;
      sums.crossEntropy -= logprob;
      sums.loss -= imitate * logprob;
      slopes[at] = -imitate;
    }
    const weight = policyWeights[at] ?? 0;
    if (weight > 0) {
      const gain = surrogate(whole?.logRatio ?? logRatioAt(row, logprobs, at), row, options, sums);
      const penalty = distanceTo(row.referenceLogprobs?.[at] ?? logprob, logprob, row.times, sums);
      sums.policyTokens += row.times;
      sums.entropy += row.times * (entropies[at] ?? 0);
      sums.loss += weight * (gain.loss + options.beta * penalty.kl);
      if (whole) shared += weight * gain.slope;
      slopes[at] = (slopes[at] ?? 0) + weight * ((whole ? 0 : gain.slope) + options.beta * penalty.slope);
    }
  }
  if (whole) spread(row, slopes, shared / Math.max(whole.count, 1));
  return slopes;
}

/** −min(ρ A, clip(ρ) A), and its slope over the log-ratio. */
function surrogate(logRatio: number, { advantage, times }: LossRow, options: LossOptions, sums: LossSums) {
  const ratio = Math.exp(held(logRatio));
  const high = ratio > 1 + options.epsilonHigh && advantage > 0;
  const low = ratio < 1 - options.epsilon && advantage < 0;
  if (high) sums.clippedHigh += times;
  if (low) sums.clippedLow += times;
  if (high) return { loss: -(1 + options.epsilonHigh) * advantage, slope: 0 };
  if (low) return { loss: -(1 - options.epsilon) * advantage, slope: 0 };
  return { loss: -ratio * advantage, slope: within(logRatio) ? -ratio * advantage : 0 };
}

/** The k3 estimate of the KL divergence (Schulman 2020), and its slope over the log-probability. */
function distanceTo(reference: number, logprob: number, times: number, sums: LossSums) {
  const distance = held(reference - logprob);
  const odds = Math.exp(distance);
  const kl = odds - distance - 1;
  sums.kl += times * kl;
  return { kl, slope: within(reference - logprob) ? 1 - odds : 0 };
}

/** Without old log-probabilities the policy has not changed since: the ratio is 1. */
function logRatioAt({ oldLogprobs }: LossRow, logprobs: Float32Array, at: number): number {
  const logprob = logprobs[at] ?? 0;
  return logprob - (oldLogprobs?.[at] ?? logprob);
}

/** The mean log-ratio of what the policy wrote: that of the sequence, in every one of its tokens (Zheng et al. 2025). */
function sequenceLogRatio(row: LossRow, logprobs: Float32Array) {
  let [count, sum] = [0, 0];
  for (let at = 1; at < logprobs.length; at++) {
    if ((row.policyWeights[at] ?? 0) > 0) {
      count++;
      sum += logRatioAt(row, logprobs, at);
    }
  }
  return { count, logRatio: sum / Math.max(count, 1) };
}

function spread({ policyWeights }: LossRow, slopes: Float32Array, slope: number): void {
  for (let at = 1; at < slopes.length; at++)
    if ((policyWeights[at] ?? 0) > 0) slopes[at] = (slopes[at] ?? 0) + slope;
}
