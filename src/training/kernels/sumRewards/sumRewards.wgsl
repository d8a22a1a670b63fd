// The reward of each rollout: its terms by their weights, every product kept so that it can be shown.

struct Parameters {
  rows: u32,
  terms: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [rows, terms]
@group(0) @binding(1) var<storage, read> values: array<f32>;
// [terms]
@group(0) @binding(2) var<storage, read> weights: array<f32>;
// [rows, terms]
@group(0) @binding(3) var<storage, read_write> contributions: array<f32>;
// [rows]
@group(0) @binding(4) var<storage, read_write> rewards: array<f32>;

// One invocation a row: the terms are few, and their sum has one order.
@compute @workgroup_size(64)
fn sum_terms(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let row = id.x + id.y * groups.x * 64u;
  if (row >= parameters.rows) {
    return;
  }
  var sum = 0.0;
  for (var term = 0u; term < parameters.terms; term++) {
    let cell = row * parameters.terms + term;
    // r = Σ wₖ · vₖ
    let contribution = weights[term] * values[cell];
    contributions[cell] = contribution;
    sum += contribution;
  }
  rewards[row] = sum;
}
