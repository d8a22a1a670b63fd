import { int, type OnnxModel, type OnnxNode, type OnnxTensor } from '../onnx/model.ts';

/** Initializers of a `Slice` that turns the last axis of an image around. */
function reversal(width: number): readonly OnnxTensor[] {
  return Object.entries({ starts: -1, ends: -1 - width, axes: 3, steps: -1 }).map(([name, value]) => ({
    name: `mirror/${name}`,
    dataType: 'int64',
    dims: [1],
    data: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer),
  }));
}

/**
 * Has a model that takes a batch of two images take one instead, and run on it and on its mirror image; outputs stay as they
 * are: the image's first, the mirror image's second. Throws where the input is not a batch of two images.
 */
export function withMirrorImage(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const [input, ...others] = graph.inputs;
  if (!input || others.length > 0 || input.dims.length !== 4 || input.dims[0] !== 2)
    throw new Error('Only a model with one input, a batch of two images, can mirror it.');
  const both = `${input.name}/both`;
  const initializers = reversal(Number(input.dims[3]));
  const nodes: OnnxNode[] = [
    {
      name: 'mirror',
      opType: 'Slice',
      inputs: [input.name, ...initializers.map(({ name }) => name)],
      outputs: ['mirror'],
      attributes: {},
    },
    {
      name: both,
      opType: 'Concat',
      inputs: [input.name, 'mirror'],
      outputs: [both],
      attributes: { axis: int(0) },
    },
  ];
  const reading = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => (name === input.name ? both : name)),
  }));
  return {
    ...model,
    graph: {
      ...graph,
      nodes: [...nodes, ...reading],
      initializers: [...graph.initializers, ...initializers],
      inputs: [{ ...input, dims: [1, ...input.dims.slice(1)] }],
    },
  };
}
