// The receipt of a job. Memory that could not be allocated reads as zeros and nothing throws, so every job ends by writing a number that
// only it knows; and every output of floats is searched for numbers that are not finite.

struct Parameters {
  // How many numbers to search.
  length: u32,
  // Where the count of those that are not finite goes.
  slot: u32,
  // The number of this job.
  ticket: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// The floats as their bits: WGSL may assume that all numbers are finite, and then `x != x` is false even for NaN.
@group(0) @binding(1) var<storage, read> values: array<u32>;
@group(0) @binding(2) var<storage, read_write> receipt: array<u32>;

const LANES = 64u;
// Eight bits of exponent: all ones in infinities and NaNs, and in no finite number.
const EXPONENT = 0x7f800000u;

var<workgroup> counts: array<u32, LANES>;

@compute @workgroup_size(1)
fn sign_receipt() {
  receipt[0] = parameters.ticket;
}

@compute @workgroup_size(LANES)
fn count_not_finite(@builtin(local_invocation_index) lane: u32) {
  var count = 0u;
  // Lane l looks at numbers l, l + 64, l + 128, …
  for (var i = lane; i < parameters.length; i += LANES) {
    count += select(0u, 1u, (values[i] & EXPONENT) == EXPONENT);
  }
  counts[lane] = count;
  workgroupBarrier();
  // Halves are added until one count is left: always in the same order.
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      counts[lane] += counts[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    receipt[parameters.slot] = counts[0];
  }
}
