import { SerialQueue } from '../../../core/serialQueue.ts';
import {
  type Compute,
  type Decoder,
  type DecoderRequest,
  type LossGradients,
  type LossOptions,
  type LossRow,
  type LossSums,
  noSums,
  type Sequences,
} from '../compute.ts';
import { Pacer } from '../pacer.ts';
import { policyTerms } from '../policyTerms.ts';
import type { LlamaConfig, Weights } from '../types.ts';
import { weightShapes } from '../weights.ts';
import { backward, type Gradients, linearBackward, normBackward } from './backward.ts';
import { WasmDecoder } from './decoder.ts';
import { applyLinear, forward, pack, type Trace } from './forward.ts';
import { WasmModel } from './model.ts';
import {
  hasWeight,
  type PlacedRow,
  type PrefixGroup,
  packGroups,
  sharedPrefixes,
  tokensOf,
} from './prefixes.ts';

/** Tokens that are computed together: enough for the matrices to be worth their loops, few enough to stay in the cache. */
const CHUNK_TOKENS = 512;

/** The passes of a decoder by WebAssembly kernels of our own, on one thread. */
export class WasmCompute implements Compute {
  readonly config: LlamaConfig;
  readonly #model: WasmModel;
  readonly #pacer = new Pacer();
  /** Messages are let in while it works: what they ask for must not be given memory that is in use. */
  readonly #queue = new SerialQueue();

  constructor(config: LlamaConfig) {
    this.config = config;
    this.#model = new WasmModel(config);
  }

  setWeights(weights: Weights): void {
    this.#model.setWeights(weights);
  }

  logits(sequences: Sequences): Promise<readonly Float32Array[]> {
    const { vocabSize } = this.config;
    return this.#inChunks(sequences, (trace, members) => {
      const { out } = this.#model.head;
      const logits = this.#headOf(
        trace,
        Array.from({ length: trace.packed.count }, (_, row) => row),
      ).logits;
      return members.map((_, index) => {
        const { start, length } = trace.packed.sequences[index] ?? { start: 0, length: 0 };
        const own = new Float32Array(length * vocabSize);
        for (let at = 0; at < length; at++)
          own.set(this.#model.arena.view(logits + 4 * out * (start + at), vocabSize), at * vocabSize);
        return own;
      });
    });
  }

  logprobs(sequences: Sequences, inverseTemperature: number): Promise<readonly Float32Array[]> {
    return this.#inChunks(sequences, (trace, members) => {
      const wanted = trace.packed.sequences.flatMap(({ start, length }) =>
        Array.from({ length: length - 1 }, (_, at) => start + at),
      );
      const inverse = new Float32Array(wanted.length).fill(inverseTemperature);
      const { logprobs } = this.#chosen(trace, wanted, inverse);
      let from = 0;
      return members.map((sequence) => {
        const own = new Float32Array(sequence.length);
        own.set(logprobs.subarray(from, from + sequence.length - 1), 1);
        from += sequence.length - 1;
        return own;
      });
    });
  }

  /** Runs chunks of sequences forward; the memory they took is free again after each. */
  #inChunks(
    sequences: Sequences,
    run: (trace: Trace, members: Sequences) => readonly Float32Array[],
  ): Promise<readonly Float32Array[]> {
    return this.#queue.run(async () => {
      const results: Float32Array[] = [];
      for (const members of chunks(sequences, (sequence) => sequence.length)) {
        await this.#pacer.breathe();
        const mark = this.#model.arena.mark;
        results.push(...run(forward(this.#model, pack(this.#model, members)), members));
        this.#model.arena.release(mark);
      }
      return results;
    });
  }

  /** The logits behind some rows of the last norm, [rows.length, head.out], and these rows together. */
  #headOf(trace: Trace, rows: readonly number[]): { readonly logits: number; readonly hidden: number } {
    const { arena, head, config } = this.#model;
    const width = config.hiddenSize;
    const hidden = arena.take(rows.length * width);
    rows.forEach((row, index) => {
      arena.copy(trace.final.output + 4 * width * row, hidden + 4 * width * index, width);
    });
    const logits = arena.take(rows.length * head.out);
    applyLinear(this.#model, rows.length, hidden, head, logits);
    return { logits, hidden };
  }

  /** The log-probability of the token behind each of some rows, and the entropy there. */
  #chosen(trace: Trace, rows: readonly number[], inverse: Float32Array) {
    const { arena, kernels, head, config } = this.#model;
    const { logits, hidden } = this.#headOf(trace, rows);
    const statistics = arena.take(4 * rows.length);
    const logprobs = new Float32Array(rows.length);
    const logSums = new Float32Array(rows.length);
    const entropies = new Float32Array(rows.length);
    rows.forEach((row, index) => {
      const [from, scale] = [logits + 4 * head.out * index, inverse[index] ?? 1];
      kernels.rowStatistics(1, config.vocabSize, from, 4 * head.out, scale, statistics + 16 * index);
      const [top = 0, sum = 1, weighted = 0] = arena.view(statistics + 16 * index, 4);
      const token = trace.packed.tokens[row + 1] ?? 0;
      logSums[index] = top + Math.log(sum);
      logprobs[index] = scale * (arena.floats[from / 4 + token] ?? 0) - top - Math.log(sum);
      entropies[index] = Math.log(sum) - weighted / sum;
    });
    return { logits, hidden, logprobs, logSums, entropies };
  }

  gradients(
    rows: readonly LossRow[],
    options: LossOptions,
    names: readonly string[],
  ): Promise<LossGradients> {
    return this.#queue.run(() => this.#gradients(rows, options, names));
  }

  async #gradients(
    rows: readonly LossRow[],
    options: LossOptions,
    names: readonly string[],
  ): Promise<LossGradients> {
    const { arena } = this.#model;
    const mark = arena.mark;
    try {
      const shapes = weightShapes(this.config);
      const size = (name: string): number =>
        (shapes.get(name) ?? []).reduce((product, length) => product * length, 1);
      const pointers: Gradients = new Map(
        // Room for the embedding's rows of zeros, too.
        names.map((name) => [name, arena.zeros(size(name) + 4 * this.config.hiddenSize)]),
      );
      const sums = noSums();
      for (const groups of chunks(sharedPrefixes(rows), tokensOf)) {
        await this.#pacer.breathe();
        const top = arena.mark;
        this.#chunkGradients(groups, options, pointers, sums);
        arena.release(top);
      }
      return {
        sums,
        gradients: new Map(
          [...pointers].map(([name, pointer]) => [name, arena.view(pointer, size(name)).slice()]),
        ),
      };
    } finally {
      arena.release(mark);
    }
  }

  #chunkGradients(
    groups: readonly PrefixGroup[],
    options: LossOptions,
    gradients: Gradients,
    sums: LossSums,
  ): void {
    const model = this.#model;
    const { arena, kernels, head, config } = model;
    const { packed, rows } = packGroups(model, groups);
    const trace = forward(model, packed);
    const { wanted, inverse } = weighted(rows);
    const { logits, hidden, logprobs, logSums, entropies } = this.#chosen(trace, wanted, inverse);
    const slopes = lossSlopes(rows, options, logprobs, entropies, sums);
    wanted.forEach((row, index) => {
      const [scale, slope, from] = [inverse[index] ?? 1, slopes[index] ?? 0, logits + 4 * head.out * index];
      // dL/dz = slope · scale · (one-hot − softmax)
      kernels.crossEntropyBackward(config.vocabSize, from, scale, logSums[index] ?? 0, -slope);
      for (let token = config.vocabSize; token < head.out; token++) arena.floats[from / 4 + token] = 0;
      const target = from / 4 + (trace.packed.tokens[row + 1] ?? 0);
      arena.floats[target] = (arena.floats[target] ?? 0) + slope * scale;
    });
    const width = config.hiddenSize;
    const slopeHidden = arena.take(wanted.length * width);
    linearBackward(model, wanted.length, head, gradients, {
      x: hidden,
      slope: logits,
      slopeX: slopeHidden,
      add: false,
    });
    const slopeFinal = arena.zeros(trace.packed.count * width);
    wanted.forEach((row, index) => {
      arena.copy(slopeHidden + 4 * width * index, slopeFinal + 4 * width * row, width);
    });
    const slope = arena.zeros(trace.packed.count * width);
    normBackward(model, trace.packed.count, model.finalNorm, gradients, trace.final, slopeFinal, slope);
    backward(model, trace, slope, gradients);
  }

  async decoder(request: DecoderRequest): Promise<Decoder> {
    return new WasmDecoder(this.#model, request);
  }

  dispose(): void {
    // The memory goes with the object.
  }
}

/** Rows in front of the tokens that have a weight, with the inverse temperatures there. */
function weighted(rows: readonly PlacedRow[]) {
  const wanted: number[] = [];
  const inverse: number[] = [];
  for (const { row, origin } of rows) {
    for (let at = 1; at < row.tokens.length; at++) {
      if (hasWeight(row, at)) {
        wanted.push(origin + at - 1);
        inverse.push(row.inverseTemperature);
      }
    }
  }
  return { wanted, inverse: Float32Array.from(inverse) };
}

/** dL/dlogp of each wanted row, which come in the order of `rows`; adds the rows' losses to the sums. */
function lossSlopes(
  rows: readonly PlacedRow[],
  options: LossOptions,
  logprobs: Float32Array,
  entropies: Float32Array,
  sums: LossSums,
): Float32Array {
  const slopes = new Float32Array(logprobs.length);
  let next = 0;
  for (const { row } of rows) {
    const first = next;
    const spread = (values: Float32Array): Float32Array => {
      next = first;
      return Float32Array.from(row.tokens, (_, at) => (hasWeight(row, at) ? (values[next++] ?? 0) : 0));
    };
    const terms = policyTerms(row, options, spread(logprobs), spread(entropies), sums);
    next = first;
    for (let at = 1; at < row.tokens.length; at++) if (hasWeight(row, at)) slopes[next++] = terms[at] ?? 0;
  }
  return slopes;
}

/** Neighbours together, as many as have `CHUNK_TOKENS` tokens. */
function* chunks<T>(items: readonly T[], lengthOf: (item: T) => number): Generator<readonly T[]> {
  let chunk: T[] = [];
  let tokens = 0;
  for (const item of items) {
    if (chunk.length > 0 && tokens + lengthOf(item) > CHUNK_TOKENS) {
      yield chunk;
      [chunk, tokens] = [[], 0];
    }
    chunk.push(item);
    tokens += lengthOf(item);
  }
  if (chunk.length > 0) yield chunk;
}
