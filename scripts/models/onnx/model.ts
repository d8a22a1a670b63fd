/** The part of the ONNX intermediate representation (https://onnx.ai/onnx/repo-docs/IR.html) that the converter writes. */

export type OnnxDataType = 'float32' | 'float16' | 'int32' | 'int64';

export interface OnnxTensor {
  readonly name: string;
  readonly dataType: OnnxDataType;
  readonly dims: readonly number[];
  /** Row-major elements, little-endian. */
  readonly data: Uint8Array;
}

export type OnnxAttribute =
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ints'; readonly value: readonly number[] };

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** Value names; an empty name is an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A graph input or output: name, element type and shape. */
export interface OnnxValueInfo<Side = OpenSide> {
  readonly name: string;
  readonly dataType: OnnxDataType;
  readonly dims: readonly Side[];
}

/** A side of a shape that is known only at run time has a name instead of a length. */
export type OpenSide = number | string;

export interface OnnxGraph<Side = OpenSide> {
  readonly name: string;
  /** In an order in which every node comes after the nodes that it reads. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo<Side>[];
  readonly outputs: readonly OnnxValueInfo<Side>[];
}

export interface OnnxModel<Side = OpenSide> {
  readonly producerName: string;
  readonly producerVersion: string;
  readonly opset: number;
  readonly graph: OnnxGraph<Side>;
  /** Free text pairs kept in the file: licence, source. */
  readonly metadata: Readonly<Record<string, string>>;
}

export const float = (value: number): OnnxAttribute => ({ type: 'float', value });
export const int = (value: number): OnnxAttribute => ({ type: 'int', value });
export const text = (value: string): OnnxAttribute => ({ type: 'string', value });
export const ints = (value: readonly number[]): OnnxAttribute => ({ type: 'ints', value });
