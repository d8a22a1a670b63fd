import type { Array as JaxArray } from '@jax-js/jax';
import type { LlamaConfig } from '../types.ts';

/** The library, loaded when it is needed. */
export type Jax = typeof import('@jax-js/jax');
export type Parameters = Record<string, JaxArray>;

/** Gives out parameters with a reference each: the library counts them, and every use of an array consumes one. */
export class ParameterReader {
  readonly #parameters: Parameters;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
  }

  take(name: string): JaxArray {
    const parameter = this.#parameters[name];
    if (!parameter) throw new Error(`The model has no parameter ${name}.`);
    return parameter.ref;
  }

  /** Lets go of the references that the function was called with. */
  dispose(): void {
    for (const parameter of Object.values(this.#parameters)) parameter.dispose();
  }
}

/** How queries, keys and values of a layer become what its heads read; differs between whole sequences and single steps. */
export type Attend = (layer: number, queries: JaxArray, keys: JaxArray, values: JaxArray) => JaxArray;

/**
 * The decoder of Llama as transformers computes it: pre-norm, rotary embeddings in the "rotate half" convention, SwiGLU.
 *
 * @param hidden embedded tokens, [rows, length, hiddenSize]
 * @param cos of the angles of each position, broadcast to [rows, heads, length, headDim]; `sin` likewise
 * @returns the hidden states behind the last norm, [rows, length, hiddenSize]
 */
export function decode(
  { numpy: np, nn }: Jax,
  config: LlamaConfig,
  weights: ParameterReader,
  hidden: JaxArray,
  { cos, sin }: { readonly cos: JaxArray; readonly sin: JaxArray },
  attend: Attend,
): JaxArray {
  const [rows = 0, length = 0] = hidden.shape;
  const { heads, hiddenSize } = config;
  const headDim = hiddenSize / heads;
  const norm = (x: JaxArray, name: string): JaxArray => {
    const scale = np.mean(x.ref.mul(x.ref), -1, { keepdims: true }).add(config.rmsNormEps);
    return x.div(np.sqrt(scale)).mul(weights.take(name));
  };
  const linear = (x: JaxArray, name: string): JaxArray =>
    np.matmul(x, weights.take(`${name}.weight`).transpose());
  const split = (x: JaxArray): JaxArray => x.reshape([rows, length, heads, headDim]).transpose([0, 2, 1, 3]);
  const half = headDim / 2;
  const rotate = (x: JaxArray): JaxArray => {
    const [left, right] = np.split(x.ref, 2, -1);
    if (!left || !right || right.shape.at(-1) !== half) throw new Error('A head has no halves.');
    return x.mul(cos.ref).add(np.concatenate([right.neg(), left], -1).mul(sin.ref));
  };
  let stream = hidden;
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = `model.layers.${layer}`;
    const read = norm(stream.ref, `${prefix}.input_layernorm.weight`);
    const queries = rotate(split(linear(read.ref, `${prefix}.self_attn.q_proj`)));
    const keys = rotate(split(linear(read.ref, `${prefix}.self_attn.k_proj`)));
    const values = split(linear(read, `${prefix}.self_attn.v_proj`));
    const heard = attend(layer, queries, keys, values)
      .transpose([0, 2, 1, 3])
      .reshape([rows, length, hiddenSize]);
    stream = stream.add(linear(heard, `${prefix}.self_attn.o_proj`));
    const thought = norm(stream.ref, `${prefix}.post_attention_layernorm.weight`);
    const gate = nn.silu(linear(thought.ref, `${prefix}.mlp.gate_proj`));
    const up = linear(thought, `${prefix}.mlp.up_proj`);
    stream = stream.add(linear(gate.mul(up), `${prefix}.mlp.down_proj`));
  }
  cos.dispose();
  sin.dispose();
  return norm(stream, 'model.norm.weight');
}

/** Attention of each position to itself and those before it, within whole sequences. */
export function causalAttention({ numpy: np, nn }: Jax, headDim: number): Attend {
  return (_, queries, keys, values) => {
    const length = queries.shape[2] ?? 0;
    const scores = np.einsum('bhqd,bhkd->bhqk', queries, keys).mul(1 / Math.sqrt(headDim));
    const causal = np.tri(length, length, 0, { dtype: np.bool });
    const shares = nn.softmax(np.where(causal, scores, -1e30), -1);
    return np.einsum('bhqk,bhkd->bhqd', shares, values);
  };
}

/** The output layer: [..., hiddenSize] to [..., vocabSize]. */
export const head = (
  { numpy: np }: Jax,
  config: LlamaConfig,
  weights: ParameterReader,
  hidden: JaxArray,
): JaxArray =>
  np.matmul(
    hidden,
    weights.take(config.tiedEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight').transpose(),
  );

/**
 * Embeds tokens by multiplying with one-hot rows: under `jit(grad)` the library's gather fails ("routine primitive scatter input is
 * not imm", 0.1.25), and its scatter adds in no fixed order on a GPU.
 */
export const embed = (
  { numpy: np, nn }: Jax,
  config: LlamaConfig,
  weights: ParameterReader,
  tokens: JaxArray,
): JaxArray => np.matmul(nn.oneHot(tokens, config.vocabSize), weights.take('model.embed_tokens.weight'));
