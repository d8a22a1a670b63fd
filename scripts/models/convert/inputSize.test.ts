import { describe, expect, it } from 'vitest';
import { tensorValues } from '../tfjs/attributes.ts';
import { readGraph } from '../tfjs/graph.ts';
import { withAverages } from './averages.ts';
import { convertGraph } from './convert.ts';
import { withInputSize } from './inputSize.ts';

const base64 = (text: string) => ({ s: Buffer.from(text).toString('base64') });

const input = (...shape: readonly number[]) => ({
  name: 'image',
  op: 'Placeholder',
  attr: { shape: { shape: { dim: shape.map((size) => ({ size: `${size}` })) } } },
});

/** Halves an image by a convolution and doubles it again. */
function graphOf(placeholder: ReturnType<typeof input>, target: number) {
  const nodes = [
    placeholder,
    { name: 'filter', op: 'Const' },
    { name: 'target', op: 'Const' },
    {
      name: 'half',
      op: 'Conv2D',
      input: ['image', 'filter'],
      attr: {
        data_format: base64('NHWC'),
        padding: base64('SAME'),
        strides: { list: { i: ['1', '2', '2', '1'] } },
        dilations: { list: { i: ['1', '1', '1', '1'] } },
      },
    },
    { name: 'double', op: 'ResizeBilinear', input: ['half', 'target'] },
  ];
  const weights = [
    { name: 'filter', shape: [1, 1, 3, 2], dtype: 'float32' },
    { name: 'target', shape: [2], dtype: 'int32' },
  ];
  const bytes = new Uint8Array([
    ...new Uint8Array(new Float32Array(6).buffer),
    ...new Uint8Array(Int32Array.of(target, target).buffer),
  ]);
  return readGraph(
    {
      format: 'graph-model',
      modelTopology: { node: nodes },
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    },
    bytes,
  );
}

const convert = (graph: ReturnType<typeof graphOf>) =>
  convertGraph(graph, {
    name: 'test',
    inputs: { image: 'image' },
    outputs: { half: 'half', double: 'double' },
  });

describe('withInputSize', () => {
  it('scales the input and what is resized to a constant size', () => {
    const graph = withInputSize(graphOf(input(1, 64, 64, 3), 64), 32);
    const target = graph.constants.get('target');
    expect(target && tensorValues(target)).toEqual([32, 32]);
    const { inputs, outputs } = convert(graph).graph;
    expect(inputs.map(({ dims }) => dims)).toEqual([[1, 3, 32, 32]]);
    expect(outputs.map(({ dims }) => dims)).toEqual([
      [1, 2, 16, 16],
      [1, 2, 32, 32],
    ]);
  });

  it('leaves the given graph as it is', () => {
    const graph = graphOf(input(1, 64, 64, 3), 64);
    withInputSize(graph, 32);
    const target = graph.constants.get('target');
    expect(target && tensorValues(target)).toEqual([64, 64]);
    expect(convert(graph).graph.inputs.map(({ dims }) => dims)).toEqual([[1, 3, 64, 64]]);
  });

  it('refuses inputs that are not square and sizes that would not be whole', () => {
    expect(() => withInputSize(graphOf(input(1, 64, 32, 3), 64), 32)).toThrow('only squares');
    expect(() => withInputSize(graphOf(input(1, 64, 64, 3), 65), 32)).toThrow('"double" would not be whole');
  });
});

describe('withAverages', () => {
  const model = convert(graphOf(input(1, 64, 64, 3), 64));

  it('puts means of blocks in the place of an output, also where other nodes read it', () => {
    const { graph } = withAverages(model, [{ name: 'half', factor: 4 }]);
    expect(graph.outputs.map(({ name, dims }) => [name, dims])).toEqual([
      ['half', [1, 2, 8, 8]],
      ['double', [1, 2, 64, 64]],
    ]);
    const pool = graph.nodes.find(({ opType }) => opType === 'AveragePool');
    const resize = graph.nodes.find(({ opType }) => opType === 'Resize');
    expect(pool?.outputs).toEqual(['half']);
    expect(resize?.inputs[0]).toBe(pool?.inputs[0]);
  });

  it('refuses what is no output and what has no whole blocks', () => {
    expect(() => withAverages(model, [{ name: 'image', factor: 2 }])).toThrow('"image"');
    expect(() => withAverages(model, [{ name: 'half', factor: 3 }])).toThrow('no whole blocks of 3');
  });
});
