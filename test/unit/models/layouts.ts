import type { FloatTensors } from '../../../scripts/models/ortNode.ts';

type Tensor = FloatTensors[string];

/** Reorders a float tensor of rank 4: axis `i` of the result is axis `order[i]` of the source. */
function reorder({ data, dims }: Tensor, order: readonly [number, number, number, number]): Tensor {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const [n, a, b, c] = order.map((axis) => ({ size: dims[axis] ?? 0, stride: strides[axis] ?? 0 }));
  if (!n || !a || !b || !c) throw new RangeError('Only rank 4 can be reordered.');
  const out = new Float32Array(data.length);
  let next = 0;
  for (let i = 0; i < n.size; i++)
    for (let j = 0; j < a.size; j++)
      for (let k = 0; k < b.size; k++)
        for (let l = 0; l < c.size; l++)
          out[next++] = data[i * n.stride + j * a.stride + k * b.stride + l * c.stride] ?? Number.NaN;
  return { data: out, dims: [n.size, a.size, b.size, c.size] };
}

export const nhwcToNchw = (tensor: Tensor): Tensor => reorder(tensor, [0, 3, 1, 2]);
export const nchwToNhwc = (tensor: Tensor): Tensor => reorder(tensor, [0, 2, 3, 1]);

/** The largest absolute difference; NaN where either side has one or the lengths differ. */
export function maxAbsDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN;
  let max = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = Math.abs((a[index] ?? Number.NaN) - (b[index] ?? Number.NaN));
    if (!(difference <= max)) max = difference;
    if (Number.isNaN(max)) return max;
  }
  return max;
}
