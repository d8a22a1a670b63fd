import { GraphBuilder } from '../convert/graphBuilder.ts';
import type { OnnxTensor } from '../onnx/model.ts';
import { int, ints, type OnnxAttribute, text } from '../onnx/model.ts';
import type { Weights } from './weights.ts';

const littleEndian = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer);

/** Writes the nodes of a mask head; values are NCHW float32 and get numbered names. */
export class HeadGraph {
  readonly #graph = new GraphBuilder();
  readonly #weights: Weights;
  readonly #unused: Set<string>;
  #count = 0;

  constructor(weights: Weights) {
    this.#weights = weights;
    this.#unused = new Set(weights.keys());
  }

  get nodes() {
    return this.#graph.nodes;
  }

  get initializers() {
    return this.#graph.initializers;
  }

  /** Whether there are weights for a layer. */
  has(layer: string): boolean {
    return this.#weights.has(`${layer}.weight`);
  }

  /** Output channels of a layer. */
  channels(layer: string): number {
    return this.#tensor(`${layer}.weight`).dims[0] ?? 0;
  }

  op(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    this.#count++;
    return this.#graph.node(opType, `${opType}_${this.#count}`, inputs, attributes);
  }

  /** Gives a value the name of an output. */
  name(output: string, value: string): void {
    this.#graph.node('Identity', output, [value]);
  }

  scalar(value: number): string {
    return this.#graph.scalar(value);
  }

  constant(name: string, dims: readonly number[], values: Float32Array): string {
    return this.#graph.initializer(name, 'float32', dims, littleEndian(values));
  }

  integers(values: readonly number[]): string {
    return this.#graph.integers(`integers/${values.join(',')}`, values);
  }

  relu(value: string): string {
    return this.op('Relu', [value]);
  }

  concat(values: readonly string[], axis = 1): string {
    return this.op('Concat', values, { axis: int(axis) });
  }

  /** 1 − value */
  complement(value: string): string {
    return this.op('Sub', [this.scalar(1), value]);
  }

  slice(value: string, axis: number, start: number, end: number): string {
    return this.op('Slice', [value, ...[start, end, axis].map((number) => this.integers([number]))]);
  }

  /** A convolution that keeps the size, with its bias. */
  convolution(layer: string, value: string, dilation = 1): string {
    const inputs = [value, this.#weight(layer), this.#bias(layer, [this.channels(layer)])];
    return this.op('Conv', inputs, this.#window(layer, dilation));
  }

  /** A convolution without its bias, which `bias` adds later. */
  projection(layer: string, value: string): string {
    return this.op('Conv', [value, this.#weight(layer)], this.#window(layer, 1));
  }

  bias(layer: string, value: string): string {
    return this.op('Add', [value, this.#bias(layer, [1, this.channels(layer), 1, 1])]);
  }

  /** The mean of each channel over the grid under weights [N, 1, H, W], as [N, C, 1, 1]; 0 where all weights are. */
  mean(value: string, weight: string): string {
    const average = (of: string): string =>
      this.op('ReduceMean', [of], { axes: ints([2, 3]), keepdims: int(1) });
    const total = this.op('Add', [average(weight), this.scalar(1e-6)]);
    return this.op('Div', [average(this.op('Mul', [value, weight])), total]);
  }

  sumOfChannels(value: string): string {
    return this.op('ReduceSum', [value, this.integers([1])], { keepdims: int(1) });
  }

  /** From one square grid to a larger one, bilinearly. */
  resize(value: string, from: number, to: number): string {
    if (from === to) return value;
    const scale = to / from;
    const scales = this.constant(`scales/${scale}`, [4], Float32Array.of(1, 1, scale, scale));
    return this.op('Resize', [value, '', scales], {
      coordinate_transformation_mode: text('half_pixel'),
      mode: text('linear'),
    });
  }

  /** Throws where a tensor of the weights is read by no node. */
  requireAllUsed(): void {
    if (this.#unused.size > 0)
      throw new Error(`Weights that no node reads: ${[...this.#unused].join(', ')}.`);
  }

  #window(layer: string, dilation: number): Readonly<Record<string, OnnxAttribute>> {
    const kernel = this.#tensor(`${layer}.weight`).dims[2] ?? 1;
    const padding = dilation * Math.floor(kernel / 2);
    return {
      dilations: ints([dilation, dilation]),
      kernel_shape: ints([kernel, kernel]),
      pads: ints([padding, padding, padding, padding]),
    };
  }

  #weight(layer: string): string {
    const tensor = this.#tensor(`${layer}.weight`);
    return this.#add(tensor, tensor.dims);
  }

  #bias(layer: string, dims: readonly number[]): string {
    return this.#add(this.#tensor(`${layer}.bias`), dims);
  }

  #add({ name, dataType, data }: OnnxTensor, dims: readonly number[]): string {
    if (dataType !== 'float16' && dataType !== 'float32') throw new Error(`Weights "${name}" are no floats.`);
    this.#unused.delete(name);
    return this.#graph.weights(name, dims, { dataType, data });
  }

  #tensor(name: string): OnnxTensor {
    const tensor = this.#weights.get(name);
    if (!tensor) throw new Error(`The weights lack "${name}".`);
    return tensor;
  }
}
