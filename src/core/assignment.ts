/**
 * The cheapest partial matching of rows to columns: pairs that cost `limit` or more stay unmatched, and of all matchings of the others
 * the one with the smallest sum of (cost − limit) is taken, so that one more pair is always worth it.
 *
 * Shortest augmenting paths with potentials (Jonker & Volgenant 1987, as the Hungarian algorithm is commonly written), with a
 * column of its own for every row that stays free: O(rows² · (rows + columns)). Deterministic.
 *
 * @param cost of row and column, finite or +∞ for "never"
 * @returns for every row its column, or −1
 */
export function assign(
  rows: number,
  columns: number,
  cost: (row: number, column: number) => number,
  limit: number,
): Int32Array {
  const costs = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      costs[row * columns + column] = Math.min(0, cost(row, column) - limit);
  const search = new PathSearch(rows, columns, costs);
  for (let row = 1; row <= rows; row++) search.place(row);

  const columnOf = new Int32Array(rows).fill(-1);
  for (let column = 0; column < columns; column++) {
    const row = (search.rowOf[column + 1] ?? 0) - 1;
    if (row >= 0 && (costs[row * columns + column] ?? 0) < 0) columnOf[row] = column;
  }
  return columnOf;
}

/** The state of the algorithm. Rows and columns count from 1; column 0 holds the row that is being placed. */
class PathSearch {
  /** Row of each column, 0 where it is free. */
  readonly rowOf: Int32Array;
  readonly #width: number;
  readonly #columns: number;
  readonly #costs: Float64Array;
  readonly #rowPotential: Float64Array;
  readonly #columnPotential: Float64Array;
  readonly #previous: Int32Array;
  readonly #shortest: Float64Array;
  readonly #visited: Uint8Array;

  constructor(rows: number, columns: number, costs: Float64Array) {
    const width = columns + rows;
    this.#width = width;
    this.#columns = columns;
    this.#costs = costs;
    this.rowOf = new Int32Array(width + 1);
    this.#rowPotential = new Float64Array(rows + 1);
    this.#columnPotential = new Float64Array(width + 1);
    this.#previous = new Int32Array(width + 1);
    this.#shortest = new Float64Array(width + 1);
    this.#visited = new Uint8Array(width + 1);
  }

  /** Finds a column for a row, and others for the rows that have to move. */
  place(row: number): void {
    this.rowOf[0] = row;
    this.#shortest.fill(Number.POSITIVE_INFINITY);
    this.#visited.fill(0);
    let column = 0;
    do column = this.#advance(column);
    while ((this.rowOf[column] ?? 0) !== 0);
    while (column !== 0) {
      const before = this.#previous[column] ?? 0;
      this.rowOf[column] = this.rowOf[before] ?? 0;
      column = before;
    }
  }

  /** Goes on from a column to the nearest one that was not visited, and gives that. */
  #advance(from: number): number {
    this.#visited[from] = 1;
    const row = this.rowOf[from] ?? 0;
    const rowPotential = this.#rowPotential[row] ?? 0;
    let nearest = Number.POSITIVE_INFINITY;
    let next = 0;
    for (let column = 1; column <= this.#width; column++) {
      if (this.#visited[column] === 1) continue;
      const reduced = this.#cost(row, column) - rowPotential - (this.#columnPotential[column] ?? 0);
      if (reduced < (this.#shortest[column] ?? 0)) {
        this.#shortest[column] = reduced;
        this.#previous[column] = from;
      }
      if ((this.#shortest[column] ?? 0) < nearest) {
        nearest = this.#shortest[column] ?? 0;
        next = column;
      }
    }
    this.#shift(nearest);
    return next;
  }

  /** A pair that isn't worth it costs what staying free costs in the row's own column: nothing. */
  #cost(row: number, column: number): number {
    return column <= this.#columns ? (this.#costs[(row - 1) * this.#columns + column - 1] ?? 0) : 0;
  }

  #shift(distance: number): void {
    for (let column = 0; column <= this.#width; column++) {
      if (this.#visited[column] === 1) {
        const row = this.rowOf[column] ?? 0;
        this.#rowPotential[row] = (this.#rowPotential[row] ?? 0) + distance;
        this.#columnPotential[column] = (this.#columnPotential[column] ?? 0) - distance;
      } else this.#shortest[column] = (this.#shortest[column] ?? 0) - distance;
    }
  }
}
