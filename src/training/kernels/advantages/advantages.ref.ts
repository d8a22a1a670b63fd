import type { GroupAdvantages, RewardGroups } from '../types.ts';

/** What TRL adds to the standard deviation; a difference of rewards as small as 1e-6 is then not blown up. */
export const DEVIATION_EPSILON = 1e-4;

interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly flat: boolean;
}

/**
 * Mean and standard deviation with Bessel's correction. Equal numbers are found by max = min: the mean of seven times 0.7 is not
 * 0.7 in floating point, and what is left over, divided by almost nothing, would look like a signal.
 */
function spreadOf(values: Float32Array): Spread {
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  if (low === high) return { mean: low, deviation: 0, flat: true };
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)), flat: false };
}

/** What the kernel computes, in double precision (Shao et al. 2024, eq. 3, with TRL's constants and `scale_rewards`). */
export function advantagesReference({ rewards, groupSize, scale }: RewardGroups): GroupAdvantages {
  const groups = rewards.length / groupSize;
  const advantages = new Float32Array(rewards.length);
  const means = new Float32Array(groups);
  const deviations = new Float32Array(groups);
  const noSignal = new Uint8Array(groups);
  const batchDeviation = scale === 'batch' ? spreadOf(rewards).deviation : 0;
  for (let group = 0; group < groups; group++) {
    const start = group * groupSize;
    const { mean, deviation, flat } = spreadOf(rewards.subarray(start, start + groupSize));
    means[group] = mean;
    deviations[group] = deviation;
    noSignal[group] = flat ? 1 : 0;
    if (flat) continue;
    const divisor =
      scale === 'none' ? 1 : (scale === 'batch' ? batchDeviation : deviation) + DEVIATION_EPSILON;
    for (let i = start; i < start + groupSize; i++) advantages[i] = ((rewards[i] ?? 0) - mean) / divisor;
  }
  return { advantages, means, deviations, noSignal };
}
