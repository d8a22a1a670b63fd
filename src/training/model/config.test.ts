import { describe, expect, it } from 'vitest';
import { readConfig, writeConfig } from './config.ts';
import type { LlamaConfig, Tensor, Weights } from './types.ts';
import { checkWeights, weightShapes } from './weights.ts';

const CONFIG: LlamaConfig = {
  vocabSize: 40,
  hiddenSize: 16,
  intermediateSize: 24,
  layers: 2,
  heads: 2,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 64,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
};

describe('config.json', () => {
  it('comes back as it was written', () => {
    expect(readConfig(writeConfig(CONFIG))).toEqual(CONFIG);
  });

  it('may keep theta where transformers 5 does, and leave out the padding token', () => {
    const { rope_theta: _, ...file } = writeConfig(CONFIG);
    const read = readConfig({ ...file, rope_parameters: { rope_theta: 500 }, pad_token_id: null });
    expect(read).toEqual({ ...CONFIG, ropeTheta: 500, padToken: 1 });
  });

  it.each([
    ['another architecture', { model_type: 'gpt2' }, 'model_type'],
    ['grouped heads', { num_key_value_heads: 1 }, 'num_key_value_heads'],
    ['heads that do not divide the width', { num_attention_heads: 3, num_key_value_heads: 3 }, 'heads'],
    ['heads of another width', { head_dim: 4 }, 'head_dim'],
    ['biases', { attention_bias: true }, 'attention_bias'],
    ['scaled rotary embeddings', { rope_scaling: { type: 'linear' } }, 'rope_scaling'],
    ['another activation', { hidden_act: 'gelu' }, 'hidden_act'],
    ['a special token outside the vocabulary', { eos_token_id: 40 }, 'vocab_size'],
    ['no layers', { num_hidden_layers: 0 }, 'num_hidden_layers'],
  ])('is refused with %s, naming the field', (_, change, field) => {
    expect(() => readConfig({ ...writeConfig(CONFIG), ...change })).toThrow(
      expect.objectContaining({ code: 'model-invalid', message: expect.stringContaining(field) }),
    );
  });
});

describe('the weights of a model', () => {
  const complete: Weights = new Map(
    [...weightShapes(CONFIG)].map(([name, shape]) => {
      const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
      return [name, { shape, data }];
    }),
  );
  const changed = (name: string, tensor?: Tensor) => {
    const weights = new Map(complete);
    weights.delete(name);
    if (tensor) weights.set(name, tensor);
    return weights;
  };

  it('are those of the Hugging Face layout', () => {
    expect(complete.size).toBe(2 + 9 * CONFIG.layers);
    expect(weightShapes(CONFIG).get('model.layers.1.mlp.down_proj.weight')).toEqual([16, 24]);
    expect(weightShapes({ ...CONFIG, tiedEmbeddings: false }).get('lm_head.weight')).toEqual([40, 16]);
    expect(checkWeights(CONFIG, complete)).toEqual(complete);
  });

  it('are refused where one is missing, superfluous, of another shape or not finite, by its name', () => {
    const name = 'model.layers.0.self_attn.q_proj.weight';
    const cases = [
      changed(name),
      changed(name, { shape: [8, 32], data: new Float32Array(256) }),
      changed(name, { shape: [16, 16], data: new Float32Array(256).fill(Number.NaN) }),
    ];
    for (const weights of cases) expect(() => checkWeights(CONFIG, weights)).toThrow(name);
    const more = changed('extra', { shape: [1], data: new Float32Array(1) });
    expect(() => checkWeights(CONFIG, more)).toThrow('extra');
  });
});
