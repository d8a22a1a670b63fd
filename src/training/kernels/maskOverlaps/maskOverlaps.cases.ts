import { type KernelCase, type KernelSuite, masksBy, randomMasks } from '../cases.ts';
import type { MaskOverlaps, PackedMasks } from '../types.ts';

interface Input {
  readonly masks: PackedMasks;
  readonly targets: PackedMasks;
}

const empty = (count: number, size: PackedMasks['size']): PackedMasks => masksBy(count, size, () => false);
const full = (count: number, size: PackedMasks['size']): PackedMasks => masksBy(count, size, () => true);

const random = (name: string, size: PackedMasks['size'], masks: number, targets: number) => ({
  name,
  input: { masks: randomMasks(masks, masks, size), targets: randomMasks(97, targets, size) },
});

const cases: readonly KernelCase<Input, MaskOverlaps>[] = [
  {
    name: 'two empty masks are the same',
    input: { masks: empty(1, [5, 7]), targets: empty(1, [5, 7]) },
    expected: {
      intersections: Uint32Array.of(0),
      unions: Uint32Array.of(0),
      ious: Float32Array.of(1),
    },
  },
  {
    name: 'an empty mask has nothing of a target',
    input: { masks: empty(1, [4, 4]), targets: full(1, [4, 4]) },
    expected: { intersections: Uint32Array.of(0), unions: Uint32Array.of(16), ious: Float32Array.of(0) },
  },
  {
    name: 'a mask where nothing is wanted is wrong',
    input: { masks: full(1, [4, 4]), targets: empty(1, [4, 4]) },
    expected: { intersections: Uint32Array.of(0), unions: Uint32Array.of(16), ious: Float32Array.of(0) },
  },
  {
    name: 'a single pixel',
    input: { masks: full(1, [1, 1]), targets: full(1, [1, 1]) },
    expected: { intersections: Uint32Array.of(1), unions: Uint32Array.of(1), ious: Float32Array.of(1) },
  },
  {
    // Their gIoU (mean of the IoUs) is 0.70, their cIoU (sum over sum) 0.8636.
    name: 'the overlaps that published metrics are computed from',
    input: {
      masks: masksBy(2, [40, 25], (index, pixel) => pixel < (index === 0 ? 50 : 900)),
      targets: masksBy(2, [40, 25], (index, pixel) => pixel < (index === 0 ? 100 : 1000)),
    },
    expected: {
      intersections: Uint32Array.of(50, 50, 100, 900),
      unions: Uint32Array.of(100, 1000, 900, 1000),
      ious: Float32Array.of(0.5, 0.05, 1 / 9, 0.9),
    },
  },
  {
    name: 'every bit of every word',
    input: { masks: full(3, [32, 65]), targets: full(2, [32, 65]) },
    expected: {
      intersections: new Uint32Array(6).fill(2080),
      unions: new Uint32Array(6).fill(2080),
      ious: new Float32Array(6).fill(1),
    },
  },
  random('one column of 31 pixels', [31, 1], 2, 1),
  random('one row of 33 pixels', [1, 33], 2, 2),
  random('35 pixels, the last word mostly unused', [5, 7], 7, 3),
  random('129 × 67 pixels, more words than lanes', [67, 129], 5, 3),
  random('511 × 513 pixels', [513, 511], 3, 2),
  {
    name: 'no masks',
    input: { masks: empty(0, [8, 8]), targets: full(2, [8, 8]) },
    expected: { ious: new Float32Array(0) },
  },
  {
    name: 'no targets',
    input: { masks: full(2, [8, 8]), targets: empty(0, [8, 8]) },
    expected: { ious: new Float32Array(0) },
  },
];

export const MASK_OVERLAPS: KernelSuite<Input, MaskOverlaps> = {
  name: 'mask overlaps',
  cases,
  run: (kernels, { masks, targets }) => kernels.maskOverlaps(masks, targets),
  numbers: ({ intersections, unions, ious }) => ({ integers: [intersections, unions], floats: [ious] }),
};
