import { describe, expect, it } from 'vitest';
import { encodeModel } from '../onnx/encode.ts';
import { readGraph } from '../tfjs/graph.ts';
import { convertGraph } from './convert.ts';
import { axisPadding } from './convolution.ts';
import { HWIO_TO_OIHW, nchwAxis, transpose } from './layout.ts';

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

const base64 = (text: string) => ({ s: Buffer.from(text).toString('base64') });
const image: Node = {
  name: 'image',
  op: 'Placeholder',
  attr: { shape: { shape: { dim: [1, 4, 4, 1].map((size) => ({ size: `${size}` })) } } },
};
const convolution: Node = {
  name: 'conv',
  op: 'Conv2D',
  input: ['image', 'filter'],
  attr: {
    data_format: base64('NHWC'),
    padding: base64('SAME'),
    strides: { list: { i: ['1', '1', '1', '1'] } },
    dilations: { list: { i: ['1', '1', '1', '1'] } },
  },
};
const FLOATS = {
  filter: { shape: [1, 1, 1, 1], value: 2 },
  three: { shape: [], value: 3 },
  sixth: { shape: [], value: 1 / 6 },
};

/** A graph with an image, the constants above and the given nodes. */
function graphOf(...nodes: readonly Node[]) {
  const weights = Object.entries(FLOATS).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const constants = Object.keys(FLOATS).map((name) => ({ name, op: 'Const' }));
  const values = Float32Array.from(Object.values(FLOATS), ({ value }) => value);
  return readGraph(
    {
      format: 'graph-model',
      modelTopology: { node: [image, ...constants, ...nodes] },
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    },
    new Uint8Array(values.buffer),
  );
}

function convert(nodes: readonly Node[], outputs: Readonly<Record<string, string>>) {
  return convertGraph(graphOf(...nodes), { name: 'test', inputs: { image: 'image' }, outputs });
}

const operators = (nodes: readonly Node[], outputs: Readonly<Record<string, string>>): string[] =>
  convert(nodes, outputs).graph.nodes.map(({ opType }) => opType);

describe('convertGraph', () => {
  it.each<[string, Node]>([
    ['an operator that it does not know', { name: 'x', op: 'Softmax', input: ['image'] }],
    [
      'a convolution in another layout',
      { ...convolution, name: 'x', attr: { ...convolution.attr, data_format: base64('NCHW') } },
    ],
    [
      'explicit padding',
      { ...convolution, name: 'x', attr: { ...convolution.attr, padding: base64('EXPLICIT') } },
    ],
    [
      'a fused operation that it does not know',
      {
        ...convolution,
        name: 'x',
        op: '_FusedConv2D',
        attr: { ...convolution.attr, fused_ops: { list: { s: [base64('Elu').s] } } },
      },
    ],
    ['a mean that drops its axes', { name: 'x', op: 'Mean', input: ['image', 'three'] }],
    ['a second output of a node', { name: 'x', op: 'Relu', input: ['image:1'] }],
    ['a filter that is computed', { ...convolution, name: 'x', input: ['image', 'image'] }],
  ])('refuses %s and names the node', (_, node) => {
    expect(() => convert([node], { x: 'out' })).toThrow('"x"');
  });

  it('refuses an output that is missing, and an input without a name', () => {
    expect(() => convert([], { nothing: 'out' })).toThrow('"nothing"');
    const options = { name: 'test', inputs: {}, outputs: { conv: 'out' } };
    expect(() => convertGraph(graphOf(convolution), options)).toThrow('"image"');
  });

  it('refuses two values of one name', () => {
    const nodes = [
      { name: 'a', op: 'Relu', input: ['image'] },
      { name: 'b', op: 'Relu', input: ['a'] },
    ];
    expect(() => convert(nodes, { a: 'b', b: 'c' })).toThrow('"b"');
  });

  it('converts only what the outputs need', () => {
    const nodes = [convolution, { name: 'later', op: 'Relu', input: ['conv'] }];
    expect(operators(nodes, { conv: 'conv' })).toEqual(['Conv']);
    expect(operators(nodes, { later: 'later' })).toEqual(['Conv', 'Relu']);
  });

  it('gives the same bytes every time', () => {
    const bytes = () => encodeModel(convert([convolution], { conv: 'out' }));
    expect(Buffer.from(bytes()).equals(Buffer.from(bytes()))).toBe(true);
  });
});

describe('hard swish', () => {
  const hardSwish = (shift: string): Node[] => [
    convolution,
    { name: 'shifted', op: 'Add', input: ['conv', shift] },
    { name: 'clipped', op: 'Relu6', input: ['shifted'] },
    { name: 'scaled', op: 'Mul', input: ['sixth', 'conv'] },
    { name: 'swish', op: 'Mul', input: ['scaled', 'clipped'] },
  ];
  const fused = ['Mul', 'Conv', 'HardSigmoid', 'Mul'];
  const plain = ['Conv', 'Mul', 'Add', 'Clip', 'Mul'];

  it('becomes one gate and one product', () => {
    expect(operators(hardSwish('three'), { swish: 'swish' }).toSorted()).toEqual(fused.toSorted());
  });

  it('stays as it is where a part of it is an output or is read by others', () => {
    const inner = operators(hardSwish('three'), { swish: 'swish', conv: 'conv' });
    expect(inner.toSorted()).toEqual(plain.toSorted());
    const reader = { name: 'reader', op: 'Relu', input: ['conv'] };
    const both = operators([...hardSwish('three'), reader], { swish: 'swish', reader: 'reader' });
    expect(both.toSorted()).toEqual([...plain, 'Relu'].toSorted());
  });

  it('stays as it is where the shift is not three', () => {
    expect(operators(hardSwish('sixth'), { swish: 'swish' }).toSorted()).toEqual(plain.toSorted());
  });
});

describe('axisPadding', () => {
  it.each([
    // input, kernel, stride → before, after, output
    [512, 3, 2, 0, 1, 256],
    [513, 3, 2, 1, 1, 257],
    [512, 5, 2, 1, 2, 256],
    [512, 3, 1, 1, 1, 512],
    [7, 1, 2, 0, 0, 4],
  ])(
    'pads %i by a kernel of %i and stride %i as TensorFlow does',
    (input, kernel, stride, before, after, outputSize) => {
      expect(axisPadding('SAME', input, kernel, stride)).toEqual({ before, after, outputSize });
    },
  );

  it('does not pad VALID', () => {
    expect(axisPadding('VALID', 10, 3, 2)).toEqual({ before: 0, after: 0, outputSize: 4 });
  });
});

describe('layout', () => {
  it('transposes elements of two bytes without looking inside', () => {
    const { data, shape } = transpose(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), [2, 3], [1, 0]);
    expect(shape).toEqual([3, 2]);
    expect([...data]).toEqual([1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12]);
  });

  it('brings filters into the order of ONNX', () => {
    const { shape } = transpose(new Uint8Array(3 * 5 * 7 * 2), [3, 5, 7, 2], HWIO_TO_OIHW);
    expect(shape).toEqual([2, 7, 3, 5]);
  });

  it('maps axes, negative ones from the end', () => {
    expect([0, 1, 2, 3, -1, -4].map(nchwAxis)).toEqual([0, 2, 3, 1, 1, 0]);
    expect(() => nchwAxis(4)).toThrow(RangeError);
  });
});
