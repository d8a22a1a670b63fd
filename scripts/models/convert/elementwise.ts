import type { TfjsNode } from '../tfjs/schema.ts';
import type { Activation, Constant, GraphBuilder, Operand } from './graphBuilder.ts';
import { NHWC_TO_NCHW, type NhwcShape, requireRank4, toNchw, transpose } from './layout.ts';
import { activationAt } from './operands.ts';

/** An operator of one input whose ONNX counterpart takes no attributes. */
export const convertUnary =
  (opType: string) =>
  (node: TfjsNode, inputs: readonly Operand[], graph: GraphBuilder): Activation => {
    const input = activationAt(node, inputs, 0);
    return { kind: 'activation', name: graph.node(opType, node.name, [input.name]), shape: input.shape };
  };

/** `Relu6`: min(max(x, 0), 6) */
export function convertRelu6(node: TfjsNode, inputs: readonly Operand[], graph: GraphBuilder): Activation {
  const input = activationAt(node, inputs, 0);
  const bounds = [graph.scalar(0), graph.scalar(6)];
  return {
    kind: 'activation',
    name: graph.node('Clip', node.name, [input.name, ...bounds]),
    shape: input.shape,
  };
}

/** An operator of two inputs that broadcasts as NumPy does: `Add`, `Mul`. */
export const convertBinary =
  (opType: string) =>
  (node: TfjsNode, inputs: readonly Operand[], graph: GraphBuilder): Activation => {
    if (inputs.length !== 2) throw new Error(`Node "${node.name}" (${node.op}) must have two inputs.`);
    const operands = inputs.map((operand) => broadcastable(operand, graph));
    const shape = broadcastShapes(
      operands.map((operand) => operand.shape),
      node.name,
    );
    const names = operands.map((operand) => operand.name);
    return { kind: 'activation', name: graph.node(opType, node.name, names), shape };
  };

function broadcastable(operand: Operand, graph: GraphBuilder): { name: string; shape: NhwcShape } {
  if (operand.kind === 'activation') return operand;
  return { name: broadcastConstant(operand, graph), shape: rank4(operand) };
}

/** Broadcasting lines up trailing axes, which are other axes in NCHW: the constant is brought to rank 4 first. */
function broadcastConstant(constant: Constant, graph: GraphBuilder): string {
  const { name, tensor } = constant;
  if (tensor.shape.length === 0) return graph.weights(name, [], tensor);
  const shape = rank4(constant);
  const { data } = transpose(tensor.data, shape, NHWC_TO_NCHW);
  return graph.weights(`${name}/nchw`, toNchw(shape), { dataType: tensor.dataType, data });
}

function rank4({ name, tensor }: Constant): NhwcShape {
  const missing = 4 - tensor.shape.length;
  if (missing < 0) throw new Error(`Constant "${name}" has more than four axes.`);
  return requireRank4([...Array<number>(missing).fill(1), ...tensor.shape], `Constant "${name}"`);
}

function broadcastShapes(shapes: readonly NhwcShape[], name: string): NhwcShape {
  const dims = [0, 1, 2, 3].map((axis) => {
    const sizes = shapes.map((shape) => shape[axis] ?? 1);
    const size = Math.max(...sizes);
    if (sizes.some((other) => other !== 1 && other !== size)) {
      throw new Error(
        `The inputs of "${name}" do not broadcast: ${shapes.map((s) => `[${s}]`).join(' and ')}.`,
      );
    }
    return size;
  });
  return requireRank4(dims, name);
}
