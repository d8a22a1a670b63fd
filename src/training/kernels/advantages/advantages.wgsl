// Group-normalised advantages (Shao et al. 2024): A = (r − mean of the group) / (standard deviation + 1e-4).
//
// Means are taken of differences to the first reward of a set: rewards that differ in their last digits keep those digits, and rewards that
// are all the same differ by exactly 0.

struct Parameters {
  // For `measure`: how many sets of how many rewards each, and where the first one's spread goes.
  sets: u32,
  set_size: u32,
  slot: u32,
  // For `normalise`: rewards in all, rewards of a group, and what divides them (0 nothing, 1 the group's deviation, 2 the batch's).
  rewards: u32,
  group_size: u32,
  scale: u32,
  // Where the spread of the whole batch is.
  batch_slot: u32,
}

struct Spread {
  mean: f32,
  // mean − first reward
  shift: f32,
  // Standard deviation, with Bessel's correction.
  deviation: f32,
  // 1 where all rewards are the same.
  same: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> rewards: array<f32>;
// One of each group, then one of the batch.
@group(0) @binding(2) var<storage, read_write> spreads: array<Spread>;
@group(0) @binding(3) var<storage, read_write> advantages: array<f32>;

const LANES = 64u;
const EPSILON = 1e-4;

var<workgroup> lows: array<f32, LANES>;
var<workgroup> highs: array<f32, LANES>;
var<workgroup> sums: array<f32, LANES>;

// One workgroup a set.
@compute @workgroup_size(LANES)
fn measure(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = id.x + id.y * groups.x;
  if (index >= parameters.sets) {
    return;
  }
  let start = index * parameters.set_size;
  let size = f32(parameters.set_size);
  let first = rewards[start];

  // The smallest and largest reward, and the mean of r − first. Each is divided before it is added, so that large rewards don't overflow.
  var low = first;
  var high = first;
  var sum = 0.0;
  for (var i = lane; i < parameters.set_size; i += LANES) {
    let reward = rewards[start + i];
    low = min(low, reward);
    high = max(high, reward);
    sum += (reward - first) / size;
  }
  lows[lane] = low;
  highs[lane] = high;
  sums[lane] = sum;
  workgroupBarrier();
  // 64 to 32, 16, … 1, in the same order each time: floats that are added in another order give another sum.
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      lows[lane] = min(lows[lane], lows[lane + half]);
      highs[lane] = max(highs[lane], highs[lane + half]);
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  low = lows[0];
  high = highs[0];
  let shift = sums[0];
  workgroupBarrier();

  // The deviations' squares, in units of the range: r − mean is at most that, so that no square overflows or vanishes.
  let range = max(high - low, 1e-37);
  var squares = 0.0;
  for (var i = lane; i < parameters.set_size; i += LANES) {
    let part = ((rewards[start + i] - first) - shift) / range;
    squares += part * part;
  }
  sums[lane] = squares;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }

  if (lane == 0u) {
    // max = min, and not a deviation near 0, decides: 0 / (0 + ε) is no signal, and rounding over ε would pretend one.
    if (low == high) {
      spreads[parameters.slot + index] = Spread(first, 0.0, 0.0, 1u);
    } else {
      // s = √(Σ (r − mean)² / (n − 1)); here n is at least 2.
      let deviation = range * sqrt(sums[0] / (size - 1.0));
      spreads[parameters.slot + index] = Spread(first + shift, shift, deviation, 0u);
    }
  }
}

// One invocation a reward.
@compute @workgroup_size(LANES)
fn normalise(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = id.x + id.y * groups.x * LANES;
  if (i >= parameters.rewards) {
    return;
  }
  let group = i / parameters.group_size;
  let spread = spreads[group];
  if (spread.same == 1u) {
    advantages[i] = 0.0;
    return;
  }
  // r − mean = (r − first) − (mean − first)
  let centred = (rewards[i] - rewards[group * parameters.group_size]) - spread.shift;
  var divisor = 1.0;
  if (parameters.scale == 1u) {
    divisor = spread.deviation + EPSILON;
  } else if (parameters.scale == 2u) {
    divisor = spreads[parameters.batch_slot].deviation + EPSILON;
  }
  advantages[i] = centred / divisor;
}
