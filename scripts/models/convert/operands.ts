import { tensorValues } from '../tfjs/attributes.ts';
import type { TfjsNode } from '../tfjs/schema.ts';
import type { Activation, Constant, Operand } from './graphBuilder.ts';

/** The node's input at `index`, which must be an activation. */
export function activationAt(node: TfjsNode, inputs: readonly Operand[], index: number): Activation {
  const operand = inputs[index];
  if (operand?.kind !== 'activation') {
    throw new Error(`Input ${index} of "${node.name}" (${node.op}) must be computed by the graph.`);
  }
  return operand;
}

/** The node's input at `index`, which must be a constant. */
export function constantAt(node: TfjsNode, inputs: readonly Operand[], index: number): Constant {
  const operand = inputs[index];
  if (operand?.kind !== 'constant') {
    throw new Error(`Input ${index} of "${node.name}" (${node.op}) must be a constant.`);
  }
  return operand;
}

/** The elements of a constant input of integers: axes, sizes. */
export function integersAt(node: TfjsNode, inputs: readonly Operand[], index: number): number[] {
  const { name, tensor } = constantAt(node, inputs, index);
  if (tensor.dataType !== 'int32') throw new Error(`Constant "${name}" must hold int32.`);
  return tensorValues(tensor);
}
