// Intersection over union of boxes [x0, y0, x1, y1], end exclusive: the width is x1 − x0, with no pixel added.

struct Parameters {
  // Cells of all matrices together.
  cells: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// All boxes and all targets of all pairs, one behind the other.
@group(0) @binding(1) var<storage, read> boxes: array<vec4f>;
// For each cell of each matrix: which two of the boxes it compares.
@group(0) @binding(2) var<storage, read> cells: array<vec2u>;
@group(0) @binding(3) var<storage, read_write> ious: array<f32>;

fn area(box: vec4f) -> f32 {
  // An inverted box has no area: both sides are cut off at 0 before they are multiplied.
  let sides = max(box.zw - box.xy, vec2f(0.0));
  return sides.x * sides.y;
}

// One invocation a cell.
@compute @workgroup_size(64)
fn compare_boxes(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  // A dispatch has at most 65,535 workgroups a dimension: the rest go in rows along y.
  let cell = id.x + id.y * groups.x * 64u;
  if (cell >= parameters.cells) {
    return;
  }
  let a = boxes[cells[cell].x];
  let b = boxes[cells[cell].y];
  // The common part goes from the larger start to the smaller end; boxes that only touch have none.
  let shared_area = area(vec4f(max(a.xy, b.xy), min(a.zw, b.zw)));
  // |A ∪ B| = |A| + |B| − |A ∩ B|
  let either = area(a) + area(b) - shared_area;
  if (either > 0.0) {
    // Division may be off by 2.5 units in the last place: an IoU is never above 1.
    ious[cell] = min(1.0, shared_area / either);
  } else {
    ious[cell] = 0.0;
  }
}
