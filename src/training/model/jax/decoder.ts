import type { Array as JaxArray } from '@jax-js/jax';
import type { Branch, Decoder, DecoderRequest } from '../compute.ts';
import type { LlamaConfig } from '../types.ts';
import type { JaxDevice } from './device.ts';
import { causalAttention, decode, embed, head, ParameterReader, type Parameters } from './llama.ts';
import { bucketed, rowsFor } from './shapes.ts';

/** Keys and values of all layers, [rows, heads, positions, headDim] each: "k0", "v0", "k1", … */
type Cache = Record<string, JaxArray>;

/** What the decoder needs of whoever holds the weights. */
export interface DecoderModel {
  readonly config: LlamaConfig;
  parameters(): Parameters;
  rotary(length: number): { readonly cos: JaxArray; readonly sin: JaxArray };
}

/** The compiled parts of decoding, for every decoder of a model. */
export class JaxDecoding {
  readonly #device: JaxDevice;
  readonly #model: DecoderModel;
  readonly #prefill;
  readonly #spread;
  readonly #step;

  constructor(device: JaxDevice, model: DecoderModel) {
    this.#device = device;
    this.#model = model;
    const { jax } = device;
    this.#prefill = jax.jit(prefillOf(device, model.config));
    this.#step = jax.jit(stepOf(device, model.config));
    this.#spread = jax.jit((cache: Cache, groups: JaxArray, room: JaxArray) => {
      const { numpy: np } = jax;
      const [, , positions = 0] = Object.values(cache)[0]?.shape ?? [];
      const behind = (room.shape[0] ?? 0) - positions;
      room.dispose();
      const spread = Object.entries(cache).map(([name, array]): [string, JaxArray] => [
        name,
        np.pad(np.take(array, groups.ref, 0), [
          [0, 0],
          [0, 0],
          [0, behind],
          [0, 0],
        ]),
      ]);
      groups.dispose();
      return Object.fromEntries(spread);
    });
  }

  async open({ groups, capacity }: DecoderRequest): Promise<Decoder> {
    const { config } = this.#model;
    const count = rowsFor(groups.length);
    const length = bucketed(Math.max(...groups.map(({ prompt }) => prompt.length)));
    const room = Math.max(length, bucketed(capacity));
    const tokens = new Int32Array(count * length);
    const last = new Float32Array(count * length);
    groups.forEach(({ prompt }, group) => {
      tokens.set(prompt, group * length);
      last[group * length + prompt.length - 1] = 1;
    });
    const array = this.#device.array;
    const rotary = this.#model.rotary(length);
    const { logits, ...prompts } = this.#prefill(
      this.#model.parameters(),
      array(tokens, [count, length]),
      array(last, [count, length]),
      rotary.cos,
      rotary.sin,
    );
    if (!logits) throw new Error('The prompts gave no logits.');
    const owners = groups.flatMap(({ rows }, group) => Array.from({ length: rows }, () => group));
    const padded = Int32Array.from({ length: rowsFor(owners.length) }, (_, row) => owners[row] ?? 0);
    const cache = this.#spread(
      prompts,
      array(padded, [padded.length]),
      array(new Float32Array(room), [room]),
    );
    const promptLogits = await this.#device.read(logits);
    const positions = Array.from(padded, (group) => groups[group]?.prompt.length ?? 1);
    return new JaxDecoder(
      promptLogits.subarray(0, groups.length * config.vocabSize),
      cache,
      positions,
      (...at) => this.#advance(room, ...at),
    );
  }

  async #advance(
    room: number,
    cache: Cache,
    tokens: Int32Array,
    positions: readonly number[],
  ): Promise<{ readonly cache: Cache; readonly logits: Float32Array }> {
    const rows = tokens.length;
    const slots = new Float32Array(rows * room);
    const seen = new Float32Array(rows * room);
    positions.forEach((position, row) => {
      slots[row * room + position] = 1;
      seen.fill(1, row * room, row * room + position + 1);
    });
    const array = this.#device.array;
    const { cos, sin } = this.#model.rotary(room);
    const { logits, ...next } = this.#step(
      this.#model.parameters(),
      cache,
      array(tokens, [rows, 1]),
      array(slots, [rows, room]),
      array(seen, [rows, room]),
      cos,
      sin,
    );
    if (!logits) throw new Error('The step gave no logits.');
    return { cache: next, logits: await this.#device.read(logits) };
  }

  dispose(): void {
    this.#prefill.dispose();
    this.#spread.dispose();
    this.#step.dispose();
  }
}

type Advance = (
  cache: Cache,
  tokens: Int32Array,
  positions: readonly number[],
) => Promise<{ readonly cache: Cache; readonly logits: Float32Array }>;

class JaxDecoder implements Decoder {
  /** Every step is one program for all rows, whatever some of them wait for. */
  readonly atOnce = 1;
  readonly promptLogits: Float32Array;
  readonly #advance: Advance;
  readonly #positions: number[];
  #cache: Cache;

  constructor(promptLogits: Float32Array, cache: Cache, positions: number[], advance: Advance) {
    this.promptLogits = promptLogits;
    this.#cache = cache;
    this.#positions = positions;
    this.#advance = advance;
  }

  async step(branches: readonly Branch[]): Promise<Float32Array> {
    const fed = new Int32Array(this.#positions.length);
    for (const { tokens, rows } of branches) for (const row of rows) fed[row] = tokens[0] ?? 0;
    // A row that waits writes into the place that its next token will overwrite.
    const { cache, logits } = await this.#advance(this.#cache, fed, this.#positions);
    this.#cache = cache;
    const width = logits.length / this.#positions.length;
    const wanted = new Float32Array(branches.length * width);
    branches.forEach(({ rows }, index) => {
      const [first = 0] = rows;
      wanted.set(logits.subarray(first * width, (first + 1) * width), index * width);
      for (const row of rows) this.#positions[row] = (this.#positions[row] ?? 0) + 1;
    });
    return wanted;
  }

  dispose(): void {
    for (const array of Object.values(this.#cache)) array.dispose();
    this.#cache = {};
  }
}

function prefillOf({ jax }: JaxDevice, config: LlamaConfig) {
  const headDim = config.hiddenSize / config.heads;
  return (
    parameters: Parameters,
    tokens: JaxArray,
    last: JaxArray,
    cos: JaxArray,
    sin: JaxArray,
  ): Record<string, JaxArray> => {
    const weights = new ParameterReader(parameters);
    const cache: Cache = {};
    const within = causalAttention(jax, headDim);
    const hidden = decode(
      jax,
      config,
      weights,
      embed(jax, config, weights, tokens),
      { cos, sin },
      (layer, q, k, v) => {
        cache[`k${layer}`] = k.ref;
        cache[`v${layer}`] = v.ref;
        return within(layer, q, k, v);
      },
    );
    const end = jax.numpy.einsum('gp,gpd->gd', last, hidden);
    const logits = head(jax, config, weights, end);
    weights.dispose();
    return { ...cache, logits };
  };
}

/** One token for every row: writes its keys and values where `slots` is 1, and reads those where `seen` is 1. */
function stepOf({ jax }: JaxDevice, config: LlamaConfig) {
  const { numpy: np, nn } = jax;
  const headDim = config.hiddenSize / config.heads;
  return (
    parameters: Parameters,
    cache: Cache,
    tokens: JaxArray,
    slots: JaxArray,
    seen: JaxArray,
    cos: JaxArray,
    sin: JaxArray,
  ): Record<string, JaxArray> => {
    const [rows = 0, room = 0] = slots.shape;
    const weights = new ParameterReader(parameters);
    const next: Cache = {};
    const rotary = {
      cos: np.matmul(slots.ref, cos).reshape([rows, 1, 1, headDim]),
      sin: np.matmul(slots.ref, sin).reshape([rows, 1, 1, headDim]),
    };
    const here = np.greater(slots, 0.5).reshape([rows, 1, room, 1]);
    const visible = np.greater(seen, 0.5).reshape([rows, 1, 1, room]);
    const attend = (layer: number, queries: JaxArray, key: JaxArray, value: JaxArray): JaxArray => {
      const [oldKeys, oldValues] = [cache[`k${layer}`], cache[`v${layer}`]];
      if (!oldKeys || !oldValues) throw new Error(`There is no cache of layer ${layer}.`);
      const keys = np.where(here.ref, key, oldKeys);
      const values = np.where(here.ref, value, oldValues);
      next[`k${layer}`] = keys.ref;
      next[`v${layer}`] = values.ref;
      const scores = np.einsum('bhqd,bhkd->bhqk', queries, keys).mul(1 / Math.sqrt(headDim));
      return np.einsum('bhqk,bhkd->bhqd', nn.softmax(np.where(visible.ref, scores, -1e30), -1), values);
    };
    const hidden = decode(jax, config, weights, embed(jax, config, weights, tokens), rotary, attend);
    const logits = head(jax, config, weights, hidden).reshape([rows, config.vocabSize]);
    here.dispose();
    visible.dispose();
    weights.dispose();
    return { ...next, logits };
  };
}
