import { describe, expect, it } from 'vitest';
import { randomWeights, TINY_CONFIG } from '../../../test/support/textModels.ts';
import { LlamaDecoder } from './decoder.ts';
import type { LlamaConfig, Weights } from './types.ts';

type Matrix = readonly (readonly number[])[];

/** The model a second time, whole sequences in double precision, as its formulas are written down. */
function referenceLogits(config: LlamaConfig, weights: Weights, tokens: readonly number[]): Matrix {
  const matrix = (name: string): Matrix => {
    const { shape: [rows = 0, columns = 1] = [], data } = weights.get(name) ?? {};
    return Array.from({ length: rows }, (_, row) => [
      ...(data ?? new Float32Array(0)).slice(row * columns, (row + 1) * columns),
    ]);
  };
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  const linear = (name: string, x: readonly number[]): number[] => matrix(name).map((row) => dot(row, x));
  const norm = (name: string, x: readonly number[]): number[] => {
    const weight = matrix(name).flat();
    const scale = 1 / Math.sqrt(dot(x, x) / x.length + config.rmsNormEps);
    return x.map((value, index) => value * scale * (weight[index] ?? 0));
  };
  const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((v, i) => v + (b[i] ?? 0));
  const size = config.hiddenSize / config.heads;
  const head = (x: readonly number[], index: number): number[] => x.slice(index * size, (index + 1) * size);
  const rotated = (x: readonly number[], position: number): number[] =>
    x.map((value, i) => {
      const pair = i % (size / 2);
      const angle = position / config.ropeTheta ** ((2 * pair) / size);
      const other = i < size / 2 ? -(x[i + size / 2] ?? 0) : (x[i - size / 2] ?? 0);
      return value * Math.cos(angle) + other * Math.sin(angle);
    });
  const embedding = matrix('model.embed_tokens.weight');
  let hidden = tokens.map((token) => [...(embedding[token] ?? [])]);
  for (let layer = 0; layer < config.layers; layer++) {
    const name = (part: string): string => `model.layers.${layer}.${part}.weight`;
    const normed = hidden.map((x) => norm(name('input_layernorm'), x));
    const [queries, keys, values] = ['q', 'k', 'v'].map((which) =>
      normed.map((x) => linear(name(`self_attn.${which}_proj`), x)),
    );
    const attended = hidden.map((_, position) =>
      Array.from({ length: config.heads }, (_unused, index) => {
        const query = rotated(head(queries?.[position] ?? [], index), position);
        const weightsOfRows = (keys ?? [])
          .slice(0, position + 1)
          .map((key, at) => Math.exp(dot(query, rotated(head(key, index), at)) / Math.sqrt(size)));
        const sum = weightsOfRows.reduce((a, b) => a + b, 0);
        return weightsOfRows.reduce(
          (mixed, weight, at) =>
            plus(
              mixed,
              head(values?.[at] ?? [], index).map((v) => (v * weight) / sum),
            ),
          new Array<number>(size).fill(0),
        );
      }).flat(),
    );
    hidden = hidden.map((x, i) => plus(x, linear(name('self_attn.o_proj'), attended[i] ?? [])));
    hidden = hidden.map((x) => {
      const between = norm(name('post_attention_layernorm'), x);
      const up = linear(name('mlp.up_proj'), between);
      const gate = linear(name('mlp.gate_proj'), between);
      return plus(
        x,
        linear(
          name('mlp.down_proj'),
          gate.map((g, i) => (g / (1 + Math.exp(-g))) * (up[i] ?? 0)),
        ),
      );
    });
  }
  const output = config.tiedEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
  return hidden.map((x) => linear(output, norm('model.norm.weight', x)));
}

const difference = (a: Float32Array, b: readonly number[] = []): number =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - (b[index] ?? Number.NaN))));

const TOKENS = [0, 17, 99, 5, 5, 260, 33, 1, 200, 64, 64, 17];

describe('the decoder', () => {
  it.each([
    ['tied', TINY_CONFIG],
    ['with a head of its own', { ...TINY_CONFIG, tiedEmbeddings: false, hiddenSize: 20, heads: 2 }],
  ])('gives the logits of the formulas, a model that is %s', (_what, config) => {
    const weights = randomWeights(config);
    const decoder = new LlamaDecoder(config, weights);
    const expected = referenceLogits(config, weights, TOKENS);
    for (const [index, token] of TOKENS.entries()) {
      decoder.append(token);
      expect(difference(decoder.logits(), expected[index])).toBeLessThan(1e-4);
    }
  });

  it('goes on from an earlier position as if it had read nothing behind it', () => {
    const weights = randomWeights(TINY_CONFIG);
    const [once, again] = [new LlamaDecoder(TINY_CONFIG, weights), new LlamaDecoder(TINY_CONFIG, weights)];
    for (const token of [0, 7, 8]) once.append(token);
    for (const token of [0, 7, 100, 101, 102]) again.append(token);
    again.truncate(2);
    again.append(8);
    expect(again.length).toBe(3);
    expect(again.logits()).toEqual(once.logits());
  });

  it('refuses tokens that it does not know, more than it can hold, and weights that are not its own', () => {
    const config = { ...TINY_CONFIG, maxPositions: 2 };
    const decoder = new LlamaDecoder(config, randomWeights(config));
    expect(() => decoder.append(TINY_CONFIG.vocabSize)).toThrow(/no token/);
    decoder.append(0);
    decoder.append(0);
    expect(() => decoder.append(0)).toThrow(/no more than 2 positions/);
    expect(() => new LlamaDecoder({ ...config, layers: 3 }, randomWeights(config))).toThrow(/is missing/);
  });
});
