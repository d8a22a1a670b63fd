import type { Array as JaxArray } from '@jax-js/jax';
import type { LlamaConfig } from '../types.ts';
import { causalAttention, decode, embed, head, type Jax, type ParameterReader } from './llama.ts';

/** Beyond e^±20 a ratio says nothing more, and its exponential would soon be infinite. */
const MOST_LOG_RATIO = 20;

/** One micro-batch on the device. Arrays over tokens are [rows, length]. */
export interface LossInputs {
  readonly [name: string]: JaxArray;
  /** int32. */
  readonly tokens: JaxArray;
  readonly policyWeights: JaxArray;
  readonly supervisedWeights: JaxArray;
  readonly old: JaxArray;
  readonly reference: JaxArray;
  /** 1 where `old` counts, else the ratio is 1; [rows, 1]. */
  readonly hasOld: JaxArray;
  readonly hasReference: JaxArray;
  readonly advantages: JaxArray;
  /** How many rollouts each row stands for, [rows, 1]. */
  readonly times: JaxArray;
  readonly inverseTemperatures: JaxArray;
  /** [1 − ε, 1 + ε high, β]. */
  readonly constants: JaxArray;
}

/** Log-probabilities of each token given those before it, [rows, length − 1], and the entropies there. */
export function tokenLogprobs(
  jax: Jax,
  config: LlamaConfig,
  weights: ParameterReader,
  tokens: JaxArray,
  inverseTemperatures: JaxArray,
  rotary: { readonly cos: JaxArray; readonly sin: JaxArray },
): { readonly logprobs: JaxArray; readonly entropies: JaxArray } {
  const { numpy: np, nn, lax } = jax;
  const [rows = 0, length = 0] = tokens.shape;
  const attend = causalAttention(jax, config.hiddenSize / config.heads);
  const hidden = decode(jax, config, weights, embed(jax, config, weights, tokens.ref), rotary, attend);
  const [before] = np.split(hidden, [length - 1], 1);
  const [, targets] = np.split(tokens, [1], 1);
  if (!before || !targets) throw new Error('A sequence has no next token.');
  const logits = head(jax, config, weights, before).mul(inverseTemperatures.reshape([rows, 1, 1]));
  const all = nn.logSoftmax(logits, -1);
  const fixed = lax.stopGradient(all.ref);
  const entropies = np.sum(np.exp(fixed.ref).mul(fixed), -1).neg();
  return { logprobs: np.sum(all.mul(nn.oneHot(targets, config.vocabSize)), -1), entropies };
}

/**
 * The loss of a micro-batch and the sums of `LossSums`: the clipped surrogate of PPO with the k3 estimate of the KL divergence, and
 * cross-entropy, each token with its weight (Shao et al. 2024, equations 3 and 4; TRL's `GRPOTrainer`).
 *
 * @returns [loss, [policyTokens, kl, entropy, clippedLow, clippedHigh, supervisedTokens, crossEntropy]]
 */
export function lossOf(
  jax: Jax,
  config: LlamaConfig,
  level: 'token' | 'sequence',
  weights: ParameterReader,
  inputs: LossInputs,
  rotary: { readonly cos: JaxArray; readonly sin: JaxArray },
): [JaxArray, JaxArray] {
  const { numpy: np, lax } = jax;
  const { logprobs, entropies } = tokenLogprobs(
    jax,
    config,
    weights,
    inputs.tokens,
    inputs.inverseTemperatures,
    rotary,
  );
  const next = (x: JaxArray): JaxArray => {
    const [, rest] = np.split(x, [1], 1);
    if (!rest) throw new Error('A sequence has no next token.');
    return rest;
  };
  const policyWeights = next(inputs.policyWeights);
  const supervisedWeights = next(inputs.supervisedWeights);
  const mask = np.where(np.greater(policyWeights.ref, 0), 1, 0);
  const copied = np.where(np.greater(supervisedWeights.ref, 0), 1, 0);
  const chosen = (hasIt: JaxArray, given: JaxArray): JaxArray =>
    np.where(np.greater(hasIt, 0.5), next(given), lax.stopGradient(logprobs.ref));
  const ofRow = (x: JaxArray): JaxArray => np.sum(x, 1, { keepdims: true });
  const [low, high, beta] = np.split(inputs.constants, 3, 0);
  if (!low || !high || !beta) throw new Error('The constants of the loss are missing.');

  let logRatio = logprobs.ref.sub(chosen(inputs.hasOld, inputs.old));
  if (level === 'sequence') logRatio = ofRow(logRatio.mul(mask.ref)).div(np.maximum(ofRow(mask.ref), 1));
  const ratio = np.exp(np.clip(logRatio, -MOST_LOG_RATIO, MOST_LOG_RATIO));
  const { advantages } = inputs;
  // Tokens whose clipped objective is the smaller one: it does not depend on the policy.
  const clippedHigh = np.where(
    np.greater(ratio.ref, high.ref),
    np.where(np.greater(advantages.ref, 0), 1, 0),
    0,
  );
  const clippedLow = np.where(np.less(ratio.ref, low.ref), np.where(np.less(advantages.ref, 0), 1, 0), 0);
  const bounded = np.clip(lax.stopGradient(ratio.ref), low, high);
  const gain = np.where(np.greater(clippedHigh.ref.add(clippedLow.ref), 0), bounded, ratio).mul(advantages);
  const distance = np.clip(
    chosen(inputs.hasReference, inputs.reference).sub(logprobs.ref),
    -MOST_LOG_RATIO,
    MOST_LOG_RATIO,
  );
  const kl = np.exp(distance.ref).sub(distance).sub(1);
  const policy = np.sum(policyWeights.mul(kl.ref.mul(beta).sub(gain)));
  const imitation = np.sum(supervisedWeights.mul(logprobs.ref)).neg();
  const counted = mask.mul(inputs.times);
  const sums = np.stack([
    np.sum(counted.ref),
    np.sum(kl.mul(counted.ref)),
    np.sum(entropies.mul(counted.ref)),
    np.sum(clippedLow.mul(counted.ref)),
    np.sum(clippedHigh.mul(counted)),
    np.sum(copied.ref),
    np.sum(logprobs.mul(copied)).neg(),
  ]);
  return [policy.add(imitation), lax.stopGradient(sums)];
}
