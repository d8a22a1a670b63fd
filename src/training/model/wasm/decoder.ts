import type { Decoder, DecoderRequest } from '../compute.ts';
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

interface Group {
  readonly length: number;
  readonly layers: readonly Cache[];
}

/** Decodes rows together: the matrices meet all of them at once, attention each with its prompt's cache and its own. */
export class WasmDecoder implements Decoder {
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

  async step(rows: readonly number[], tokens: readonly number[]): Promise<Float32Array> {
    const { arena, kernels, config, layers, head, cos, sin } = this.#model;
    const { hiddenSize: width, intermediateSize: inner, vocabSize } = config;
    const count = rows.length;
    const active = rows.flatMap((row) => this.#rows[row] ?? []);
    const positions = arena.take(count);
    arena.ints(positions, count).set(active.map((row) => this.#positionOf(row)));
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
      active.forEach((row, at) => {
        const place = 4 * width * at;
        this.#attend(
          row,
          index,
          { query: queries + place, key: keys + place, value: values + place },
          scores,
          heard + place,
        );
      });
      applyLinear(this.#model, count, heard, layer.output, stream, true);
      const thought = applyNorm(this.#model, count, stream, layer.thoughtNorm);
      applyLinear(this.#model, count, thought.output, layer.gate, gate);
      applyLinear(this.#model, count, thought.output, layer.up, up);
      kernels.silu(4 * count * inner, gate, up, product);
      applyLinear(this.#model, count, product, layer.down, stream, true);
      arena.release(mark);
    });
    const final = applyNorm(this.#model, count, stream, this.#model.finalNorm);
    const logits = arena.take(count * head.out);
    applyLinear(this.#model, count, final.output, head, logits);
    for (const row of active) row.fed++;
    const result =
      head.out === vocabSize ? arena.view(logits, count * vocabSize) : this.#trimmed(logits, count, head.out);
    arena.release(this.#top);
    return result;
  }

  #positionOf({ group, fed }: Row): number {
    return (this.#groups[group]?.length ?? 0) + fed;
  }

  /** Keeps the token's key and value, and hears the prompt and what came before in the row, itself included. */
  #attend(
    row: Row,
    layer: number,
    { query, key, value }: { readonly query: number; readonly key: number; readonly value: number },
    scores: number,
    heard: number,
  ): void {
    const { arena, kernels, config } = this.#model;
    const width = config.hiddenSize;
    const group = this.#groups[row.group];
    const [own, prompt] = [row.layers[layer], group?.layers[layer]];
    if (!own || !prompt || !group) throw new Error('A row has no cache.');
    arena.copy(key, own.keys + 4 * width * row.fed, width);
    arena.copy(value, own.values + 4 * width * row.fed, width);
    const [before, after] = [group.length, row.fed + 1];
    const stride = 4 * Math.ceil((before + after) / 4) * 4;
    kernels.cacheScores(before, query, prompt.keys, scores, stride);
    kernels.cacheScores(after, query, own.keys, scores + 4 * before, stride);
    kernels.softmax(config.heads, before + after, scores, stride, 1 / Math.sqrt(width / config.heads));
    kernels.cacheMix(before, scores, stride, prompt.values, heard);
    kernels.cacheMix(after, scores + 4 * before, stride, own.values, heard);
  }

  #trimmed(logits: number, count: number, stride: number): Float32Array {
    const { arena, config } = this.#model;
    const result = new Float32Array(count * config.vocabSize);
    for (let row = 0; row < count; row++)
      result.set(arena.view(logits + 4 * stride * row, config.vocabSize), row * config.vocabSize);
    return result;
  }

  dispose(): void {
    this.#model.arena.release(this.#bottom);
  }
}
