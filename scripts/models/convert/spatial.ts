import { int, ints, text } from '../onnx/model.ts';
import { booleanAttribute } from '../tfjs/attributes.ts';
import type { TfjsNode } from '../tfjs/schema.ts';
import type { Activation, GraphBuilder, Operand } from './graphBuilder.ts';
import { type NhwcShape, nchwAxis, requireRank4, toNchw } from './layout.ts';
import { activationAt, integersAt } from './operands.ts';

/** `Mean` over constant axes; the reduced axes must be kept, so that the rank stays four. */
export function convertMean(node: TfjsNode, inputs: readonly Operand[], graph: GraphBuilder): Activation {
  const input = activationAt(node, inputs, 0);
  if (!booleanAttribute(node, 'keep_dims')) throw new Error(`Node "${node.name}" drops its reduced axes.`);
  const axes = integersAt(node, inputs, 1).map((axis) => (axis < 0 ? axis + 4 : axis));
  const shape = input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const name = graph.node('ReduceMean', node.name, [input.name], {
    axes: ints(axes.map(nchwAxis).sort((a, b) => a - b)),
    keepdims: int(1),
  });
  return { kind: 'activation', name, shape: requireRank4(shape, node.name) };
}

/** `ConcatV2`: all inputs but the last are joined along the axis that the last one names. */
export function convertConcat(node: TfjsNode, inputs: readonly Operand[], graph: GraphBuilder): Activation {
  const last = inputs.length - 1;
  const parts = inputs.slice(0, last).map((_, index) => activationAt(node, inputs, index));
  const [axis] = integersAt(node, inputs, last);
  const first = parts[0];
  if (axis === undefined || first === undefined) throw new Error(`Node "${node.name}" joins nothing.`);
  const joined = axis < 0 ? axis + 4 : axis;
  const shape = first.shape.map((size, index) =>
    index === joined ? parts.reduce((sum, part) => sum + (part.shape[index] ?? 0), 0) : size,
  );
  const names = parts.map((part) => part.name);
  const name = graph.node('Concat', node.name, names, { axis: int(nchwAxis(joined)) });
  return { kind: 'activation', name, shape: requireRank4(shape, node.name) };
}

/** `ResizeBilinear` to a constant size. TensorFlow's three ways to map coordinates are three modes of ONNX `Resize`. */
export function convertResizeBilinear(
  node: TfjsNode,
  inputs: readonly Operand[],
  graph: GraphBuilder,
): Activation {
  const input = activationAt(node, inputs, 0);
  const [height, width] = integersAt(node, inputs, 1);
  if (height === undefined || width === undefined) throw new Error(`Node "${node.name}" has no target size.`);
  const shape: NhwcShape = [input.shape[0], height, width, input.shape[3]];
  const sizes = graph.integers(`${node.name}/sizes`, toNchw(shape));
  const name = graph.node('Resize', node.name, [input.name, '', '', sizes], {
    coordinate_transformation_mode: text(coordinateMode(node)),
    mode: text('linear'),
  });
  return { kind: 'activation', name, shape };
}

function coordinateMode(node: TfjsNode): string {
  if (booleanAttribute(node, 'align_corners')) return 'align_corners';
  return booleanAttribute(node, 'half_pixel_centers') ? 'half_pixel' : 'asymmetric';
}
