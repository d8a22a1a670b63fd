import type { TfjsNode } from '../tfjs/schema.ts';
import { convertConvolution, convertDepthwiseConvolution } from './convolution.ts';
import { convertBinary, convertRelu6, convertUnary } from './elementwise.ts';
import type { Activation, GraphBuilder, Operand } from './graphBuilder.ts';
import { convertHardSwish, HARD_SWISH } from './hardSwish.ts';
import { convertConcat, convertMean, convertResizeBilinear } from './spatial.ts';

/** Writes the ONNX nodes of one TensorFlow node and returns the value that holds its first output. */
export type OperatorConverter = (
  node: TfjsNode,
  inputs: readonly Operand[],
  graph: GraphBuilder,
) => Activation;

/** Every TensorFlow operator that the converter knows, besides `Placeholder`, `Const` and `Identity`. */
export const OPERATOR_CONVERTERS: ReadonlyMap<string, OperatorConverter> = new Map([
  ['_FusedConv2D', convertConvolution],
  [HARD_SWISH, convertHardSwish],
  ['Add', convertBinary('Add')],
  ['AddV2', convertBinary('Add')],
  ['ConcatV2', convertConcat],
  ['Conv2D', convertConvolution],
  ['DepthwiseConv2dNative', convertDepthwiseConvolution],
  ['FusedDepthwiseConv2dNative', convertDepthwiseConvolution],
  ['Mean', convertMean],
  ['Mul', convertBinary('Mul')],
  ['Relu', convertUnary('Relu')],
  ['Relu6', convertRelu6],
  ['ResizeBilinear', convertResizeBilinear],
  ['Sigmoid', convertUnary('Sigmoid')],
]);
