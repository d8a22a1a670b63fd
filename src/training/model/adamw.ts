import type { AdamW } from './types.ts';

/** A trainable tensor with AdamW's moments of it; all of one length, changed in place. */
export interface Trained {
  readonly data: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** Whether weight decay applies: to matrices, not to gains. */
  readonly decays: boolean;
}

/**
 * The Euclidean norm of all values together. Scaled by the largest first, so that it is finite wherever the values are.
 *
 * @returns NaN or infinite where a value is
 */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  const list = [...gradients];
  let largest = 0;
  for (const gradient of list) {
    for (const value of gradient) {
      const size = Math.abs(value);
      // NaN compares as false with everything, so it must be asked for.
      if (size > largest || Number.isNaN(size)) largest = size;
    }
    if (!Number.isFinite(largest)) return largest;
  }
  if (largest === 0) return 0;
  let sum = 0;
  for (const gradient of list) for (const value of gradient) sum += (value / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * One update (Loshchilov and Hutter 2019, algorithm 2, as PyTorch computes it): the gradient clipped to `maxGradNorm`, moments with
 * bias correction, weight decay apart from the gradient. In double precision, rounded once at the end.
 *
 * @param step counted from 1, this one included
 */
export function updateAdamW(
  { data, first, second, decays }: Trained,
  gradient: Float32Array,
  options: AdamW,
  norm: number,
  step: number,
): void {
  const { learningRate, beta1, beta2, eps, weightDecay, maxGradNorm } = options;
  // PyTorch's clip_grad_norm_ adds the same 1e-6.
  const clip = Math.min(1, maxGradNorm / (norm + 1e-6));
  const stepSize = learningRate / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  const decay = decays ? 1 - learningRate * weightDecay : 1;
  for (let index = 0; index < data.length; index++) {
    const slope = clip * (gradient[index] ?? 0);
    const mean = beta1 * (first[index] ?? 0) + (1 - beta1) * slope;
    const square = beta2 * (second[index] ?? 0) + (1 - beta2) * slope * slope;
    first[index] = mean;
    second[index] = square;
    data[index] = decay * (data[index] ?? 0) - (stepSize * mean) / (Math.sqrt(square) / correction + eps);
  }
}
