import type { RewardSums, RewardTerms } from '../types.ts';

/** What the kernel computes, in double precision. */
export function sumRewardsReference({ rows, terms, values, weights }: RewardTerms): RewardSums {
  const contributions = new Float32Array(rows * terms);
  const rewards = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let term = 0; term < terms; term++) {
      const contribution = (weights[term] ?? 0) * (values[row * terms + term] ?? 0);
      contributions[row * terms + term] = contribution;
      sum += contribution;
    }
    rewards[row] = sum;
  }
  return { contributions, rewards };
}
