import { convertGraph } from '../../../scripts/models/convert/convert.ts';
import { encodeModel } from '../../../scripts/models/onnx/encode.ts';
import { type FloatTensors, runOnnx } from '../../../scripts/models/ortNode.ts';
import { readGraph } from '../../../scripts/models/tfjs/graph.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { maxAbsDifference, nchwToNhwc, nhwcToNchw } from './layouts.ts';
import { loadReference, runReference } from './tfjsReference.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** One TensorFlow operator with the operands that it reads, in order. */
export interface OperatorCase {
  readonly op: string;
  readonly attributes?: Attributes;
  readonly operands: readonly Operand[];
}

/** Activations are fed at run time, weights and integers are constants of the graph. */
export type Operand =
  | { readonly kind: 'activation'; readonly shape: readonly [number, number, number, number] }
  | { readonly kind: 'weights'; readonly shape: readonly number[] }
  | { readonly kind: 'integers'; readonly shape: readonly number[]; readonly values: readonly number[] };

export const activation = (...shape: readonly [number, number, number, number]): Operand => ({
  kind: 'activation',
  shape,
});
export const weights = (...shape: readonly number[]): Operand => ({ kind: 'weights', shape });
export const integers = (values: readonly number[]): Operand => ({
  kind: 'integers',
  shape: [values.length],
  values,
});
export const integer = (value: number): Operand => ({ kind: 'integers', shape: [], values: [value] });

const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const textValue = (text: string) => ({ s: base64(text) });
export const textList = (...texts: readonly string[]) => ({ list: { s: texts.map(base64) } });
export const integerList = (...values: readonly number[]) => ({ list: { i: values.map(String) } });

const elements = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
const randomFloats = (random: Random, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.range(-4, 4));

/** Builds the graph model of one operator, with random weights. */
function graphModel({ op, attributes = {}, operands }: OperatorCase, random: Random) {
  const name = (index: number): string => `operand${index}`;
  const nodes = operands.map((operand, index) =>
    operand.kind === 'activation'
      ? {
          name: name(index),
          op: 'Placeholder',
          attr: {
            dtype: { type: 'DT_FLOAT' },
            shape: { shape: { dim: operand.shape.map((size) => ({ size: String(size) })) } },
          },
        }
      : {
          name: name(index),
          op: 'Const',
          attr: { dtype: { type: operand.kind === 'weights' ? 'DT_FLOAT' : 'DT_INT32' } },
        },
  );
  const constants = operands.flatMap((operand, index) => {
    if (operand.kind === 'activation') return [];
    const dtype: 'float32' | 'int32' = operand.kind === 'weights' ? 'float32' : 'int32';
    const data =
      operand.kind === 'weights'
        ? randomFloats(random, elements(operand.shape))
        : Int32Array.from(operand.values);
    return [{ entry: { name: name(index), shape: [...operand.shape], dtype }, data }];
  });
  const product = { name: 'result', op, input: operands.map((_, index) => name(index)), attr: attributes };
  const types = { T: { type: 'DT_FLOAT' } };
  return {
    json: {
      format: 'graph-model',
      modelTopology: { node: [...nodes, { ...product, attr: { ...types, ...attributes } }] },
      weightsManifest: [{ paths: ['weights.bin'], weights: constants.map(({ entry }) => entry) }],
    },
    weights: new Uint8Array(Buffer.concat(constants.map(({ data }) => new Uint8Array(data.buffer)))),
  };
}

/**
 * Runs one operator on random input in TensorFlow.js and, converted, in ONNX Runtime. Returns the largest absolute
 * difference and both shapes in TensorFlow's order.
 */
export async function compareOperator(operator: OperatorCase, seed: number) {
  const random = createRandom(seed);
  const files = graphModel(operator, random);
  const feeds: FloatTensors = Object.fromEntries(
    operator.operands.flatMap((operand, index) =>
      operand.kind === 'activation'
        ? [[`operand${index}`, { data: randomFloats(random, elements(operand.shape)), dims: operand.shape }]]
        : [],
    ),
  );
  const reference = await loadReference(files);
  const expected = (await runReference(reference, feeds, ['result'])).result;
  reference.dispose();

  const names = Object.keys(feeds);
  const model = convertGraph(readGraph(files.json, files.weights), {
    name: operator.op,
    inputs: Object.fromEntries(names.map((name) => [name, name])),
    outputs: { result: 'result' },
  });
  const nchwFeeds = Object.fromEntries(
    names.map((name) => [name, nhwcToNchw(feeds[name] ?? noTensor(name))]),
  );
  const result = (await runOnnx(encodeModel(model), nchwFeeds)).result;
  if (!expected || !result) noTensor('result');
  const actual = nchwToNhwc(result);
  return {
    difference: maxAbsDifference(expected.data, actual.data),
    largest: expected.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0),
    expectedShape: expected.dims,
    actualShape: actual.dims,
  };
}

function noTensor(name: string): never {
  throw new Error(`There is no tensor "${name}".`);
}
