/**
 * TensorFlow keeps activations as [batch, height, width, channels] and filters as [height, width, in, out]; ONNX keeps
 * [batch, channels, height, width] and [out, in, height, width].
 */

/** A shape of rank 4 in TensorFlow's order: batch, height, width, channels. */
export type NhwcShape = readonly [batch: number, height: number, width: number, channels: number];

/** The position in ONNX's order of each of TensorFlow's activation axes. */
const NCHW_AXIS = [0, 2, 3, 1] as const;

export const NHWC_TO_NCHW = [0, 3, 1, 2] as const;
export const HWIO_TO_OIHW = [3, 2, 0, 1] as const;
/** Depthwise filters are [height, width, channels, multiplier]. */
export const HWCM_TO_CMHW = [2, 3, 0, 1] as const;

export const toNchw = ([batch, height, width, channels]: NhwcShape): number[] => [
  batch,
  channels,
  height,
  width,
];

/** Maps an axis of an NHWC activation, which may count from the end, to its NCHW axis; throws outside [-4, 3]. */
export function nchwAxis(axis: number): number {
  const mapped = NCHW_AXIS[axis < 0 ? axis + 4 : axis];
  if (mapped === undefined) throw new RangeError(`Axis ${axis} is outside a tensor of rank 4.`);
  return mapped;
}

/** Checks that a shape has rank 4; `owner` names the node in the error. */
export function requireRank4(shape: readonly number[], owner: string): NhwcShape {
  const [batch, height, width, channels] = shape;
  if (
    shape.length !== 4 ||
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    channels === undefined
  ) {
    throw new Error(`${owner} has shape [${shape.join(', ')}]; only rank 4 can be converted.`);
  }
  return [batch, height, width, channels];
}

/**
 * Reorders the axes of a row-major tensor: axis `i` of the result is axis `order[i]` of the source. Works on elements of
 * any size, so half floats keep their bits.
 */
export function transpose(
  data: Uint8Array,
  shape: readonly number[],
  order: readonly number[],
): { data: Uint8Array; shape: number[] } {
  const at = (list: readonly number[], index: number): number => list[index] ?? 0;
  const elements = shape.reduce((product, dim) => product * dim, 1);
  const elementBytes = elements === 0 ? 0 : data.length / elements;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const outShape = order.map((axis) => at(shape, axis));
  const outStrides = order.map((axis) => at(strides, axis));
  const out = new Uint8Array(data.length);
  const index = order.map(() => 0);
  for (let element = 0; element < elements; element++) {
    const source = index.reduce((sum, position, axis) => sum + position * at(outStrides, axis), 0);
    for (let byte = 0; byte < elementBytes; byte++) {
      out[element * elementBytes + byte] = data[source * elementBytes + byte] ?? 0;
    }
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const next = at(index, axis) + 1;
      index[axis] = next === at(outShape, axis) ? 0 : next;
      if (next !== at(outShape, axis)) break;
    }
  }
  return { data: out, shape: outShape };
}
