import { TwinsightError } from '../../core/errors.ts';
import { z } from '../../core/zod.ts';
import type { LlamaConfig } from './types.ts';

/** A size of a model of our kind; far above what a page can train, and far below what would exhaust it while reading. */
const size = (most: number) => z.int().min(1).max(most);
const token = z.int().min(0);

const FILE = z
  .object({
    model_type: z.literal('llama'),
    vocab_size: size(1_000_000),
    hidden_size: size(16_384),
    intermediate_size: size(65_536),
    num_hidden_layers: size(256),
    num_attention_heads: size(256),
    num_key_value_heads: size(256).optional(),
    head_dim: size(16_384).nullish(),
    rms_norm_eps: z.number().positive().max(1),
    rope_theta: z.number().positive().optional(),
    /** Where transformers 5 keeps theta. */
    rope_parameters: z.object({ rope_theta: z.number().positive().optional() }).nullish(),
    rope_scaling: z.null().optional(),
    max_position_embeddings: size(1_000_000),
    tie_word_embeddings: z.boolean().default(false),
    hidden_act: z.literal('silu').default('silu'),
    attention_bias: z.literal(false).default(false),
    mlp_bias: z.literal(false).default(false),
    bos_token_id: token,
    eos_token_id: token,
    pad_token_id: token.nullish(),
  })
  .refine((file) => file.hidden_size % (2 * file.num_attention_heads) === 0, {
    message: 'hidden_size is no multiple of twice num_attention_heads',
    path: ['num_attention_heads'],
  })
  .refine((file) => (file.num_key_value_heads ?? file.num_attention_heads) === file.num_attention_heads, {
    message: 'keys and values must have as many heads as queries',
    path: ['num_key_value_heads'],
  })
  .refine((file) => (file.head_dim ?? undefined) === undefined || headDim(file) === file.head_dim, {
    message: 'must be hidden_size / num_attention_heads',
    path: ['head_dim'],
  })
  .refine(
    (file) => Math.max(file.bos_token_id, file.eos_token_id, file.pad_token_id ?? 0) < file.vocab_size,
    { message: 'a special token lies outside the vocabulary', path: ['vocab_size'] },
  );

const headDim = (file: { hidden_size: number; num_attention_heads: number }): number =>
  file.hidden_size / file.num_attention_heads;

/**
 * Reads `config.json` of a Llama in the Hugging Face layout. Without a padding token the end token pads.
 *
 * @param json the parsed file
 * @throws {TwinsightError} `model-invalid`, with the field that does not fit
 */
export function readConfig(json: unknown): LlamaConfig {
  const parsed = FILE.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TwinsightError({
      code: 'model-invalid',
      message: `config.json: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'does not fit'}.`,
      remedy: 'Give the config.json of a Llama without grouped heads, biases and scaled rotary embeddings.',
    });
  }
  const file = parsed.data;
  return {
    vocabSize: file.vocab_size,
    hiddenSize: file.hidden_size,
    intermediateSize: file.intermediate_size,
    layers: file.num_hidden_layers,
    heads: file.num_attention_heads,
    rmsNormEps: file.rms_norm_eps,
    ropeTheta: file.rope_theta ?? file.rope_parameters?.rope_theta ?? 10_000,
    maxPositions: file.max_position_embeddings,
    tiedEmbeddings: file.tie_word_embeddings,
    bosToken: file.bos_token_id,
    eosToken: file.eos_token_id,
    padToken: file.pad_token_id ?? file.eos_token_id,
  };
}

/** The fields of `config.json` that transformers needs to load the model. */
export function writeConfig(config: LlamaConfig): Readonly<Record<string, unknown>> {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.heads,
    head_dim: config.hiddenSize / config.heads,
    hidden_act: 'silu',
    rms_norm_eps: config.rmsNormEps,
    rope_theta: config.ropeTheta,
    max_position_embeddings: config.maxPositions,
    tie_word_embeddings: config.tiedEmbeddings,
    attention_bias: false,
    mlp_bias: false,
    bos_token_id: config.bosToken,
    eos_token_id: config.eosToken,
    pad_token_id: config.padToken,
    torch_dtype: 'float32',
  };
}
