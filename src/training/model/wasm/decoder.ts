import type { Branch, Decoder, DecoderRequest } from '../compute.ts';
import { applyLinear, applyNorm, embedTokens, forward, pack } from './forward.ts';
import type { WasmModel } from './model.ts';

/** Keys and values of a layer, [positions, hiddenSize] each. */
interface Cache {
  readonly keys: number;
  readonly values: number;
}

interface Row {
  readonly group: number;
  /** Its own keys and values, behind those of the prompt. */
  readonly layers: readonly Cache[];
  /** How many tokens it was fed. */
  fed: number;
}

/** A branch with its rows, the first of which computes for all of them. */
interface OpenBranch {
  readonly tokens: readonly number[];
  readonly first: Row;
  readonly rows: readonly Row[];
}

interface Group {
  readonly length: number;
  readonly layers: readonly Cache[];
}

/** Decodes branches together: the matrices meet all of them at once, attention each with its prompt's cache and that of its first row. */
export class WasmDecoder implements Decoder {
  readonly atOnce: number;
  readonly promptLogits: Float32Array;
  readonly #model: WasmModel;
  readonly #groups: readonly Group[];
  readonly #rows: readonly Row[];
  readonly #capacity: number;
  /** Where this decoder's memory begins, and where that of a step does. */
  readonly #bottom: number;
  readonly #top: number;

  constructor(model: WasmModel, { groups, capacity }: DecoderRequest) {
    this.#model = model;
    this.#capacity = capacity;
    this.atOnce = capacity;
    const { arena, config } = model;
    this.#bottom = arena.mark;
    const caches = (positions: number): readonly Cache[] =>
      model.layers.map(() => ({
        keys: arena.take(positions * config.hiddenSize),
        values: arena.take(positions * config.hiddenSize),
      }));
    this.#groups = groups.map(({ prompt }) => ({ length: prompt.length, layers: caches(prompt.length) }));
    this.#rows = groups.flatMap(({ prompt, rows }, group) =>
      Array.from({ length: rows }, () => ({ group, layers: caches(capacity - prompt.length), fed: 0 })),
    );
    this.#top = arena.mark;
    this.promptLogits = new Float32Array(groups.length * config.vocabSize);
    groups.forEach(({ prompt }, group) => {
      this.#prefill(group, Int32Array.from(prompt));
    });
  }

  #prefill(index: number, prompt: Int32Array): void {
    const { arena, config, head } = this.#model;
    const width = config.hiddenSize;
    const trace = forward(this.#model, pack(this.#model, [prompt]));
    trace.layers.forEach(({ keys, values }, layer) => {
      const cache = this.#groups[index]?.layers[layer];
      if (!cache) return;
      arena.copy(keys, cache.keys, prompt.length * width);
      arena.copy(values, cache.values, prompt.length * width);
    });
    const logits = arena.take(head.out);
    applyLinear(this.#model, 1, trace.final.output + 4 * width * (prompt.length - 1), head, logits);
    this.promptLogits.set(arena.view(logits, config.vocabSize), index * config.vocabSize);
    arena.release(this.#top);
  }

  async step(branches: readonly Branch[]): Promise<Float32Array> {
    const { arena, kernels, config, layers, cos, sin } = this.#model;
    const { hiddenSize: width, intermediateSize: inner } = config;
    const open = branches.map((branch) => this.#openBranch(branch));
    const tokens = open.flatMap((branch) => branch.tokens);
    const count = tokens.length;
    const positions = arena.take(count);
    arena.ints(positions, count).set(open.flatMap((branch) => this.#positionsOf(branch)));
    const stream = embedTokens(this.#model, tokens);
    const [queries = 0, keys = 0, values = 0, heard = 0] = [0, 0, 0, 0].map(() => arena.take(count * width));
    const [gate = 0, up = 0, product = 0] = [0, 0, 0].map(() => arena.take(count * inner));
    const scores = arena.take(config.heads * (this.#capacity + 4));
    layers.forEach((layer, index) => {
      const mark = arena.mark;
      const read = applyNorm(this.#model, count, stream, layer.inputNorm);
      applyLinear(this.#model, count, read.output, layer.query, queries);
      applyLinear(this.#model, count, read.output, layer.key, keys);
      applyLinear(this.#model, count, read.output, layer.value, values);
      kernels.rotate(count, queries, 4 * width, positions, cos, sin);
      kernels.rotate(count, keys, 4 * width, positions, cos, sin);
      arena.view(heard, count * width).fill(0);
      let place = 0;
      for (const branch of open)
        for (const at of branch.tokens.keys()) {
          this.#attend(
            branch,
            at,
            index,
            { query: queries + place, key: keys + place, value: values + place },
            scores,
            heard + place,
          );
          place += 4 * width;
        }
      applyLinear(this.#model, count, heard, layer.output, stream, true);
      const thought = applyNorm(this.#model, count, stream, layer.thoughtNorm);
      applyLinear(this.#model, count, thought.output, layer.gate, gate);
      applyLinear(this.#model, count, thought.output, layer.up, up);
      kernels.silu(4 * count * inner, gate, up, product);
      applyLinear(this.#model, count, product, layer.down, stream, true);
      arena.release(mark);
    });
    const logits = this.#logitsOf(this.#lastOf(open, stream), open.length);
    for (const branch of open) for (const row of branch.rows) row.fed += branch.tokens.length;
    arena.release(this.#top);
    return logits;
  }

  /** Of what the layers made of each token, that behind the last of each branch. */
  #lastOf(branches: readonly OpenBranch[], stream: number): number {
    const { arena, config } = this.#model;
    const width = config.hiddenSize;
    const last = arena.take(branches.length * width);
    let end = 0;
    branches.forEach(({ tokens }, at) => {
      end += tokens.length;
      arena.copy(stream + 4 * width * (end - 1), last + 4 * width * at, width);
    });
    return last;
  }

  #openBranch({ tokens, rows: indices }: Branch): OpenBranch {
    const rows = indices.map((index) => {
      const row = this.#rows[index];
      if (!row) throw new RangeError(`There is no row ${index}.`);
      return row;
    });
    const [first] = rows;
    if (!first) throw new RangeError('A branch has no rows.');
    return { tokens, first, rows };
  }

  #positionsOf({ tokens, first }: OpenBranch): readonly number[] {
    const next = (this.#groups[first.group]?.length ?? 0) + first.fed;
    return tokens.map((_, at) => next + at);
  }

  /** Keeps a token's key and value in every row, and hears the prompt and what came before, itself included. */
  #attend(
    { first, rows }: OpenBranch,
    at: number,
    layer: number,
    { query, key, value }: { readonly query: number; readonly key: number; readonly value: number },
    scores: number,
    heard: number,
  ): void {
    const { arena, kernels, config } = this.#model;
    const width = config.hiddenSize;
    const group = this.#groups[first.group];
    const [own, prompt] = [first.layers[layer], group?.layers[layer]];
    if (!own || !prompt || !group) throw new Error('A row has no cache.');
    for (const { layers, fed } of rows) {
      const cache = layers[layer] ?? own;
      arena.copy(key, cache.keys + 4 * width * (fed + at), width);
      arena.copy(value, cache.values + 4 * width * (fed + at), width);
    }
    const [before, after] = [group.length, first.fed + at + 1];
    const stride = 4 * Math.ceil((before + after) / 4) * 4;
    kernels.cacheScores(before, query, prompt.keys, scores, stride);
    kernels.cacheScores(after, query, own.keys, scores + 4 * before, stride);
    kernels.softmax(config.heads, before + after, scores, stride, 1 / Math.sqrt(width / config.heads));
    kernels.cacheMix(before, scores, stride, prompt.values, heard);
    kernels.cacheMix(after, scores + 4 * before, stride, own.values, heard);
  }

  /** The logits of rows of the last layer, without what rounds the head up. */
  #logitsOf(rows: number, count: number): Float32Array {
    const { arena, config, head, finalNorm } = this.#model;
    const { vocabSize } = config;
    const logits = arena.take(count * head.out);
    applyLinear(this.#model, count, applyNorm(this.#model, count, rows, finalNorm).output, head, logits);
    if (head.out === vocabSize) return arena.view(logits, count * vocabSize);
    const result = new Float32Array(count * vocabSize);
    for (let at = 0; at < count; at++)
      result.set(arena.view(logits + 4 * head.out * at, vocabSize), at * vocabSize);
    return result;
  }

  dispose(): void {
    this.#model.arena.release(this.#bottom);
  }
}
