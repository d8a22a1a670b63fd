import { graphModelSchema, type TfjsNode, type TfjsWeight } from './schema.ts';

/** A constant of the graph, in the element type in which the file stores it. */
export interface TfjsTensor {
  readonly dataType: 'float32' | 'float16' | 'int32';
  readonly shape: readonly number[];
  /** Row-major elements, little-endian. */
  readonly data: Uint8Array;
}

/** A TensorFlow.js graph model in memory. */
export interface TfjsGraph {
  readonly nodes: ReadonlyMap<string, TfjsNode>;
  readonly constants: ReadonlyMap<string, TfjsTensor>;
}

const ELEMENT_BYTES = { float32: 4, float16: 2, int32: 4 } as const;

/**
 * Reads a TensorFlow.js graph model.
 *
 * @param json the parsed `model.json`
 * @param weights the bytes of the manifest's weight files, concatenated in the manifest's order
 * @throws where the JSON is not such a model, a node is defined twice, or the weights do not fill the manifest exactly
 */
export function readGraph(json: unknown, weights: Uint8Array): TfjsGraph {
  const model = graphModelSchema.parse(json);
  const nodes = new Map<string, TfjsNode>();
  for (const node of model.modelTopology.node) {
    if (nodes.has(node.name)) throw new Error(`The graph defines node "${node.name}" twice.`);
    nodes.set(node.name, node);
  }
  const constants = readWeights(
    model.weightsManifest.flatMap((group) => group.weights),
    weights,
  );
  return { nodes, constants };
}

function readWeights(specifications: readonly TfjsWeight[], bytes: Uint8Array): Map<string, TfjsTensor> {
  const constants = new Map<string, TfjsTensor>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of specifications) {
    const dataType = quantization?.dtype ?? dtype;
    const length = shape.reduce((product, dim) => product * dim, 1) * ELEMENT_BYTES[dataType];
    if (offset + length > bytes.length) {
      throw new Error(`The weights end at byte ${bytes.length}, inside "${name}".`);
    }
    constants.set(name, { dataType, shape, data: bytes.subarray(offset, offset + length) });
    offset += length;
  }
  if (offset !== bytes.length) {
    throw new Error(`The manifest describes ${offset} bytes of weights, the files hold ${bytes.length}.`);
  }
  return constants;
}

/** The name of the node that a node input refers to. Only first outputs are read by the converter, so `:0` is cut off. */
export function inputNodeName(reference: string): string {
  return reference.endsWith(':0') ? reference.slice(0, -2) : reference;
}

/**
 * The nodes that `targets` depend on, themselves included, each after the nodes that it reads. The order depends only on
 * the graph and the targets.
 */
export function ancestorsInOrder(graph: TfjsGraph, targets: readonly string[]): TfjsNode[] {
  const ordered: TfjsNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, reader: string): void => {
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open') throw new Error(`The graph has a cycle through "${name}".`);
    const node = graph.nodes.get(name);
    if (!node) throw new Error(`${reader} reads "${name}", which is not in the graph.`);
    state.set(name, 'open');
    for (const input of node.input) visit(inputNodeName(input), `Node "${name}"`);
    state.set(name, 'done');
    ordered.push(node);
  };
  for (const target of targets) visit(target, 'The conversion');
  return ordered;
}
