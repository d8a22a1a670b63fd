import { rotaryTables } from '../rotary.ts';
import type { LlamaConfig, Weights } from '../types.ts';
import { linearShapes, weightShapes } from '../weights.ts';
import { Arena } from './arena.ts';
import { createKernels, type Kernels } from './kernels.ts';

/** A matrix [out, in] and its transpose [in, out], by pointers; `out` rounded up to a multiple of 4, with rows of zeros. */
export interface Linear {
  readonly name: string;
  readonly weight: number;
  readonly transposed: number;
  readonly out: number;
  readonly input: number;
}

export interface Layer {
  readonly inputNorm: Gain;
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
  readonly thoughtNorm: Gain;
  readonly gate: Linear;
  readonly up: Linear;
  readonly down: Linear;
}

export interface Gain {
  readonly name: string;
  readonly weight: number;
}

const rounded = (count: number): number => Math.ceil(count / 4) * 4;

/** A model's weights in the memory of its kernels. */
export class WasmModel {
  readonly config: LlamaConfig;
  readonly arena = new Arena();
  readonly kernels: Kernels;
  readonly embedding: Linear;
  /** The output layer: the embedding where they are tied. */
  readonly head: Linear;
  readonly layers: readonly Layer[];
  readonly finalNorm: Gain;
  /** Half a head for each position; `negativeSin` turns back. */
  readonly cos: number;
  readonly sin: number;
  readonly negativeSin: number;
  readonly #matrices = new Map<string, Linear>();
  readonly #gains = new Map<string, Gain>();

  constructor(config: LlamaConfig) {
    this.config = config;
    this.kernels = createKernels(config, this.arena.memory);
    for (const [name, shape] of weightShapes(config)) {
      const [out = 0, input] = shape;
      if (input === undefined) this.#gains.set(name, { name, weight: this.arena.zeros(out) });
      else
        this.#matrices.set(name, {
          name,
          weight: this.arena.zeros(rounded(out) * input),
          transposed: this.arena.zeros(rounded(out) * input),
          out: rounded(out),
          input,
        });
    }
    this.embedding = this.matrix('model.embed_tokens.weight');
    this.head = config.tiedEmbeddings ? this.embedding : this.matrix('lm_head.weight');
    this.finalNorm = this.#gain('model.norm.weight');
    this.layers = Array.from({ length: config.layers }, (_, index) => this.#layer(`model.layers.${index}`));
    const { cos, sin } = rotaryTables(config, config.maxPositions);
    this.cos = this.#halves(cos);
    this.sin = this.#halves(sin);
    this.negativeSin = this.#halves(sin.map((value) => -value));
  }

  #layer(prefix: string): Layer {
    const [query, key, value, output, gate, up, down] = [...linearShapes(this.config).keys()].map((name) =>
      this.matrix(`${prefix}.${name}.weight`),
    );
    if (!query || !key || !value || !output || !gate || !up || !down)
      throw new Error(`${prefix} has not the layers of a Llama.`);
    return {
      inputNorm: this.#gain(`${prefix}.input_layernorm.weight`),
      thoughtNorm: this.#gain(`${prefix}.post_attention_layernorm.weight`),
      query,
      key,
      value,
      output,
      gate,
      up,
      down,
    };
  }

  /** Of tables whose halves are equal, the first halves. */
  #halves(table: Float32Array): number {
    const headDim = this.config.hiddenSize / this.config.heads;
    const half = headDim / 2;
    const pointer = this.arena.take(table.length / 2);
    const view = this.arena.view(pointer, table.length / 2);
    for (let row = 0; row * headDim < table.length; row++)
      view.set(table.subarray(row * headDim, row * headDim + half), row * half);
    return pointer;
  }

  matrix(name: string): Linear {
    const found = this.#matrices.get(name);
    if (!found) throw new Error(`The model has no matrix ${name}.`);
    return found;
  }

  #gain(name: string): Gain {
    const found = this.#gains.get(name);
    if (!found) throw new Error(`The model has no gain ${name}.`);
    return found;
  }

  setWeights(weights: Weights): void {
    for (const [name, { data }] of weights) {
      const gain = this.#gains.get(name);
      if (gain) this.arena.view(gain.weight, data.length).set(data);
      else {
        const { weight, transposed, out, input } = this.matrix(name);
        this.arena.view(weight, data.length).set(data);
        this.kernels.transpose(out, input, weight, 4 * input, transposed, 4 * out);
      }
    }
  }
}
