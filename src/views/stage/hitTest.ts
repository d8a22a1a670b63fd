import type { Rle } from '../../twin/schema/rle.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { Point } from './viewTransform.ts';

/** True when the pixel at a point belongs to the mask. */
export function maskContains({ size: [height, width], counts }: Rle, [x, y]: Point): boolean {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return false;
  let left = column * height + row;
  for (let index = 0; index < counts.length; index++) {
    left -= counts[index] ?? 0;
    if (left < 0) return index % 2 === 1;
  }
  return false;
}

/**
 * The object under a point in image pixels. An object is hit on its mask, or, where it has none, in its box grown by `slack`
 * pixels; of several the smallest, since a small object on a large one could not be reached otherwise. Where no object is hit
 * so, boxes decide alone: thin things are hard to point at.
 */
export function objectAt(twin: Twin, at: Point, slack = 0): TwinObject | undefined {
  const [x, y] = at;
  let best: TwinObject | undefined;
  let bestArea = Number.POSITIVE_INFINITY;
  let bestOnIt = false;
  for (const object of twin.objects) {
    const state = object.states[0];
    if (!state) continue;
    const [x0, y0, x1, y1] = state.box;
    if (x < x0 - slack || x >= x1 + slack || y < y0 - slack || y >= y1 + slack) continue;
    // Between two looks the mask is the earlier one's: only the box is where the object is.
    const onIt = state.mask === undefined || state.interpolated === true || maskContains(state.mask, at);
    const area = state.mask && state.area !== undefined ? state.area : (x1 - x0) * (y1 - y0);
    if (onIt === bestOnIt ? area >= bestArea : !onIt) continue;
    best = object;
    bestArea = area;
    bestOnIt = onIt;
  }
  return best;
}
