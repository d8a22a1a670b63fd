import { dataTypeCode, encodeModel } from '../onnx/encode.ts';
import {
  int,
  ints,
  type OnnxAttribute,
  type OnnxDataType,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  type OpenSide,
} from '../onnx/model.ts';

const OPSET = 17;

/** A value of the graph: its name. */
export type Value = string;

/** Writes small graphs by hand: every method adds nodes and returns the value that they compute. */
export class TinyGraph {
  readonly #name: string;
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers: OnnxTensor[] = [];
  readonly #inputs: OnnxValueInfo[] = [];
  readonly #outputs: OnnxValueInfo[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, dims: readonly OpenSide[], dataType: OnnxDataType = 'float32'): Value {
    this.#inputs.push({ name, dataType, dims });
    return name;
  }

  /** Makes a value an output; at least one node must have computed it. */
  output(name: string, value: Value, dims: readonly OpenSide[], dataType: OnnxDataType = 'float32'): void {
    this.#nodes.push({ name, opType: 'Identity', inputs: [value], outputs: [name], attributes: {} });
    this.#outputs.push({ name, dataType, dims });
  }

  floats(dims: readonly number[], values: readonly number[]): Value {
    return this.#constant('float32', dims, new Uint8Array(Float32Array.from(values).buffer));
  }

  scalar(value: number): Value {
    return this.floats([], [value]);
  }

  integers(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    return this.#constant('int64', dims, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  op(
    opType: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): Value {
    const name = `${opType}_${this.#nodes.length}`;
    this.#nodes.push({ name, opType, inputs, outputs: [name], attributes });
    return name;
  }

  add = (a: Value, b: Value): Value => this.op('Add', [a, b]);
  sub = (a: Value, b: Value): Value => this.op('Sub', [a, b]);
  mul = (a: Value, b: Value): Value => this.op('Mul', [a, b]);
  matMul = (a: Value, b: Value): Value => this.op('MatMul', [a, b]);
  scale = (value: Value, factor: number, offset = 0): Value =>
    this.add(this.mul(value, this.scalar(factor)), this.scalar(offset));
  clip = (value: Value, min: number, max: number): Value =>
    this.op('Clip', [value, this.scalar(min), this.scalar(max)]);
  concat = (values: readonly Value[], axis: number): Value => this.op('Concat', values, { axis: int(axis) });
  reshape = (value: Value, dims: readonly number[]): Value =>
    this.op('Reshape', [value, this.integers(dims)]);
  transpose = (value: Value, perm: readonly number[]): Value =>
    this.op('Transpose', [value], { perm: ints(perm) });
  unsqueeze = (value: Value, axis: number): Value => this.op('Unsqueeze', [value, this.integers([axis])]);
  sum = (value: Value, axis: number, keep = true): Value =>
    this.op('ReduceSum', [value, this.integers([axis])], { keepdims: int(keep ? 1 : 0) });
  max = (value: Value, axes: readonly number[], keep = true): Value =>
    this.op('ReduceMax', [value], { axes: ints(axes), keepdims: int(keep ? 1 : 0) });
  mean = (value: Value, axes: readonly number[], keep = true): Value =>
    this.op('ReduceMean', [value], { axes: ints(axes), keepdims: int(keep ? 1 : 0) });
  cast = (value: Value, to: OnnxDataType): Value => this.op('Cast', [value], { to: int(dataTypeCode(to)) });
  /** Elements `from` to `to` (exclusive) along an axis. */
  slice = (value: Value, axis: number, from: number, to: number): Value =>
    this.op('Slice', [value, this.integers([from]), this.integers([to]), this.integers([axis])]);

  /** The model as an ONNX file. */
  encode(): Uint8Array {
    return encodeModel({
      producerName: 'twinsight-tiny',
      producerVersion: '1',
      opset: OPSET,
      graph: {
        name: this.#name,
        nodes: this.#nodes,
        initializers: this.#initializers,
        inputs: this.#inputs,
        outputs: this.#outputs,
      },
      metadata: { note: 'Written by hand to test the loading and running of models; it has learnt nothing.' },
    });
  }

  #constant(dataType: OnnxDataType, dims: readonly number[], data: Uint8Array): Value {
    const name = `constant_${this.#initializers.length}`;
    this.#initializers.push({ name, dataType, dims, data });
    return name;
  }
}
