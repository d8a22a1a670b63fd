import { boxIou, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { BoxPair, Matrix } from '../types.ts';

const boxAt = (boxes: Float32Array, index: number): ReadonlyBox => [
  boxes[4 * index] ?? 0,
  boxes[4 * index + 1] ?? 0,
  boxes[4 * index + 2] ?? 0,
  boxes[4 * index + 3] ?? 0,
];

/** What the kernel computes: the IoU of every box with every target, by the twin's own `boxIou`. */
export function boxIousReference(pairs: readonly BoxPair[]): Matrix[] {
  return pairs.map(({ boxes, targets }) => {
    const [rows, columns] = [boxes.length / 4, targets.length / 4];
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        values[row * columns + column] = boxIou(boxAt(boxes, row), boxAt(targets, column));
    return { rows, columns, values };
  });
}
