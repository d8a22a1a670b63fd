import { int, ints } from '../onnx/model.ts';
import { integersAttribute, textAttribute, textsAttribute } from '../tfjs/attributes.ts';
import type { TfjsNode } from '../tfjs/schema.ts';
import type { Activation, Constant, GraphBuilder, Operand } from './graphBuilder.ts';
import { OUTPUT_SCALE } from './hardSwish.ts';
import { HWCM_TO_CMHW, HWIO_TO_OIHW, type NhwcShape, requireRank4, transpose } from './layout.ts';
import { activationAt, constantAt } from './operands.ts';

/** Padding before and after one spatial axis, and the size of the result. */
export interface AxisPadding {
  readonly before: number;
  readonly after: number;
  readonly outputSize: number;
}

/**
 * TensorFlow's padding rule. For `SAME` the result has ⌈input / stride⌉ elements and an odd amount of padding puts its
 * extra element after the data; for `VALID` there is none. `kernel` is the dilated size.
 * Source: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function axisPadding(
  padding: 'SAME' | 'VALID',
  input: number,
  kernel: number,
  stride: number,
): AxisPadding {
  if (padding === 'VALID') {
    return { before: 0, after: 0, outputSize: Math.floor((input - kernel) / stride) + 1 };
  }
  const outputSize = Math.ceil(input / stride);
  const total = Math.max((outputSize - 1) * stride + kernel - input, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before, outputSize };
}

interface Window {
  readonly kernel: readonly [height: number, width: number];
  readonly strides: readonly [height: number, width: number];
  readonly dilations: readonly [height: number, width: number];
  readonly vertical: AxisPadding;
  readonly horizontal: AxisPadding;
}

function readWindow(node: TfjsNode, input: NhwcShape, kernel: readonly [number, number]): Window {
  const layout = textAttribute(node, 'data_format');
  if (layout !== 'NHWC')
    throw new Error(`Node "${node.name}" has data format ${layout}; only NHWC is known.`);
  const padding = textAttribute(node, 'padding');
  if (padding !== 'SAME' && padding !== 'VALID') {
    throw new Error(`Node "${node.name}" has padding ${padding}; only SAME and VALID are known.`);
  }
  const [, strideY, strideX] = requireRank4(
    integersAttribute(node, 'strides'),
    `"strides" of "${node.name}"`,
  );
  const [, dilationY, dilationX] = requireRank4(
    integersAttribute(node, 'dilations'),
    `"dilations" of "${node.name}"`,
  );
  const [kernelY, kernelX] = kernel;
  return {
    kernel,
    strides: [strideY, strideX],
    dilations: [dilationY, dilationX],
    vertical: axisPadding(padding, input[1], (kernelY - 1) * dilationY + 1, strideY),
    horizontal: axisPadding(padding, input[2], (kernelX - 1) * dilationX + 1, strideX),
  };
}

interface Filter {
  readonly dims: readonly [out: number, inPerGroup: number, height: number, width: number];
  readonly groups: number;
  readonly data: Uint8Array;
}

function denseFilter({ name, tensor }: Constant): Filter {
  const [height, width, channels, filters] = requireRank4(tensor.shape, `Filter "${name}"`);
  const { data } = transpose(tensor.data, tensor.shape, HWIO_TO_OIHW);
  return { dims: [filters, channels, height, width], groups: 1, data };
}

function depthwiseFilter({ name, tensor }: Constant): Filter {
  const [height, width, channels, multiplier] = requireRank4(tensor.shape, `Filter "${name}"`);
  const { data } = transpose(tensor.data, tensor.shape, HWCM_TO_CMHW);
  return { dims: [channels * multiplier, 1, height, width], groups: channels, data };
}

/** `Conv2D`, `_FusedConv2D` */
export function convertConvolution(
  node: TfjsNode,
  inputs: readonly Operand[],
  graph: GraphBuilder,
): Activation {
  return convolve(node, inputs, denseFilter(constantAt(node, inputs, 1)), graph);
}

/** `DepthwiseConv2dNative`, `FusedDepthwiseConv2dNative` */
export function convertDepthwiseConvolution(
  node: TfjsNode,
  inputs: readonly Operand[],
  graph: GraphBuilder,
): Activation {
  return convolve(node, inputs, depthwiseFilter(constantAt(node, inputs, 1)), graph);
}

function convolve(
  node: TfjsNode,
  inputs: readonly Operand[],
  filter: Filter,
  graph: GraphBuilder,
): Activation {
  const input = activationAt(node, inputs, 0);
  const [filters, channelsPerGroup, kernelY, kernelX] = filter.dims;
  if (input.shape[3] !== channelsPerGroup * filter.groups) {
    throw new Error(`Node "${node.name}" reads ${input.shape[3]} channels, its filter another number.`);
  }
  const window = readWindow(node, input.shape, [kernelY, kernelX]);
  const source = constantAt(node, inputs, 1);
  const { dataType } = source.tensor;
  const scale = node.attr[OUTPUT_SCALE]?.f ?? 1;
  const operands = [
    input.name,
    graph.weights(source.name, filter.dims, { dataType, data: filter.data }, scale),
  ];
  const [activation, ...rest] = fusedActivations(node, inputs, operands, graph);
  if (rest.length > 0) throw new Error(`Node "${node.name}" fuses more than one activation.`);
  const { vertical, horizontal } = window;
  const name = graph.node('Conv', activation ? `${node.name}/Conv` : node.name, operands, {
    dilations: ints(window.dilations),
    group: int(filter.groups),
    kernel_shape: ints(window.kernel),
    pads: ints([vertical.before, horizontal.before, vertical.after, horizontal.after]),
    strides: ints(window.strides),
  });
  return {
    kind: 'activation',
    name: activation ? graph.node(activation, node.name, [name]) : name,
    shape: [input.shape[0], vertical.outputSize, horizontal.outputSize, filters],
  };
}

/** Adds the fused bias to `operands`; returns the ONNX operators of the fused activations. */
function fusedActivations(
  node: TfjsNode,
  inputs: readonly Operand[],
  operands: string[],
  graph: GraphBuilder,
): string[] {
  const activations: string[] = [];
  for (const operation of textsAttribute(node, 'fused_ops')) {
    if (operation === 'BiasAdd') {
      const bias = constantAt(node, inputs, 2);
      operands.push(graph.weights(bias.name, bias.tensor.shape, bias.tensor, node.attr[OUTPUT_SCALE]?.f));
    } else if (operation === 'Relu') {
      activations.push('Relu');
    } else {
      throw new Error(`Node "${node.name}" fuses ${operation}, which is not known.`);
    }
  }
  return activations;
}
