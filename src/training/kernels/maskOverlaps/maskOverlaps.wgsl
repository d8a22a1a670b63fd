// Pixels that each of G masks shares with each of T targets, and pixels in either. One bit is a pixel, so 32 pixels are compared at once;
// all numbers are integers and exact.

struct Parameters {
  // Words of a mask: 32 pixels each; the bits behind the last pixel are 0 in all masks.
  words: u32,
  // T.
  targets: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [G, words] and [T, words].
@group(0) @binding(1) var<storage, read> masks: array<u32>;
@group(0) @binding(2) var<storage, read> target_masks: array<u32>;
// [G, T] of (intersection, union).
@group(0) @binding(3) var<storage, read_write> overlaps: array<vec2u>;

const LANES = 64u;

var<workgroup> sums: array<vec2u, LANES>;

// One workgroup a pair: x is the mask, y the target.
@compute @workgroup_size(LANES)
fn count_overlaps(
  @builtin(workgroup_id) pair: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let mask = pair.x * parameters.words;
  let wanted = pair.y * parameters.words;
  var sum = vec2u(0u);
  // Lane l takes words l, l + 64, …: neighbours read neighbouring words.
  for (var word = lane; word < parameters.words; word += LANES) {
    let a = masks[mask + word];
    let b = target_masks[wanted + word];
    // |A ∩ B| is the number of ones in A and B, |A ∪ B| of those in A or B.
    sum += vec2u(countOneBits(a & b), countOneBits(a | b));
  }
  sums[lane] = sum;
  workgroupBarrier();
  // 64 sums to 32, 16, … 1.
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    overlaps[pair.x * parameters.targets + pair.y] = sums[0];
  }
}
