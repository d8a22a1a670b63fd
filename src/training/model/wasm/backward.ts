import { forBlocks, type LayerTrace, type Normed, type Packed, rounded4, type Trace } from './forward.ts';
import type { Gain, Layer, Linear, WasmModel } from './model.ts';

/** Pointers to the gradients of the weights that are wanted, by name; laid out as the weights are. */
export type Gradients = ReadonlyMap<string, number>;

/** Adds dYᵀ · X to the gradient of a linear layer's weights, and puts dY · W into `slopeX`, or adds it there. */
export function linearBackward(
  model: WasmModel,
  count: number,
  linear: Linear,
  gradients: Gradients,
  {
    x,
    slope,
    slopeX,
    add,
  }: { readonly x: number; readonly slope: number; readonly slopeX: number; readonly add: boolean },
): void {
  const { kernels } = model;
  const { input, out, weight, name } = linear;
  const gradient = gradients.get(name);
  if (gradient !== undefined)
    kernels.multiplyTransposed(out, input, count, slope, 4 * out, x, 4 * input, gradient, 4 * input, 1);
  kernels.multiply(count, input, out, slope, 4 * out, weight, 4 * input, slopeX, 4 * input, add ? 1 : 0);
}

/** Adds to the gradients of a norm's input and gain. */
export function normBackward(
  model: WasmModel,
  count: number,
  gain: Gain,
  gradients: Gradients,
  normed: Normed,
  slope: number,
  slopeX: number,
): void {
  const width = model.config.hiddenSize;
  const mark = model.arena.mark;
  // The kernel always writes it; nobody may want it.
  const slopeGain = gradients.get(gain.name) ?? model.arena.zeros(width);
  const { input, scales } = normed;
  model.kernels.normBackward(count, 4 * width, input, gain.weight, scales, slope, slopeX, slopeGain);
  model.arena.release(mark);
}

/**
 * Goes back through the decoder, adding to the gradients.
 *
 * @param slope pointer to the gradient of the stream behind the last layer, [count, hiddenSize]; becomes that of the embedded tokens
 */
export function backward(model: WasmModel, trace: Trace, slope: number, gradients: Gradients): void {
  for (let index = model.layers.length - 1; index >= 0; index--) {
    const [layer, kept] = [model.layers[index], trace.layers[index]];
    if (!layer || !kept) continue;
    const mark = model.arena.mark;
    thoughtBackward(model, trace.packed.count, layer, kept, slope, gradients);
    attentionBackward(model, trace.packed, layer, kept, slope, gradients);
    model.arena.release(mark);
  }
  const embedding = gradients.get(model.embedding.name);
  if (embedding === undefined) return;
  const width = model.config.hiddenSize;
  const floats = model.arena.floats;
  trace.packed.tokens.forEach((token, row) => {
    const [from, to] = [slope / 4 + row * width, embedding / 4 + token * width];
    for (let at = 0; at < width; at++) floats[to + at] = (floats[to + at] ?? 0) + (floats[from + at] ?? 0);
  });
}

function thoughtBackward(
  model: WasmModel,
  count: number,
  layer: Layer,
  { thought, gate, up, product }: LayerTrace,
  slope: number,
  gradients: Gradients,
): void {
  const { arena, kernels, config } = model;
  const inner = config.intermediateSize;
  const slopeProduct = arena.take(count * inner);
  linearBackward(model, count, layer.down, gradients, {
    x: product,
    slope,
    slopeX: slopeProduct,
    add: false,
  });
  kernels.siluBackward(4 * count * inner, gate, up, slopeProduct);
  const slopeThought = arena.take(count * config.hiddenSize);
  const x = thought.output;
  linearBackward(model, count, layer.gate, gradients, { x, slope: gate, slopeX: slopeThought, add: false });
  linearBackward(model, count, layer.up, gradients, { x, slope: up, slopeX: slopeThought, add: true });
  normBackward(model, count, layer.thoughtNorm, gradients, thought, slopeThought, slope);
}

function attentionBackward(
  model: WasmModel,
  packed: Packed,
  layer: Layer,
  kept: LayerTrace,
  slope: number,
  gradients: Gradients,
): void {
  const { arena, kernels, config } = model;
  const { count, positions } = packed;
  const size = count * config.hiddenSize;
  const bytes = 4 * config.hiddenSize;
  const slopeHeard = arena.take(size);
  linearBackward(model, count, layer.output, gradients, {
    x: kept.heard,
    slope,
    slopeX: slopeHeard,
    add: false,
  });
  const slopes = { queries: arena.take(size), keys: arena.take(size), values: arena.take(size) };
  headsBackward(model, packed, kept, slopeHeard, slopes);
  kernels.rotate(count, slopes.queries, bytes, positions, model.cos, model.negativeSin);
  kernels.rotate(count, slopes.keys, bytes, positions, model.cos, model.negativeSin);
  const slopeX = arena.take(size);
  const x = kept.read.output;
  linearBackward(model, count, layer.query, gradients, { x, slope: slopes.queries, slopeX, add: false });
  linearBackward(model, count, layer.key, gradients, { x, slope: slopes.keys, slopeX, add: true });
  linearBackward(model, count, layer.value, gradients, { x, slope: slopes.values, slopeX, add: true });
  normBackward(model, count, layer.inputNorm, gradients, kept.read, slopeX, slope);
}

function headsBackward(
  model: WasmModel,
  { sequences }: Packed,
  kept: LayerTrace,
  slopeHeard: number,
  slopes: { readonly queries: number; readonly keys: number; readonly values: number },
): void {
  const { arena, kernels, config } = model;
  const headDim = config.hiddenSize / config.heads;
  const bytes = 4 * config.hiddenSize;
  const scale = 1 / Math.sqrt(headDim);
  sequences.forEach(({ start, length, prefix = { start: 0, length: 0 } }, index) => {
    const before = prefix.length;
    const width = rounded4(before + length);
    const stride = 4 * width;
    for (let head = 0; head < config.heads; head++) {
      const shares = kept.shares[index]?.[head];
      if (shares === undefined) throw new Error('The shares of a head are missing.');
      const place = start * bytes + 4 * headDim * head;
      const placeBefore = prefix.start * bytes + 4 * headDim * head;
      const mark = arena.mark;
      const turned = arena.zeros(headDim * width);
      // Zeros: what lies beyond the diagonal is never written, but is multiplied by shares of zero.
      const slopeShares = arena.zeros(length * width);
      kernels.transpose(before, headDim, kept.values + placeBefore, bytes, turned, stride);
      kernels.transpose(length, headDim, kept.values + place, bytes, turned + 4 * before, stride);
      forBlocks(length, (row, rows) => {
        const wide = rounded4(before + row + rows);
        const from = slopeHeard + place + row * bytes;
        const to = slopeShares + row * stride;
        kernels.multiply(rows, wide, headDim, from, bytes, turned, stride, to, stride, 0);
      });
      // A prefix has its own gradients already: it comes before those who share it, and they add theirs. Row i has something for
      // those before it alone: columns from `row` on see rows from `row` on.
      const byColumn = (grid: number, rowsOf: number, to: number): void => {
        const source = rowsOf + place;
        kernels.multiplyTransposed(
          before,
          headDim,
          length,
          grid,
          stride,
          source,
          bytes,
          to + placeBefore,
          bytes,
          1,
        );
        forBlocks(length, (row, columns) => {
          const from = grid + row * stride + 4 * (before + row);
          const [seen, target] = [source + row * bytes, to + place + row * bytes];
          kernels.multiplyTransposed(
            columns,
            headDim,
            length - row,
            from,
            stride,
            seen,
            bytes,
            target,
            bytes,
            0,
          );
        });
      };
      byColumn(shares, slopeHeard, slopes.values);
      kernels.softmaxBackward(length, shares, slopeShares, stride, scale);
      byColumn(slopeShares, kept.queries, slopes.keys);
      forBlocks(length, (row, rows) => {
        const from = slopeShares + row * stride;
        const to = slopes.queries + place + row * bytes;
        kernels.multiply(rows, headDim, before, from, stride, kept.keys + placeBefore, bytes, to, bytes, 0);
        kernels.multiply(
          rows,
          headDim,
          row + rows,
          from + 4 * before,
          stride,
          kept.keys + place,
          bytes,
          to,
          bytes,
          1,
        );
      });
      arena.release(mark);
    }
  });
}
