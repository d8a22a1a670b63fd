import { float } from '../onnx/model.ts';
import { tensorValues } from '../tfjs/attributes.ts';
import { inputNodeName, type TfjsGraph } from '../tfjs/graph.ts';
import type { TfjsNode } from '../tfjs/schema.ts';
import type { Activation, GraphBuilder, Operand } from './graphBuilder.ts';
import { activationAt } from './operands.ts';

/** The operator that the pass below puts in place of a hard swish; not TensorFlow's. */
export const HARD_SWISH = '_HardSwish';

/** The attribute by which a convolution's weights and bias are multiplied; set by the pass below. */
export const OUTPUT_SCALE = '_output_scale';

const CONVOLUTIONS = new Set([
  '_FusedConv2D',
  'Conv2D',
  'FusedDepthwiseConv2dNative',
  'DepthwiseConv2dNative',
]);

/**
 * Replaces a·x·relu6(x + 3), four passes over memory in TensorFlow's graph, by two, where x comes from a convolution that
 * nothing else reads. The stored a is 1/6 rounded to half precision, so ONNX's own hard swish would differ by 2.4e-4.
 * With the convolution scaled by c = 6a, u = c·x, the same function is u · max(0, min(1, u / (6c) + 1/2)): exact but for
 * float32 rounding, as the scaling is computed in float32 when the session is created.
 *
 * @param keep nodes that must stay computable, because they are outputs
 */
export function fuseHardSwish(graph: TfjsGraph, keep: ReadonlySet<string>): TfjsGraph {
  const readers = countReaders(graph);
  const nodes = new Map(graph.nodes);
  for (const node of graph.nodes.values()) {
    const match = matchHardSwish(graph, node);
    if (!match) continue;
    const { convolution, factor, inner } = match;
    const onlyReaders = readers.get(convolution.name) === 2 && inner.every((name) => readers.get(name) === 1);
    if (!onlyReaders || [convolution.name, ...inner].some((name) => keep.has(name))) continue;
    const scale = 6 * factor;
    nodes.set(node.name, {
      name: node.name,
      op: HARD_SWISH,
      input: [convolution.name],
      attr: { alpha: { f: 1 / (6 * scale) } },
    });
    nodes.set(convolution.name, {
      ...convolution,
      attr: { ...convolution.attr, [OUTPUT_SCALE]: { f: scale } },
    });
  }
  return { nodes, constants: graph.constants };
}

/** `_HardSwish`: u · max(0, min(1, alpha·u + 1/2)) */
export function convertHardSwish(
  node: TfjsNode,
  inputs: readonly Operand[],
  graph: GraphBuilder,
): Activation {
  const input = activationAt(node, inputs, 0);
  const alpha = node.attr.alpha?.f;
  if (alpha === undefined) throw new Error(`Node "${node.name}" (${node.op}) has no alpha.`);
  const gate = graph.node('HardSigmoid', `${node.name}/gate`, [input.name], {
    alpha: float(alpha),
    beta: float(0.5),
  });
  return {
    kind: 'activation',
    name: graph.node('Mul', node.name, [input.name, gate]),
    shape: input.shape,
  };
}

function countReaders(graph: TfjsGraph): Map<string, number> {
  const readers = new Map<string, number>();
  for (const node of graph.nodes.values()) {
    for (const reference of node.input) {
      const name = inputNodeName(reference);
      readers.set(name, (readers.get(name) ?? 0) + 1);
    }
  }
  return readers;
}

interface HardSwishMatch {
  readonly convolution: TfjsNode;
  readonly factor: number;
  /** The nodes between the convolution and the product. */
  readonly inner: readonly string[];
}

/** Matches Mul(Mul(a, x), Relu6(Add(x, 3))), operands in any order, with x a convolution. */
function matchHardSwish(graph: TfjsGraph, product: TfjsNode): HardSwishMatch | undefined {
  if (product.op !== 'Mul') return undefined;
  const operands = product.input.map((reference) => graph.nodes.get(inputNodeName(reference)));
  const clipped = operands.find((node) => node?.op === 'Relu6');
  const scaled = operands.find((node) => node?.op === 'Mul');
  const shifted =
    clipped?.input[0] === undefined ? undefined : graph.nodes.get(inputNodeName(clipped.input[0]));
  if (!clipped || !scaled || shifted?.op !== 'Add') return undefined;
  const factor = scalarAndInput(graph, scaled);
  const shift = scalarAndInput(graph, shifted);
  if (!factor || shift?.scalar !== 3 || factor.input !== shift.input || factor.scalar <= 0) return undefined;
  const convolution = graph.nodes.get(factor.input);
  if (!convolution || !CONVOLUTIONS.has(convolution.op)) return undefined;
  return { convolution, factor: factor.scalar, inner: [clipped.name, scaled.name, shifted.name] };
}

/** Splits a node of two inputs into its scalar constant and its other input. */
function scalarAndInput(graph: TfjsGraph, node: TfjsNode): { scalar: number; input: string } | undefined {
  const names = node.input.map(inputNodeName);
  const constant = names.find((name) => graph.constants.get(name)?.shape.length === 0);
  const input = names.find((name) => name !== constant);
  const tensor = constant === undefined ? undefined : graph.constants.get(constant);
  const scalar = tensor ? tensorValues(tensor)[0] : undefined;
  return names.length === 2 && scalar !== undefined && input !== undefined ? { scalar, input } : undefined;
}
