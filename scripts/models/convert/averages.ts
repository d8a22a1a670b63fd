import { ints, type OnnxModel, type OnnxNode, type OnnxValueInfo } from '../onnx/model.ts';

/** An output that holds the means of another value's blocks of `factor`² cells. */
export interface AveragedOutput {
  readonly name: string;
  /** An input or an output; an output gives way to its averages. */
  readonly of: string;
  readonly factor: number;
}

/** Adds averaged outputs to a model. Throws where the value is neither input nor output, or its size no multiple of `factor`. */
export function withAverages(model: OnnxModel, averages: readonly AveragedOutput[]): OnnxModel {
  const { graph } = model;
  const added = averages.map((average) => averageOf(average, [...graph.inputs, ...graph.outputs]));
  const replaced = new Set(averages.map(({ of }) => of));
  return {
    ...model,
    graph: {
      ...graph,
      nodes: [...graph.nodes, ...added.map(({ node }) => node)],
      outputs: [
        ...graph.outputs.filter(({ name }) => !replaced.has(name)),
        ...added.map(({ output }) => output),
      ],
    },
  };
}

function averageOf(
  { name, of, factor }: AveragedOutput,
  values: readonly OnnxValueInfo[],
): { readonly node: OnnxNode; readonly output: OnnxValueInfo } {
  const value = values.find((candidate) => candidate.name === of);
  if (!value) throw new Error(`"${of}" is neither an input nor an output.`);
  const dims = value.dims.map((size, axis) => {
    if (axis < 2) return size;
    if (typeof size === 'string' || size % factor !== 0)
      throw new Error(`"${of}" of shape [${value.dims}] has no whole blocks of ${factor}.`);
    return size / factor;
  });
  const sides = ints([factor, factor]);
  const attributes = { kernel_shape: sides, strides: sides };
  return {
    node: { name, opType: 'AveragePool', inputs: [of], outputs: [name], attributes },
    output: { name, dataType: value.dataType, dims },
  };
}
