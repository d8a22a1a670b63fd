import { TwinsightError } from '../../core/errors.ts';
import type { LlamaConfig, Weights } from './types.ts';
import { checkWeights } from './weights.ts';

/** The weights of one layer: matrices [out, in], row-major. */
interface Layer {
  readonly inputNorm: Float32Array;
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly value: Float32Array;
  readonly output: Float32Array;
  readonly middleNorm: Float32Array;
  readonly gate: Float32Array;
  readonly up: Float32Array;
  readonly down: Float32Array;
}

/**
 * A Llama decoder for one sequence, in plain TypeScript: RMSNorm, rotary positions (halves rotated, as Hugging Face stores them),
 * SwiGLU, keys and values cached. Runs wherever JavaScript does and allocates nothing while it decodes.
 *
 * A model of a million parameters needs about a millisecond a token, less than a kernel launch costs; batches and gradients
 * belong to a `PolicyEngine`.
 */
export class LlamaDecoder {
  readonly config: LlamaConfig;
  readonly #embedding: Float32Array;
  readonly #head: Float32Array;
  readonly #norm: Float32Array;
  readonly #layers: readonly Layer[];
  /** [maxPositions, headDim / 2] each. */
  readonly #cos: Float32Array;
  readonly #sin: Float32Array;
  /** A layer's keys and values, [maxPositions, hiddenSize] each. */
  readonly #keys: readonly Float32Array[];
  readonly #values: readonly Float32Array[];
  readonly #hidden: Float32Array;
  readonly #normed: Float32Array;
  readonly #query: Float32Array;
  readonly #mixed: Float32Array;
  readonly #projected: Float32Array;
  readonly #gate: Float32Array;
  readonly #up: Float32Array;
  readonly #scores: Float32Array;
  readonly #logits: Float32Array;
  #length = 0;

  /** @throws {TwinsightError} `model-invalid` where the weights are not those of the configuration */
  constructor(config: LlamaConfig, weights: Weights) {
    this.config = config;
    const checked = checkWeights(config, weights);
    const { hiddenSize, intermediateSize, layers, maxPositions, vocabSize } = config;
    const tensor = (name: string): Float32Array => checked.get(name)?.data ?? new Float32Array(0);
    this.#embedding = tensor('model.embed_tokens.weight');
    this.#head = config.tiedEmbeddings ? this.#embedding : tensor('lm_head.weight');
    this.#norm = tensor('model.norm.weight');
    this.#layers = Array.from({ length: layers }, (_, index) => {
      const part = (name: string): Float32Array => tensor(`model.layers.${index}.${name}.weight`);
      return {
        inputNorm: part('input_layernorm'),
        query: part('self_attn.q_proj'),
        key: part('self_attn.k_proj'),
        value: part('self_attn.v_proj'),
        output: part('self_attn.o_proj'),
        middleNorm: part('post_attention_layernorm'),
        gate: part('mlp.gate_proj'),
        up: part('mlp.up_proj'),
        down: part('mlp.down_proj'),
      };
    });
    [this.#cos, this.#sin] = rotations(config);
    const cache = (): Float32Array => new Float32Array(maxPositions * hiddenSize);
    this.#keys = this.#layers.map(cache);
    this.#values = this.#layers.map(cache);
    this.#hidden = new Float32Array(hiddenSize);
    this.#normed = new Float32Array(hiddenSize);
    this.#query = new Float32Array(hiddenSize);
    this.#mixed = new Float32Array(hiddenSize);
    this.#projected = new Float32Array(hiddenSize);
    this.#gate = new Float32Array(intermediateSize);
    this.#up = new Float32Array(intermediateSize);
    this.#scores = new Float32Array(maxPositions);
    this.#logits = new Float32Array(vocabSize);
  }

  /** Tokens in the cache. */
  get length(): number {
    return this.#length;
  }

  /** Forgets the tokens from a position on. */
  truncate(length: number): void {
    this.#length = Math.max(0, Math.min(this.#length, length));
  }

  /**
   * Appends a token.
   * @throws {TwinsightError} `invalid-argument` for a token outside the vocabulary, or where the model has no more positions
   */
  append(token: number): void {
    const { hiddenSize, maxPositions, vocabSize } = this.config;
    if (this.#length >= maxPositions) throw invalid(`The model has no more than ${maxPositions} positions.`);
    if (!Number.isInteger(token) || token < 0 || token >= vocabSize)
      throw invalid(`There is no token ${token}: the model has ${vocabSize}.`);
    this.#hidden.set(this.#embedding.subarray(token * hiddenSize, (token + 1) * hiddenSize));
    for (let layer = 0; layer < this.#layers.length; layer++) this.#runLayer(layer);
    this.#length += 1;
  }

  /** The logits of the token behind the last, [vocabSize]. The same array at each call. */
  logits(): Float32Array {
    this.#normalize(this.#norm);
    multiply(this.#head, this.#normed, this.#logits);
    return this.#logits;
  }

  #runLayer(index: number): void {
    const layer = this.#layers[index];
    const [keys, values] = [this.#keys[index], this.#values[index]];
    if (!layer || !keys || !values) return;
    const { hiddenSize } = this.config;
    const at = this.#length * hiddenSize;
    const key = keys.subarray(at, at + hiddenSize);
    this.#normalize(layer.inputNorm);
    multiply(layer.query, this.#normed, this.#query);
    multiply(layer.key, this.#normed, key);
    multiply(layer.value, this.#normed, values.subarray(at, at + hiddenSize));
    this.#rotate(this.#query);
    this.#rotate(key);
    this.#attend(keys, values);
    multiply(layer.output, this.#mixed, this.#projected);
    add(this.#hidden, this.#projected);
    this.#normalize(layer.middleNorm);
    multiply(layer.gate, this.#normed, this.#gate);
    multiply(layer.up, this.#normed, this.#up);
    activate(this.#gate, this.#up);
    multiply(layer.down, this.#gate, this.#projected);
    add(this.#hidden, this.#projected);
  }

  /** RMSNorm of the hidden state. */
  #normalize(weight: Float32Array): void {
    const [hidden, normed] = [this.#hidden, this.#normed];
    let sum = 0;
    for (let i = 0; i < hidden.length; i++) sum += (hidden[i] ?? 0) * (hidden[i] ?? 0);
    const scale = 1 / Math.sqrt(sum / hidden.length + this.config.rmsNormEps);
    for (let i = 0; i < hidden.length; i++) normed[i] = (hidden[i] ?? 0) * scale * (weight[i] ?? 0);
  }

  #rotate(vector: Float32Array): void {
    const { heads, hiddenSize } = this.config;
    const half = hiddenSize / heads / 2;
    const row = this.#length * half;
    for (let head = 0; head < heads; head++) {
      const base = head * half * 2;
      for (let i = 0; i < half; i++) {
        const [cos, sin] = [this.#cos[row + i] ?? 0, this.#sin[row + i] ?? 0];
        const [first, second] = [vector[base + i] ?? 0, vector[base + half + i] ?? 0];
        vector[base + i] = first * cos - second * sin;
        vector[base + half + i] = second * cos + first * sin;
      }
    }
  }

  /** Scaled dot-product attention of the query to all positions up to its own. */
  #attend(keys: Float32Array, values: Float32Array): void {
    const { heads, hiddenSize } = this.config;
    const size = hiddenSize / heads;
    const scale = 1 / Math.sqrt(size);
    const [query, scores, mixed] = [this.#query, this.#scores, this.#mixed];
    const count = this.#length + 1;
    mixed.fill(0);
    for (let head = 0; head < heads; head++) {
      const base = head * size;
      let highest = Number.NEGATIVE_INFINITY;
      for (let position = 0; position < count; position++) {
        const row = position * hiddenSize + base;
        let score = 0;
        for (let i = 0; i < size; i++) score += (query[base + i] ?? 0) * (keys[row + i] ?? 0);
        score *= scale;
        scores[position] = score;
        if (score > highest) highest = score;
      }
      let sum = 0;
      for (let position = 0; position < count; position++) {
        const weight = Math.exp((scores[position] ?? 0) - highest);
        scores[position] = weight;
        sum += weight;
      }
      for (let position = 0; position < count; position++) {
        const weight = (scores[position] ?? 0) / sum;
        const row = position * hiddenSize + base;
        for (let i = 0; i < size; i++)
          mixed[base + i] = (mixed[base + i] ?? 0) + weight * (values[row + i] ?? 0);
      }
    }
  }
}

/** `result` = `matrix` · `vector`, the matrix [result.length, vector.length]. Four sums at a time keep the processor busy. */
function multiply(matrix: Float32Array, vector: Float32Array, result: Float32Array): void {
  const width = vector.length;
  const whole = width - (width % 4);
  for (let row = 0; row < result.length; row++) {
    const base = row * width;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < whole; i += 4) {
      a += (matrix[base + i] ?? 0) * (vector[i] ?? 0);
      b += (matrix[base + i + 1] ?? 0) * (vector[i + 1] ?? 0);
      c += (matrix[base + i + 2] ?? 0) * (vector[i + 2] ?? 0);
      d += (matrix[base + i + 3] ?? 0) * (vector[i + 3] ?? 0);
    }
    for (let i = whole; i < width; i++) a += (matrix[base + i] ?? 0) * (vector[i] ?? 0);
    result[row] = a + b + c + d;
  }
}

function add(target: Float32Array, other: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + (other[i] ?? 0);
}

/** `gate` = SiLU(gate) · up (SwiGLU). */
function activate(gate: Float32Array, up: Float32Array): void {
  for (let i = 0; i < gate.length; i++) {
    const value = gate[i] ?? 0;
    gate[i] = (value / (1 + Math.exp(-value))) * (up[i] ?? 0);
  }
}

/** cos and sin of position · theta^(−2i / headDim), [maxPositions, headDim / 2] each (Su et al. 2021). */
function rotations(config: LlamaConfig): readonly [cos: Float32Array, sin: Float32Array] {
  const size = config.hiddenSize / config.heads;
  const half = size / 2;
  const cos = new Float32Array(config.maxPositions * half);
  const sin = new Float32Array(config.maxPositions * half);
  for (let position = 0; position < config.maxPositions; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * config.ropeTheta ** ((-2 * i) / size);
      cos[position * half + i] = Math.cos(angle);
      sin[position * half + i] = Math.sin(angle);
    }
  }
  return [cos, sin];
}

const invalid = (message: string): TwinsightError =>
  new TwinsightError({
    code: 'invalid-argument',
    message,
    remedy: 'Ask a shorter question, or choose a model that reads longer texts.',
  });
