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
  const { policyWeights, supervisedWeights, referenceLogprobs, advantage } = row;
  const slopes = new Float32Array(logprobs.length);
  const bySequence = options.importanceSamplingLevel === 'sequence';
  const whole = bySequence ? sequenceLogRatio(row, logprobs) : undefined;
  for (let at = 1; at < logprobs.length; at++) {
    const logprob = logprobs[at] ?? 0;
    const imitate = supervisedWeights[at] ?? 0;
    let slope = -imitate;
    if (imitate > 0) {
      sums.supervisedTokens++;
      sums.crossEntropy -= logprob;
      sums.loss -= imitate * logprob;
    }
    const weight = policyWeights[at] ?? 0;
    if (weight > 0) {
      const logRatio = whole?.logRatio ?? logprob - (row.oldLogprobs?.[at] ?? logprob);
      const ratio = Math.exp(held(logRatio));
      const high = ratio > 1 + options.epsilonHigh && advantage > 0;
      const low = ratio < 1 - options.epsilon && advantage < 0;
      const bounded = high ? 1 + options.epsilonHigh : low ? 1 - options.epsilon : ratio;
      const gain = high || low || !within(logRatio) ? 0 : -advantage * ratio;
      const distance = (referenceLogprobs?.[at] ?? logprob) - logprob;
      const odds = Math.exp(held(distance));
      const kl = odds - held(distance) - 1;
      sums.policyTokens++;
      sums.kl += kl;
      sums.entropy += entropies[at] ?? 0;
      sums.clippedHigh += high ? 1 : 0;
      sums.clippedLow += low ? 1 : 0;
      sums.loss += weight * (options.beta * kl - bounded * advantage);
      slope += weight * options.beta * (within(distance) ? 1 - odds : 0);
      if (!whole) slope += weight * gain;
      else whole.slope += weight * gain;
    }
    slopes[at] = slope;
  }
  if (whole) spread(row, slopes, whole.slope / Math.max(whole.count, 1));
  return slopes;
}

/** The mean log-ratio of what the policy wrote: that of the sequence, in every one of its tokens (Zheng et al. 2025). */
function sequenceLogRatio({ policyWeights, oldLogprobs }: LossRow, logprobs: Float32Array) {
  let [count, sum] = [0, 0];
  for (let at = 1; at < logprobs.length; at++) {
    if ((policyWeights[at] ?? 0) > 0) {
      const logprob = logprobs[at] ?? 0;
      count++;
      sum += logprob - (oldLogprobs?.[at] ?? logprob);
    }
  }
  return { count, logRatio: sum / Math.max(count, 1), slope: 0 };
}

function spread({ policyWeights }: LossRow, slopes: Float32Array, slope: number): void {
  for (let at = 1; at < slopes.length; at++)
    if ((policyWeights[at] ?? 0) > 0) slopes[at] = (slopes[at] ?? 0) + slope;
}
