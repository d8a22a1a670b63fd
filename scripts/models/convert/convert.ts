import type { OnnxModel, OnnxValueInfo } from '../onnx/model.ts';
import { shapeAttribute } from '../tfjs/attributes.ts';
import { ancestorsInOrder, inputNodeName, type TfjsGraph } from '../tfjs/graph.ts';
import type { TfjsNode } from '../tfjs/schema.ts';
import { GraphBuilder, type Operand } from './graphBuilder.ts';
import { fuseHardSwish } from './hardSwish.ts';
import { requireRank4, toNchw } from './layout.ts';
import { OPERATOR_CONVERTERS } from './operators.ts';

/** Opset 17 is the newest that takes reduction axes as an attribute, and all of ort-web's back ends know it. */
const OPSET = 17;

/** Rises whenever the same source would give another file. */
export const CONVERTER_VERSION = '1.1.0';

export interface ConversionOptions {
  readonly name: string;
  /** TensorFlow placeholder → name of the ONNX input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** TensorFlow node → name of the ONNX output; any node of the graph can be asked for. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Converts the part of a TensorFlow.js graph that the wanted outputs depend on. Tensors of rank 4 become NCHW; half-float
 * weights stay half floats. Throws, naming the node, on anything that is not known to be converted exactly.
 */
export function convertGraph(original: TfjsGraph, options: ConversionOptions): OnnxModel {
  const source = fuseHardSwish(original, new Set(Object.keys(options.outputs)));
  const graph = new GraphBuilder();
  const values = new Map<string, Operand>();
  const inputs: OnnxValueInfo[] = [];

  for (const node of ancestorsInOrder(source, Object.keys(options.outputs))) {
    const value = convertNode(node, source, values, options, graph);
    if (node.op === 'Placeholder' && value.kind === 'activation') {
      inputs.push({ name: value.name, dataType: 'float32', dims: toNchw(value.shape) });
    }
    values.set(node.name, value);
  }

  const outputs = Object.entries(options.outputs).map(([tensorName, name]): OnnxValueInfo => {
    const value = values.get(tensorName);
    if (value?.kind !== 'activation') throw new Error(`Output "${tensorName}" is not computed by the graph.`);
    if (value.name !== name) graph.node('Identity', name, [value.name]);
    return { name, dataType: 'float32', dims: toNchw(value.shape) };
  });

  return {
    producerName: 'twinsight-tfjs-to-onnx',
    producerVersion: CONVERTER_VERSION,
    opset: OPSET,
    metadata: options.metadata ?? {},
    graph: { name: options.name, nodes: graph.nodes, initializers: graph.initializers, inputs, outputs },
  };
}

function convertNode(
  node: TfjsNode,
  source: TfjsGraph,
  values: ReadonlyMap<string, Operand>,
  options: ConversionOptions,
  graph: GraphBuilder,
): Operand {
  if (node.op === 'Const') return readConstant(node, source);
  if (node.op === 'Placeholder') {
    const name = options.inputs[node.name];
    if (name === undefined) throw new Error(`The graph needs input "${node.name}", which was not named.`);
    const shape = requireRank4(shapeAttribute(node, 'shape'), `Input "${node.name}"`);
    return { kind: 'activation', name, shape };
  }
  const operands = node.input.map((reference) => {
    const value = values.get(inputNodeName(reference));
    if (!value) throw new Error(`Node "${node.name}" reads "${reference}", which is not a first output.`);
    return value;
  });
  if (node.op === 'Identity') {
    const [operand] = operands;
    if (!operand) throw new Error(`Node "${node.name}" (Identity) has no input.`);
    return operand;
  }
  const convert = OPERATOR_CONVERTERS.get(node.op);
  if (!convert) throw new Error(`Node "${node.name}" uses ${node.op}, which can't be converted.`);
  return convert(node, operands, graph);
}

function readConstant(node: TfjsNode, source: TfjsGraph): Operand {
  const tensor = source.constants.get(node.name);
  if (!tensor) throw new Error(`Constant "${node.name}" has no weights.`);
  return { kind: 'constant', name: node.name, tensor };
}
