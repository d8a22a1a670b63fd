import { ints, type OnnxGraph, type OnnxModel } from '../onnx/model.ts';

/** Says that an output gives way to the means of its blocks of `factor`² cells. */
export interface Average {
  readonly name: string;
  readonly factor: number;
}

/** Puts averages in the place of outputs. Throws where there is no such output, or its size is no multiple of the factor. */
export const withAverages = (model: OnnxModel, averages: readonly Average[]): OnnxModel => ({
  ...model,
  graph: averages.reduce(averageOutput, model.graph),
});

function averageOutput(graph: OnnxGraph, { name, factor }: Average): OnnxGraph {
  const output = graph.outputs.find((candidate) => candidate.name === name);
  const maker = graph.nodes.find(({ outputs }) => outputs.includes(name));
  if (!output || !maker) throw new Error(`The graph computes no output "${name}".`);
  const dims = output.dims.map((size, axis) => {
    if (axis < 2) return size;
    if (typeof size === 'string' || size % factor !== 0)
      throw new Error(`Output "${name}" of shape [${output.dims}] has no whole blocks of ${factor}.`);
    return size / factor;
  });
  const whole = `${name}/whole`;
  const rename = (value: string): string => (value === name ? whole : value);
  const sides = ints([factor, factor]);
  return {
    ...graph,
    nodes: [
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      })),
      {
        name: `${name}/average`,
        opType: 'AveragePool',
        inputs: [whole],
        outputs: [name],
        attributes: { kernel_shape: sides, strides: sides },
      },
    ],
    outputs: graph.outputs.map((value) => (value === output ? { ...output, dims } : value)),
  };
}
