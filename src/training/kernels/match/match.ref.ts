import type { Matching, Matrix } from '../types.ts';

/** Weights are compared in steps of 2⁻²⁰: with integers every device finds the same matching. */
export const WEIGHT_STEPS = 2 ** 20;

/** The weight of a cell in whole steps. Scaling by a power of two is exact, so that both devices cut off the same. */
const stepsAt = ({ values, columns }: Matrix, row: number, column: number): number =>
  Math.trunc((values[row * columns + column] ?? 0) * WEIGHT_STEPS);

/** The transpose where there are more rows than columns: the algorithm gives each row a column. */
export function asWide(matrix: Matrix): { readonly wide: Matrix; readonly turned: boolean } {
  const { rows, columns, values } = matrix;
  if (rows <= columns) return { wide: matrix, turned: false };
  const turned = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column] ?? 0;
  return { wide: { rows: columns, columns: rows, values: turned }, turned: true };
}

/** A matching from the columns of the wide matrix's rows; the total is added up in the order of the rows. */
export function toMatching(matrix: Matrix, turned: boolean, columnOfWideRow: Int32Array): Matching {
  const columns = new Int32Array(matrix.rows).fill(-1);
  columnOfWideRow.forEach((partner, wideRow) => {
    if (turned) columns[partner] = wideRow;
    else columns[wideRow] = partner;
  });
  let total = 0;
  columns.forEach((column, row) => {
    if (column >= 0) total += matrix.values[row * matrix.columns + column] ?? 0;
  });
  return { columns, total };
}

const UNREACHED = 0x7fffffff;
const at = (numbers: Int32Array, index: number): number => numbers[index] ?? 0;

/** A matching in the making. Row and column 0 stand for "none"; the others are counted from 1. */
interface Assignment {
  readonly matrix: Matrix;
  /** Dual prices: no cell costs less than the prices of its row and column together, and matched cells cost just that. */
  readonly rowPrice: Int32Array;
  readonly columnPrice: Int32Array;
  /** The row that each column has now. */
  readonly rowOf: Int32Array;
}

/** A search for the shortest path from a row without a column to a column without a row. */
interface Search {
  readonly distance: Int32Array;
  /** The column before each column on the shortest path to it. */
  readonly cameFrom: Int32Array;
  readonly reached: Uint8Array;
}

/** Goes on over the row of `column`, and gives the nearest column not reached so far. Costs are −weight. */
function extend(
  { matrix, rowPrice, columnPrice, rowOf }: Assignment,
  search: Search,
  column: number,
): number {
  const { distance, cameFrom, reached } = search;
  const row = at(rowOf, column);
  let nearest = 0;
  for (let next = 1; next <= matrix.columns; next++) {
    if (reached[next]) continue;
    const cost = -stepsAt(matrix, row - 1, next - 1) - at(rowPrice, row) - at(columnPrice, next);
    if (cost < at(distance, next)) {
      distance[next] = cost;
      cameFrom[next] = column;
    }
    if (nearest === 0 || at(distance, next) < at(distance, nearest)) nearest = next;
  }
  return nearest;
}

/** Moves the prices by `step`, so that the path to the nearest column costs nothing more. */
function reprice({ rowPrice, columnPrice, rowOf }: Assignment, search: Search, step: number): void {
  search.reached.forEach((reached, column) => {
    if (reached) {
      const row = at(rowOf, column);
      rowPrice[row] = at(rowPrice, row) + step;
      columnPrice[column] = at(columnPrice, column) - step;
    } else search.distance[column] = at(search.distance, column) - step;
  });
}

/** Gives one more row a column, along the shortest augmenting path. */
function augment(assignment: Assignment, row: number): void {
  const { matrix, rowOf } = assignment;
  const search: Search = {
    distance: new Int32Array(matrix.columns + 1).fill(UNREACHED),
    cameFrom: new Int32Array(matrix.columns + 1),
    reached: new Uint8Array(matrix.columns + 1),
  };
  rowOf[0] = row;
  let column = 0;
  while (at(rowOf, column) !== 0) {
    search.reached[column] = 1;
    const nearest = extend(assignment, search, column);
    reprice(assignment, search, at(search.distance, nearest));
    column = nearest;
  }
  // Back along the path, every column takes the row of the column before it.
  while (column !== 0) {
    const before = at(search.cameFrom, column);
    rowOf[column] = at(rowOf, before);
    column = before;
  }
}

/**
 * The Hungarian method by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), O(rows² · columns), for a matrix with no more
 * rows than columns. Gives the column of each row.
 */
function assign(matrix: Matrix): Int32Array {
  const { rows, columns } = matrix;
  const assignment: Assignment = {
    matrix,
    rowPrice: new Int32Array(rows + 1),
    columnPrice: new Int32Array(columns + 1),
    rowOf: new Int32Array(columns + 1),
  };
  for (let row = 1; row <= rows; row++) augment(assignment, row);
  const columnOfRow = new Int32Array(rows);
  for (let column = 1; column <= columns; column++) {
    const row = at(assignment.rowOf, column);
    if (row > 0) columnOfRow[row - 1] = column - 1;
  }
  return columnOfRow;
}

/** What the kernel computes, for matrices of any size. */
export function matchReference(matrices: readonly Matrix[]): Matching[] {
  return matrices.map((matrix) => {
    const { wide, turned } = asWide(matrix);
    return toMatching(matrix, turned, assign(wide));
  });
}
