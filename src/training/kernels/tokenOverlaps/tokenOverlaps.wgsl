// What two sequences of tokens share: as bags (for F1) and in order (the longest common subsequence, for ROUGE-L). Integers throughout.

struct Pair {
  // Where the first sequence begins and how long it is; likewise the second. The first is the shorter one.
  short_start: u32,
  short_length: u32,
  long_start: u32,
  long_length: u32,
}

struct Parameters {
  pairs: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> pairs: array<Pair>;
@group(0) @binding(2) var<storage, read> tokens: array<i32>;
// For each pair: common tokens, length of the longest common subsequence.
@group(0) @binding(3) var<storage, read_write> overlaps: array<vec2u>;

const LANES = 64u;
// 3 · 513 words are 6.2 kB of the 16 kB of workgroup memory that every device has.
const MAX_SHORT = 512u;

var<workgroup> counts: array<u32, LANES>;
// The three latest diagonals of the table of prefixes, by the length of the shorter prefix; all zeros at first.
var<workgroup> diagonals: array<array<u32, MAX_SHORT + 1u>, 3>;

// How often `token` is among `length` tokens from `start` on.
fn occurrences(token: i32, start: u32, length: u32) -> u32 {
  var count = 0u;
  for (var i = 0u; i < length; i++) {
    count += select(0u, 1u, tokens[start + i] == token);
  }
  return count;
}

// One workgroup a pair.
@compute @workgroup_size(LANES)
fn compare_tokens(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = id.x + id.y * groups.x;
  if (index >= parameters.pairs) {
    return;
  }
  let pair = pairs[index];

  // Bags. The k-th occurrence of a token (from 0) has a partner if the other sequence has more than k of it: Σ min(count, count).
  var shared_tokens = 0u;
  for (var i = lane; i < pair.short_length; i += LANES) {
    let token = tokens[pair.short_start + i];
    let before = occurrences(token, pair.short_start, i);
    let available = occurrences(token, pair.long_start, pair.long_length);
    shared_tokens += select(0u, 1u, before < available);
  }
  counts[lane] = shared_tokens;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      counts[lane] += counts[lane + half];
    }
    workgroupBarrier();
  }

  // Order. Let L(i, j) be the answer for the prefixes of lengths i and j: L(i − 1, j − 1) + 1 where their last tokens are the same, else
  // the larger of L(i − 1, j) and L(i, j − 1). All cells of a diagonal i + j = d follow from the two diagonals before it, side by side.
  let last = pair.short_length + pair.long_length;
  for (var d = 2u; d <= last; d++) {
    // 1 ≤ i ≤ short_length and 1 ≤ j = d − i ≤ long_length
    let from_i = max(1u, select(0u, d - pair.long_length, d > pair.long_length));
    let to_i = min(pair.short_length, d - 1u);
    for (var i = from_i + lane; i <= to_i; i += LANES) {
      let j = d - i;
      var longest = 0u;
      if (tokens[pair.short_start + i - 1u] == tokens[pair.long_start + j - 1u]) {
        longest = diagonals[(d - 2u) % 3u][i - 1u] + 1u;
      } else {
        longest = max(diagonals[(d - 1u) % 3u][i - 1u], diagonals[(d - 1u) % 3u][i]);
      }
      // Cells with i = 0 or j = 0 are never written and stay 0, as they should.
      diagonals[d % 3u][i] = longest;
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    overlaps[index] = vec2u(counts[0], diagonals[last % 3u][pair.short_length]);
  }
}
