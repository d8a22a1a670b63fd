// The matching of rows to columns of the greatest total weight, by the Hungarian method: shortest augmenting paths with prices
// (Kuhn 1955; Jonker and Volgenant 1987). One invocation solves one matrix: a batch has many of them, and each is small.
//
// Everything is an integer, and every choice takes the lowest column, so that all devices find the same of several equal matchings. Each
// row has a column of its own behind the real ones, free of charge: there it stays single. Rows and columns count from 1; 0 is none.

struct Problem {
  rows: u32,
  columns: u32,
  // Where its weights begin; and where the columns of its rows go.
  weights: u32,
  result: u32,
}

struct Parameters {
  problems: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> problems: array<Problem>;
// [rows, columns] of each problem, in [0, 1].
@group(0) @binding(2) var<storage, read> weights: array<f32>;
// For each row its column from 0, or −1.
@group(0) @binding(3) var<storage, read_write> column_of: array<i32>;

const MAX_SIDE = 32u;
// Real columns and those for staying single, and entry 0.
const WIDTH = 2u * MAX_SIDE + 1u;
// Weights in steps of 2⁻²⁰. The product is exact, because it only changes the exponent; the rest is cut off.
const WEIGHT_STEPS = 1048576.0;
const FAR = 0x7fffffff;

// What a row and a column cost together: less for a greater weight, and nothing where the row stays single.
fn cost(problem: Problem, row: u32, column: u32) -> i32 {
  if (column > problem.columns) {
    return 0;
  }
  return -i32(weights[problem.weights + (row - 1u) * problem.columns + column - 1u] * WEIGHT_STEPS);
}

@compute @workgroup_size(1)
fn match_rows(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let index = id.x + id.y * groups.x;
  if (index >= parameters.problems) {
    return;
  }
  let problem = problems[index];
  let width = problem.columns + problem.rows;
  // Dual prices: row + column ≤ cost for every cell, and equal for matched ones.
  var row_price: array<i32, MAX_SIDE + 1u>;
  var column_price: array<i32, WIDTH>;
  // The row that each column has now.
  var row_of: array<u32, WIDTH>;

  for (var row = 1u; row <= problem.rows; row++) {
    // Dijkstra's search from the new row: the distance of every column, and the column before it on the way.
    var distance: array<i32, WIDTH>;
    var came_from: array<u32, WIDTH>;
    var reached: array<bool, WIDTH>;
    for (var c = 0u; c <= width; c++) {
      distance[c] = FAR;
      reached[c] = false;
    }
    row_of[0] = row;
    var column = 0u;
    // Each round reaches one more column; the first without a row ends the search.
    for (var round = 0u; round <= width && row_of[column] != 0u; round++) {
      reached[column] = true;
      let current = row_of[column];
      var step = FAR;
      var nearest = 0u;
      for (var c = 1u; c <= width; c++) {
        if (reached[c]) {
          continue;
        }
        // The reduced cost: what this cell costs more than its prices say.
        let reduced = cost(problem, current, c) - row_price[current] - column_price[c];
        if (reduced < distance[c]) {
          distance[c] = reduced;
          came_from[c] = column;
        }
        if (distance[c] < step) {
          step = distance[c];
          nearest = c;
        }
      }
      // All that was reached comes nearer by this step, so that the next column costs nothing more.
      for (var c = 0u; c <= width; c++) {
        if (reached[c]) {
          row_price[row_of[c]] += step;
          column_price[c] -= step;
        } else {
          distance[c] -= step;
        }
      }
      column = nearest;
    }
    // Back along the path every column takes the row of the column before it: one more row has a column.
    for (var round = 0u; round <= width && column != 0u; round++) {
      let before = came_from[column];
      row_of[column] = row_of[before];
      column = before;
    }
  }

  for (var row = 0u; row < problem.rows; row++) {
    column_of[problem.result + row] = -1;
  }
  for (var c = 1u; c <= problem.columns; c++) {
    // A pair that weighs nothing is none.
    if (row_of[c] != 0u && cost(problem, row_of[c], c) < 0) {
      column_of[problem.result + row_of[c] - 1u] = i32(c) - 1;
    }
  }
}
