import type { Sequences } from '../compute.ts';
import type { Gain, Linear, WasmModel } from './model.ts';

export interface PackedSequence {
  readonly start: number;
  readonly length: number;
  /** What comes before it, and is shared with others: a sequence that lies further to the front. */
  readonly prefix?: { readonly start: number; readonly length: number } | undefined;
}

/** Sequences laid one behind the other: what is linear sees rows of tokens, and only attention sees sequences. */
export interface Packed {
  readonly sequences: readonly PackedSequence[];
  readonly count: number;
  readonly tokens: Int32Array;
  /** Pointer to the position of each token in its sequence. */
  readonly positions: number;
}

/** A norm's input, result and scales, by pointers. */
export interface Normed {
  readonly input: number;
  readonly output: number;
  readonly scales: number;
}

/** What a layer's backward pass needs, by pointers; [count, width] each. */
export interface LayerTrace {
  readonly read: Normed;
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  /** For each sequence and head the attention's shares, [length, length rounded up to 4]. */
  readonly shares: readonly (readonly number[])[];
  readonly heard: number;
  readonly thought: Normed;
  readonly gate: number;
  readonly up: number;
  readonly product: number;
}

export interface Trace {
  readonly packed: Packed;
  readonly layers: readonly LayerTrace[];
  /** The norm behind the last layer. */
  readonly final: Normed;
}

export const rounded4 = (count: number): number => Math.ceil(count / 4) * 4;
const BLOCK = 32;

/** Attention works in blocks of rows, each up to its own end: half of all products are not needed. */
export function forBlocks(length: number, work: (row: number, rows: number) => void): void {
  for (let row = 0; row < length; row += BLOCK) work(row, Math.min(BLOCK, length - row));
}

/** @param prefixes for each sequence the index of the one that it continues, if any */
export function pack(
  model: WasmModel,
  sequences: Sequences,
  prefixes: readonly (number | undefined)[] = [],
): Packed {
  const count = sequences.reduce((sum, { length }) => sum + length, 0);
  const tokens = new Int32Array(count);
  const positions = model.arena.take(count);
  const view = model.arena.ints(positions, count);
  let start = 0;
  const places: PackedSequence[] = [];
  sequences.forEach((sequence, index) => {
    const { length } = sequence;
    const prefix = places[prefixes[index] ?? -1];
    const before = prefix?.length ?? 0;
    tokens.set(sequence, start);
    for (let at = 0; at < length; at++) view[start + at] = before + at;
    places.push({ start, length, prefix });
    start += length;
  });
  return { sequences: places, count, tokens, positions };
}

/** y = x · Wᵀ for `count` rows, or added to what y holds. */
export function applyLinear(
  model: WasmModel,
  count: number,
  x: number,
  linear: Linear,
  y: number,
  add = false,
): void {
  const { input, out, transposed } = linear;
  model.kernels.multiply(count, out, input, x, 4 * input, transposed, 4 * out, y, 4 * out, add ? 1 : 0);
}

export function applyNorm(model: WasmModel, count: number, input: number, gain: Gain): Normed {
  const { arena, config, kernels } = model;
  const output = arena.take(count * config.hiddenSize);
  const scales = arena.take(count);
  kernels.norm(count, 4 * config.hiddenSize, input, gain.weight, output, scales);
  return { input, output, scales };
}

export function embedTokens(model: WasmModel, tokens: ArrayLike<number>): number {
  const { arena, config, embedding } = model;
  const width = config.hiddenSize;
  const pointer = arena.take(tokens.length * width);
  for (let row = 0; row < tokens.length; row++)
    arena.copy(embedding.weight + 4 * width * (tokens[row] ?? 0), pointer + 4 * width * row, width);
  return pointer;
}

/** Runs the decoder over whole sequences, and keeps what its backward pass needs. */
export function forward(model: WasmModel, packed: Packed): Trace {
  const { arena, kernels, config } = model;
  const { count } = packed;
  const { hiddenSize: width, intermediateSize: inner } = config;
  const bytes = 4 * width;
  let stream = embedTokens(model, packed.tokens);
  const layers = model.layers.map((layer): LayerTrace => {
    const read = applyNorm(model, count, stream, layer.inputNorm);
    const [queries, keys, values, heard] = [width, width, width, width].map((one) => arena.take(count * one));
    if (queries === undefined || keys === undefined || values === undefined || heard === undefined)
      throw new Error('There is no memory for a layer.');
    applyLinear(model, count, read.output, layer.query, queries);
    applyLinear(model, count, read.output, layer.key, keys);
    applyLinear(model, count, read.output, layer.value, values);
    kernels.rotate(count, queries, bytes, packed.positions, model.cos, model.sin);
    kernels.rotate(count, keys, bytes, packed.positions, model.cos, model.sin);
    const shares = attend(model, packed, { queries, keys, values, heard });
    const middle = arena.take(count * width);
    arena.copy(stream, middle, count * width);
    applyLinear(model, count, heard, layer.output, middle, true);
    const thought = applyNorm(model, count, middle, layer.thoughtNorm);
    const gate = arena.take(count * inner);
    const up = arena.take(count * inner);
    const product = arena.take(count * inner);
    applyLinear(model, count, thought.output, layer.gate, gate);
    applyLinear(model, count, thought.output, layer.up, up);
    kernels.silu(4 * count * inner, gate, up, product);
    stream = arena.take(count * width);
    arena.copy(middle, stream, count * width);
    applyLinear(model, count, product, layer.down, stream, true);
    return { read, queries, keys, values, shares, heard, thought, gate, up, product };
  });
  return { packed, layers, final: applyNorm(model, count, stream, model.finalNorm) };
}

interface Attention {
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  readonly heard: number;
}

function attend(
  model: WasmModel,
  { sequences }: Packed,
  { queries, keys, values, heard }: Attention,
): readonly (readonly number[])[] {
  const { arena, kernels, config } = model;
  const headDim = config.hiddenSize / config.heads;
  const bytes = 4 * config.hiddenSize;
  const scale = 1 / Math.sqrt(headDim);
  return sequences.map(({ start, length, prefix = { start: 0, length: 0 } }) => {
    const before = prefix.length;
    const width = rounded4(before + length);
    const stride = 4 * width;
    return Array.from({ length: config.heads }, (_, head) => {
      const [place, placeBefore] = [start, prefix.start].map((row) => row * bytes + 4 * headDim * head);
      if (place === undefined || placeBefore === undefined) throw new Error('A head has no place.');
      const shares = arena.take(length * width);
      const mark = arena.mark;
      const turned = arena.zeros(headDim * width);
      kernels.transpose(before, headDim, keys + placeBefore, bytes, turned, stride);
      kernels.transpose(length, headDim, keys + place, bytes, turned + 4 * before, stride);
      forBlocks(length, (row, rows) => {
        const out = shares + row * stride;
        const wide = rounded4(before + row + rows);
        kernels.multiply(
          rows,
          wide,
          headDim,
          queries + place + row * bytes,
          bytes,
          turned,
          stride,
          out,
          stride,
          0,
        );
      });
      kernels.softmaxCausal(length, before, shares, stride, scale);
      forBlocks(length, (row, rows) => {
        const from = shares + row * stride;
        const to = heard + place + row * bytes;
        kernels.multiply(rows, headDim, before, from, stride, values + placeBefore, bytes, to, bytes, 0);
        kernels.multiply(
          rows,
          headDim,
          row + rows,
          from + 4 * before,
          stride,
          values + place,
          bytes,
          to,
          bytes,
          1,
        );
      });
      arena.release(mark);
      return shares;
    });
  });
}
