/** The shape of a Llama decoder, as in `config.json` of the Hugging Face layout. */
export interface LlamaConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  /** Attention heads; keys and values have as many. */
  readonly heads: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
  readonly maxPositions: number;
  /** Whether the output layer is the embedding again. */
  readonly tiedEmbeddings: boolean;
  readonly bosToken: number;
  readonly eosToken: number;
  readonly padToken: number;
}

/** A dense float32 array, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors by their names in the Hugging Face layout: "model.layers.0.self_attn.q_proj.weight", [out, in]. */
export type Weights = ReadonlyMap<string, Tensor>;

/** The linear layers that low-rank adapters can be added to, by their names in the Hugging Face layout. */
export const ADAPTER_TARGETS = [
  'q_proj',
  'k_proj',
  'v_proj',
  'o_proj',
  'gate_proj',
  'up_proj',
  'down_proj',
] as const;
export type AdapterTarget = (typeof ADAPTER_TARGETS)[number];

/** Low-rank adaptation (Hu et al. 2021): W + (alpha / rank) · B A with A [rank, in] and B [out, rank], B zero at first. */
export interface AdapterConfig {
  readonly rank: number;
  readonly alpha: number;
  readonly targets: readonly AdapterTarget[];
  /** Seed of A. */
  readonly seed: number;
}

/** What a step changes. */
export type Trainable = { readonly kind: 'full' } | { readonly kind: 'lora'; readonly lora: AdapterConfig };

/** Sequences of one length, padded on the right with `padToken`; row-major [rows, length]. */
export interface TokenBatch {
  readonly rows: number;
  readonly length: number;
  readonly tokens: Int32Array;
}

/** Told of each token that a row sampled; decides how the row goes on. */
export interface RowDriver {
  /** `inject`: these tokens follow as they are (the results of a plan), then sampling goes on. */
  onToken(token: number): 'continue' | 'end' | { readonly inject: readonly number[] };
  /** 1 for each token that may come next, [vocabSize]; undefined allows all. */
  allowed?(): Uint8Array | undefined;
}

export interface SampleRequest {
  /** One entry a group: a prompt, and a driver for each of its rows. Prompts include the beginning-of-sequence token. */
  readonly groups: readonly { readonly prompt: readonly number[]; readonly rows: readonly RowDriver[] }[];
  /** 0 takes the most probable token. */
  readonly temperature: number;
  /** Nucleus sampling: the smallest set of tokens with this much probability; 1 takes all. */
  readonly topP: number;
  /** Tokens behind the prompt, injected ones included. */
  readonly maxNewTokens: number;
  /** With the row and the position the counter of the random numbers: the same seed gives the same rows. */
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** One sampled sequence behind its prompt. */
export interface SampledRow {
  readonly group: number;
  readonly tokens: readonly number[];
  /** For each token, whether the policy wrote it; injected ones it did not. */
  readonly written: readonly boolean[];
  /** For each token that was written its log-probability under the sampling temperature, before top-p and grammar; 0 for others. */
  readonly logprobs: readonly number[];
  /** False where `maxNewTokens` or the model's positions ended the row. */
  readonly ended: boolean;
}

/** Sequences with what a policy gradient needs of each of their tokens. Arrays over tokens are [rows, length]. */
export interface PolicyBatch extends TokenBatch {
  /** 1 for tokens that the policy wrote, 0 for prompt, results and padding. The first token of a row is never written. */
  readonly mask: Uint8Array;
  /** [rows]. */
  readonly advantages: Float32Array;
  /** Log-probabilities when the rows were sampled; undefined where the update is the first since (then the ratio is 1). */
  readonly oldLogprobs?: Float32Array | undefined;
  /** Log-probabilities under the reference policy; needed where `beta` is not 0. */
  readonly referenceLogprobs?: Float32Array | undefined;
}

/** Sequences to imitate: cross-entropy of the masked tokens. */
export interface SupervisedBatch extends TokenBatch {
  readonly mask: Uint8Array;
}

export const LOSS_TYPES = ['grpo', 'bnpo', 'dapo', 'dr_grpo'] as const;

/** The policy-gradient loss, in TRL's names. */
export interface PolicyLoss {
  readonly epsilon: number;
  readonly epsilonHigh: number;
  /** Weight of the k3 estimate of the KL divergence to the reference policy. */
  readonly beta: number;
  readonly lossType: (typeof LOSS_TYPES)[number];
  readonly importanceSamplingLevel: 'token' | 'sequence';
  /** Logits are divided by it: the policy that is improved is the one that was sampled. */
  readonly temperature: number;
  /** Divides the loss of type `dr_grpo`. */
  readonly maxCompletionLength: number;
}

/** AdamW (Loshchilov and Hutter 2019) with the gradient clipped to a global norm. */
export interface AdamW {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly maxGradNorm: number;
}

export interface StepRequest {
  readonly policy?: { readonly batch: PolicyBatch; readonly loss: PolicyLoss } | undefined;
  /** Its mean cross-entropy a token, times `weight`, is added to the loss. */
  readonly supervised?: { readonly batch: SupervisedBatch; readonly weight: number } | undefined;
  readonly optimizer: AdamW;
}

export interface StepReport {
  readonly loss: number;
  /** Before clipping. */
  readonly gradNorm: number;
  /** Set where the weights were left as they were: a loss or gradient that is not finite. */
  readonly skipped?: string | undefined;
  /** Of the policy's tokens; absent without a policy batch. */
  readonly policy?:
    | {
        readonly kl: number;
        readonly entropy: number;
        readonly clipRatioLow: number;
        readonly clipRatioHigh: number;
      }
    | undefined;
  /** Mean cross-entropy a token; absent without a supervised batch. */
  readonly supervisedLoss?: number | undefined;
}

/** Everything that a run needs to go on as if it had not stopped, by name; little-endian float32. */
export interface EngineState {
  /** Trainable tensors: whole weights, or "….lora_A.weight" and "….lora_B.weight". */
  readonly trainable: Weights;
  /** AdamW's moments of each of them, and how many steps were taken. */
  readonly firstMoments: Weights;
  readonly secondMoments: Weights;
  readonly steps: number;
}

/**
 * A policy's weights and all that is done with them. One call at a time. Rejects with a `TwinsightError`: `cancelled` by the signal,
 * `invalid-argument` for shapes that do not fit, or what the device failed with.
 */
export interface PolicyEngine {
  readonly config: LlamaConfig;
  readonly trainable: Trainable;
  readonly device: 'wasm' | 'webgpu';
  /** [rows, length, vocabSize]. */
  logits(batch: TokenBatch): Promise<Float32Array>;
  sample(request: SampleRequest): Promise<readonly SampledRow[]>;
  /**
   * The log-probability of each token given those before it, [rows, length]; 0 for the first of a row.
   * `reference`: under the weights that the engine was made with, the adapter off.
   */
  logprobs(
    batch: TokenBatch,
    options: { readonly temperature: number; readonly reference: boolean },
  ): Promise<Float32Array>;
  /** One update of what is trainable. Leaves everything as it was where the loss or a gradient is not finite. */
  step(request: StepRequest): Promise<StepReport>;
  readState(): Promise<EngineState>;
  writeState(state: EngineState): Promise<void>;
  /** The weights as they are now, adapters merged. */
  readWeights(): Promise<Weights>;
  dispose(): void;
}
