import { TwinsightError } from '../../core/errors.ts';
import type { LlamaConfig, Tensor, Weights } from './types.ts';

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

/** The linear layers of a layer of the decoder, with the module that holds them: [out, in]. */
export function linearShapes(config: LlamaConfig): ReadonlyMap<string, readonly [number, number]> {
  const { hiddenSize: d, intermediateSize: f } = config;
  return new Map([
    ['self_attn.q_proj', [d, d]],
    ['self_attn.k_proj', [d, d]],
    ['self_attn.v_proj', [d, d]],
    ['self_attn.o_proj', [d, d]],
    ['mlp.gate_proj', [f, d]],
    ['mlp.up_proj', [f, d]],
    ['mlp.down_proj', [d, f]],
  ]);
}

/** Every tensor of the model by its name in the Hugging Face layout, in the order of the layers. */
export function weightShapes(config: LlamaConfig): ReadonlyMap<string, readonly number[]> {
  const { vocabSize: v, hiddenSize: d } = config;
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [v, d]]]);
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = `model.layers.${layer}`;
    shapes.set(`${prefix}.input_layernorm.weight`, [d]);
    for (const [name, shape] of linearShapes(config)) shapes.set(`${prefix}.${name}.weight`, shape);
    shapes.set(`${prefix}.post_attention_layernorm.weight`, [d]);
  }
  shapes.set('model.norm.weight', [d]);
  if (!config.tiedEmbeddings) shapes.set('lm_head.weight', [v, d]);
  return shapes;
}

/**
 * The model's tensors in the order of `weightShapes`, checked. A copy of the embedding as `lm_head.weight` of a tied model is
 * left out; other tensors that the model has no place for are refused.
 *
 * @throws {TwinsightError} `model-invalid`, naming the tensor
 */
export function checkWeights(config: LlamaConfig, weights: Weights): Weights {
  const shapes = weightShapes(config);
  for (const name of weights.keys()) {
    if (!shapes.has(name) && name !== 'lm_head.weight')
      throw invalidWeights(`The model has no place for the tensor ${name}.`);
  }
  const checked = new Map<string, Tensor>();
  for (const [name, shape] of shapes) {
    const tensor = weights.get(name);
    if (!tensor) throw invalidWeights(`The tensor ${name} is missing.`);
    if (!sameShape(tensor.shape, shape) || tensor.data.length !== sizeOf(shape))
      throw invalidWeights(`The tensor ${name} has the shape [${tensor.shape}], not [${shape}].`);
    if (!tensor.data.every(Number.isFinite))
      throw invalidWeights(`The tensor ${name} holds values that are not finite.`);
    checked.set(name, tensor);
  }
  return checked;
}

export const invalidWeights = (message: string): TwinsightError =>
  new TwinsightError({
    code: 'model-invalid',
    message,
    remedy: 'Give the weights that belong to the config.json, in the Hugging Face layout.',
  });
