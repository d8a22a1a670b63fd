import type { LlamaConfig, Weights } from './types.ts';

/** What the loss needs of one sequence, without padding. Arrays have one entry a token; that of the first token is not used. */
export interface LossRow {
  readonly tokens: Int32Array;
  /** How many rollouts it stands for: those of one group are often the same, and are computed once. */
  readonly times: number;
  /** Weight of each token's policy loss: its mask, divided as the loss type says, times `times`. */
  readonly policyWeights: Float32Array;
  /** Weight of each token's cross-entropy. */
  readonly supervisedWeights: Float32Array;
  readonly advantage: number;
  /** 1 / temperature; 1 for rows to imitate. */
  readonly inverseTemperature: number;
  /** 0 where the policy wrote nothing. Undefined: those of the policy as it is, and the ratio is 1. */
  readonly oldLogprobs: Float32Array | undefined;
  readonly referenceLogprobs: Float32Array | undefined;
}

export interface LossOptions {
  readonly epsilon: number;
  readonly epsilonHigh: number;
  readonly beta: number;
  readonly importanceSamplingLevel: 'token' | 'sequence';
}

/** Sums over tokens, each as often as its row stands for a rollout: of those with a policy weight, or with a supervised weight (`crossEntropy`, `supervisedTokens`). */
export interface LossSums {
  /** The loss itself: the weighted sum. */
  loss: number;
  policyTokens: number;
  kl: number;
  entropy: number;
  clippedLow: number;
  clippedHigh: number;
  supervisedTokens: number;
  /** Not weighted. */
  crossEntropy: number;
}

export const noSums = (): LossSums => ({
  loss: 0,
  policyTokens: 0,
  kl: 0,
  entropy: 0,
  clippedLow: 0,
  clippedHigh: 0,
  supervisedTokens: 0,
  crossEntropy: 0,
});

/** The loss of rows together, and its gradient for the weights that were named, by their names. */
export interface LossGradients {
  readonly sums: LossSums;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Tokens that are fed to rows of one group that were fed the same before them: what they do to one they do to all. */
export interface Branch {
  /** One at least, and no more than the decoder takes at once. */
  readonly tokens: readonly number[];
  readonly rows: readonly number[];
}

/** Rows that share their prompt's keys and values and go on behind it, each at a place of its own. */
export interface Decoder {
  /** Tokens that a row may be fed in one step. */
  readonly atOnce: number;
  /** The logits behind each group's prompt, [groups, vocabSize]. */
  readonly promptLogits: Float32Array;
  /**
   * Feeds tokens to some rows, those together that began alike.
   *
   * @returns the logits behind the last token of each branch, [branches.length, vocabSize]; valid until the next call
   */
  step(branches: readonly Branch[]): Promise<Float32Array>;
  dispose(): void;
}

export interface DecoderRequest {
  readonly groups: readonly { readonly prompt: readonly number[]; readonly rows: number }[];
  /** Positions that a row may reach, its prompt included. */
  readonly capacity: number;
}

/** Sequences of different lengths. */
export type Sequences = readonly Int32Array[];

/**
 * A decoder's forward and backward passes on a device. Knows whole weights only: adapters are merged before, and get their
 * gradients from those of the merged weights.
 */
export interface Compute {
  readonly config: LlamaConfig;
  /** Replaces some of the weights, or all. */
  setWeights(weights: Weights): void;
  /** [length, vocabSize] of each sequence. */
  logits(sequences: Sequences): Promise<readonly Float32Array[]>;
  /** [length] of each sequence; 0 for its first token. */
  logprobs(sequences: Sequences, inverseTemperature: number): Promise<readonly Float32Array[]>;
  /** The loss of rows together, and its gradient for the weights that are named. */
  gradients(rows: readonly LossRow[], options: LossOptions, names: readonly string[]): Promise<LossGradients>;
  decoder(request: DecoderRequest): Promise<Decoder>;
  dispose(): void;
}
