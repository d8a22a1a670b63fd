import { shapeAttribute, tensorValues } from '../tfjs/attributes.ts';
import { inputNodeName, type TfjsGraph, type TfjsTensor } from '../tfjs/graph.ts';
import type { TfjsNode } from '../tfjs/schema.ts';
import { requireRank4 } from './layout.ts';

/**
 * The same network for square inputs of another size: the placeholder gets the size, and the constant target sizes of all
 * resize nodes are scaled alike. Everything else of a convolutional network goes by the size of what it reads.
 *
 * Throws where the graph has not one square placeholder, or a target size would not be whole.
 *
 * @param images how many images the network takes at once; as many as before where absent
 */
export function withInputSize(graph: TfjsGraph, size: number, images?: number): TfjsGraph {
  const nodes = new Map(graph.nodes);
  const constants = new Map(graph.constants);
  const placeholders = [...nodes.values()].filter(({ op }) => op === 'Placeholder');
  const [placeholder, ...others] = placeholders;
  if (!placeholder || others.length > 0)
    throw new Error(`The graph has ${placeholders.length} inputs, not one.`);
  const [batch, height, width, channels] = requireRank4(shapeAttribute(placeholder, 'shape'), 'The input');
  if (height !== width) throw new Error(`The input is ${width} × ${height}; only squares can be resized.`);
  nodes.set(placeholder.name, withShape(placeholder, [images ?? batch, size, size, channels]));
  for (const node of graph.nodes.values()) {
    if (node.op !== 'ResizeBilinear') continue;
    const name = inputNodeName(node.input[1] ?? '');
    const tensor = graph.constants.get(name);
    if (!tensor) throw new Error(`Node "${node.name}" has no constant target size.`);
    constants.set(name, scaled(tensor, size / height, node.name));
  }
  return { nodes, constants };
}

const withShape = (node: TfjsNode, shape: readonly number[]): TfjsNode => ({
  ...node,
  attr: { ...node.attr, shape: { shape: { dim: shape.map((size) => ({ size })) } } },
});

function scaled(tensor: TfjsTensor, factor: number, owner: string): TfjsTensor {
  const values = tensorValues(tensor).map((value) => value * factor);
  if (!values.every(Number.isInteger)) throw new Error(`The target size of "${owner}" would not be whole.`);
  return { ...tensor, data: new Uint8Array(Int32Array.from(values).buffer) };
}
