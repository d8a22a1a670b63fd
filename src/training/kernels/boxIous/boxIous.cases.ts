import { type KernelCase, type KernelSuite, randomFloats } from '../cases.ts';
import type { BoxPair, Matrix } from '../types.ts';

type Four = readonly [number, number, number, number];
type Input = readonly BoxPair[];

const pair = (boxes: readonly Four[], targets: readonly Four[]): BoxPair => ({
  boxes: Float32Array.from(boxes.flat()),
  targets: Float32Array.from(targets.flat()),
});

/** Boxes with corners in any order: some have no area. */
const randomPair = (seed: number, rows: number, columns: number): BoxPair => ({
  boxes: randomFloats(seed, 4 * rows, -20, 640),
  targets: randomFloats(seed + 1, 4 * columns, -20, 640),
});

const two = (name: string, a: Four, b: Four, iou: number): KernelCase<Input, readonly Matrix[]> => ({
  name,
  input: [pair([a], [b])],
  expected: [{ rows: 1, columns: 1, values: Float32Array.of(iou) }],
});

const cases: readonly KernelCase<Input, readonly Matrix[]>[] = [
  two('a third in common', [10, 10, 50, 50], [30, 10, 70, 50], 1 / 3),
  two('far from each other', [0, 0, 10, 10], [30, 0, 40, 10], 0),
  two('the same box', [3.5, 2.25, 9, 8], [3.5, 2.25, 9, 8], 1),
  // With a pixel added to every side, as some published rewards do, this is 0.5238 and passes a threshold that it should not.
  two('just half in common', [0, 0, 10, 10], [0, 0, 10, 20], 0.5),
  // … and this is 0.0476.
  two('boxes that only touch', [0, 0, 10, 10], [10, 0, 20, 10], 0),
  // Other rewards ask for an overlap of more than one pixel and give 0 here.
  two('one pixel in common', [0, 0, 10, 10], [9, 0, 19, 10], 10 / 190),
  two('fractions and negative corners', [-2.5, -1.5, 2.5, 1.5], [-2.5, -1.5, 0, 0], 0.25),
  two('an inverted box', [10, 10, 0, 0], [0, 0, 10, 10], 0),
  two('two inverted boxes', [10, 10, 0, 0], [10, 10, 0, 0], 0),
  two('a box without area', [5, 5, 5, 9], [0, 0, 10, 10], 0),
  two('two boxes without area', [5, 5, 5, 5], [5, 5, 5, 5], 0),
  two('very large boxes', [0, 0, 1e15, 1e15], [0, 0, 1e15, 5e14], 0.5),
  two('very small boxes', [0, 0, 1e-15, 1e-15], [0, 0, 1e-15, 5e-16], 0.5),
  { name: 'no boxes at all', input: [pair([], []), pair([], [[0, 0, 1, 1]]), pair([[0, 0, 1, 1]], [])] },
  { name: 'no pairs', input: [], expected: [] },
  { name: '31 × 33 boxes', input: [randomPair(5, 31, 33)] },
  {
    name: '70 pairs of odd sizes',
    input: Array.from({ length: 70 }, (_, i) => randomPair(100 + 2 * i, i % 5, (i * 3) % 7)),
  },
];

export const BOX_IOUS: KernelSuite<Input, readonly Matrix[]> = {
  name: 'box IoUs',
  cases,
  run: (kernels, pairs) => kernels.boxIous(pairs),
  numbers: (matrices) => ({
    integers: [matrices.flatMap(({ rows, columns }) => [rows, columns])],
    floats: matrices.map(({ values }) => values),
  }),
};
