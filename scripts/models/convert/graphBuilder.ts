import { dataTypeCode } from '../onnx/encode.ts';
import { int, type OnnxAttribute, type OnnxDataType, type OnnxNode, type OnnxTensor } from '../onnx/model.ts';
import type { TfjsTensor } from '../tfjs/graph.ts';
import type { NhwcShape } from './layout.ts';

/** A float32 tensor that flows through the graph. It is laid out as NCHW; its shape is given in TensorFlow's order. */
export interface Activation {
  readonly kind: 'activation';
  /** The ONNX value name. */
  readonly name: string;
  readonly shape: NhwcShape;
}

/** A tensor that is known at conversion time, still in TensorFlow's layout. */
export interface Constant {
  readonly kind: 'constant';
  readonly name: string;
  readonly tensor: TfjsTensor;
}

export type Operand = Activation | Constant;

/** Collects the nodes and initializers of the ONNX graph that is being written. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, OnnxTensor>();
  readonly #computed = new Set<string>();

  get initializers(): OnnxTensor[] {
    return [...this.#initializers.values()];
  }

  /** Adds a node with one output, which gets the node's name; returns that name. Throws where the name is taken. */
  node(
    opType: string,
    name: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    if (this.#computed.has(name) || this.#initializers.has(name)) {
      throw new Error(`Two values of the graph are called "${name}".`);
    }
    this.#computed.add(name);
    this.nodes.push({ name, opType, inputs, outputs: [name], attributes });
    return name;
  }

  /**
   * Adds an initializer of float weights and returns the name of its float32 value. Half floats stay half floats in the
   * file and are followed by a `Cast`, which the runtime computes once, when it creates the session; the same holds for
   * the product with `scale`.
   */
  weights(
    name: string,
    dims: readonly number[],
    tensor: Pick<TfjsTensor, 'dataType' | 'data'>,
    scale = 1,
  ): string {
    if (tensor.dataType === 'int32') throw new Error(`Constant "${name}" is int32, but floats are needed.`);
    let value = this.initializer(name, tensor.dataType, dims, tensor.data);
    if (tensor.dataType !== 'float32') {
      value = this.#once('Cast', `${name}/float32`, [value], { to: int(dataTypeCode('float32')) });
    }
    return scale === 1 ? value : this.#once('Mul', `${name}/scaled/${scale}`, [value, this.scalar(scale)]);
  }

  /** Adds a float32 scalar. */
  scalar(value: number): string {
    return this.initializer(`scalar/${value}`, 'float32', [], new Uint8Array(Float32Array.of(value).buffer));
  }

  #once(...[opType, name, inputs, attributes]: Parameters<GraphBuilder['node']>): string {
    return this.#computed.has(name) ? name : this.node(opType, name, inputs, attributes);
  }

  /** Adds an initializer, once for each name, and returns the name. */
  initializer(name: string, dataType: OnnxDataType, dims: readonly number[], data: Uint8Array): string {
    if (!this.#initializers.has(name)) this.#initializers.set(name, { name, dataType, dims, data });
    return name;
  }

  /** Adds a one-dimensional int64 initializer. */
  integers(name: string, values: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.initializer(name, 'int64', [values.length], data);
  }
}
