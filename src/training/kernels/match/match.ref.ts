import { assign } from '../../../core/assignment.ts';
import type { Matching, Matrix } from '../types.ts';

/** Weights are compared in steps of 2⁻²⁰: with integers every device finds the same matching. */
const WEIGHT_STEPS = 2 ** 20;

/** A matching from the column of each row, −1 for none; the total is added up in the order of the rows. */
export function toMatching({ columns, values }: Matrix, columnOf: Int32Array): Matching {
  let total = 0;
  columnOf.forEach((column, row) => {
    if (column >= 0) total += values[row * columns + column] ?? 0;
  });
  return { columns: columnOf, total };
}

/** What the kernel computes, for matrices of any size. Scaling by a power of two is exact, so that both devices cut off the same. */
export function matchReference(matrices: readonly Matrix[]): Matching[] {
  return matrices.map((matrix) => {
    const { rows, columns, values } = matrix;
    const cost = (row: number, column: number): number =>
      -Math.trunc((values[row * columns + column] ?? 0) * WEIGHT_STEPS);
    return toMatching(matrix, assign(rows, columns, cost, 0));
  });
}
