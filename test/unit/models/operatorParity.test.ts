import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRAPH_MODELS } from '../../../scripts/models/catalogue.ts';
import { installedPackage, readGraphModelFiles } from '../../../scripts/models/files.ts';
import { ancestorsInOrder, readGraph } from '../../../scripts/models/tfjs/graph.ts';
import {
  activation,
  compareOperator,
  integer,
  integerList,
  integers,
  type OperatorCase,
  textList,
  textValue,
  weights,
} from './singleOperator.ts';
import { useBackend } from './tfjsReference.ts';

const convolution = (padding: 'SAME' | 'VALID', stride: number, dilation = 1) => ({
  data_format: textValue('NHWC'),
  padding: textValue(padding),
  strides: integerList(1, stride, stride, 1),
  dilations: integerList(1, dilation, dilation, 1),
});

const fused = (...operations: readonly string[]) => ({
  fused_ops: textList(...operations),
  num_args: { i: '1' },
  epsilon: { f: 0 },
});

/** Odd and even sizes matter: with stride 2 they pad differently. */
const SIZES = [
  { height: 13, width: 9 },
  { height: 12, width: 7 },
] as const;

const CONVOLUTION_CASES: OperatorCase[] = SIZES.flatMap(({ height, width }) =>
  (['SAME', 'VALID'] as const).flatMap((padding) =>
    [1, 2].flatMap((stride): OperatorCase[] => [
      {
        op: 'Conv2D',
        attributes: convolution(padding, stride),
        operands: [activation(1, height, width, 3), weights(3, 3, 3, 5)],
      },
      {
        op: '_FusedConv2D',
        attributes: { ...convolution(padding, stride), ...fused('BiasAdd') },
        operands: [activation(1, height, width, 4), weights(1, 1, 4, 6), weights(6)],
      },
      {
        op: '_FusedConv2D',
        attributes: { ...convolution(padding, stride), ...fused('BiasAdd', 'Relu') },
        operands: [activation(1, height, width, 3), weights(5, 3, 3, 4), weights(4)],
      },
      {
        op: 'DepthwiseConv2dNative',
        attributes: convolution(padding, stride),
        operands: [activation(1, height, width, 5), weights(5, 5, 5, 1)],
      },
      {
        op: 'FusedDepthwiseConv2dNative',
        attributes: { ...convolution(padding, stride), ...fused('BiasAdd') },
        operands: [activation(1, height, width, 3), weights(3, 3, 3, 2), weights(6)],
      },
      {
        op: 'FusedDepthwiseConv2dNative',
        attributes: { ...convolution(padding, stride), ...fused('BiasAdd', 'Relu') },
        operands: [activation(1, height, width, 7), weights(3, 3, 7, 1), weights(7)],
      },
    ]),
  ),
);

const DILATED_CASES: OperatorCase[] = (['SAME', 'VALID'] as const).map((padding) => ({
  op: 'Conv2D',
  attributes: convolution(padding, 1, 2),
  operands: [activation(1, 11, 10, 2), weights(3, 3, 2, 3)],
}));

const RESIZE_CASES: OperatorCase[] = [
  { align_corners: { b: false }, half_pixel_centers: { b: false } },
  { align_corners: { b: false }, half_pixel_centers: { b: true } },
  { align_corners: { b: true }, half_pixel_centers: { b: false } },
].flatMap((attributes) =>
  [
    [10, 14],
    [13, 4],
  ].map((size) => ({
    op: 'ResizeBilinear',
    attributes,
    operands: [activation(1, 5, 7, 3), integers(size)],
  })),
);

const ELEMENTWISE_CASES: OperatorCase[] = [
  ...['Relu', 'Relu6', 'Sigmoid'].map((op) => ({ op, operands: [activation(1, 5, 7, 3)] })),
  ...['Add', 'AddV2', 'Mul'].flatMap((op) => [
    { op, operands: [activation(1, 5, 7, 3), activation(1, 5, 7, 3)] },
    { op, operands: [activation(1, 5, 7, 3), activation(1, 1, 1, 3)] },
    { op, operands: [weights(), activation(1, 5, 7, 3)] },
    { op, operands: [activation(1, 5, 7, 3), weights(3)] },
    { op, operands: [activation(1, 5, 7, 3), weights(5, 1, 3)] },
  ]),
];

const SHAPE_CASES: OperatorCase[] = [
  ...[[1, 2], [2], [-1], [3, 1]].map((axes) => ({
    op: 'Mean',
    attributes: { keep_dims: { b: true } },
    operands: [activation(1, 5, 7, 3), integers(axes)],
  })),
  ...[
    { axis: 3, second: activation(1, 5, 7, 4) },
    { axis: -1, second: activation(1, 5, 7, 1) },
    { axis: 1, second: activation(1, 2, 7, 3) },
  ].map(({ axis, second }) => ({
    op: 'ConcatV2',
    attributes: { N: { i: '2' } },
    operands: [activation(1, 5, 7, 3), second, integer(axis)],
  })),
];

const CASES = [...CONVOLUTION_CASES, ...DILATED_CASES, ...RESIZE_CASES, ...ELEMENTWISE_CASES, ...SHAPE_CASES];

const title = ({ op, attributes = {}, operands }: OperatorCase): string => {
  const shapes = operands.map((operand) =>
    operand.kind === 'integers' ? `{${operand.values}}` : `[${operand.shape}]`,
  );
  const decoded = JSON.stringify(attributes, (key, value: unknown) =>
    key === 's' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
  return `${op} ${shapes.join(' ')} ${decoded}`.slice(0, 200);
};

describe('each converted operator', () => {
  beforeAll(() => useBackend('cpu'));

  it.each(CASES.map((operator, index) => ({ operator, seed: index + 1, title: title(operator) })))(
    'gives what TensorFlow.js gives: $title',
    async ({ operator, seed }) => {
      const { difference, largest, actualShape, expectedShape } = await compareOperator(operator, seed);
      expect(actualShape).toEqual(expectedShape);
      expect(largest).toBeGreaterThan(0);
      expect(difference).toBeLessThanOrEqual(1e-6 * Math.max(1, largest));
    },
  );

  it('is among the tested ones for every model of the catalogue', () => {
    const tested = new Set([...CASES.map(({ op }) => op), 'Const', 'Identity', 'Placeholder']);
    for (const source of GRAPH_MODELS) {
      const { folder } = installedPackage(process.cwd(), source.package);
      const { json, weights: bytes } = readGraphModelFiles(`${folder}/${source.json}`);
      const nodes = ancestorsInOrder(readGraph(json, bytes), Object.keys(source.outputs));
      expect(nodes.map(({ op }) => op).filter((op) => !tested.has(op))).toEqual([]);
    }
  });
});
