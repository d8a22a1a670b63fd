import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { Point } from './viewTransform.ts';

/**
 * The object under a point in image pixels: of all boxes that hold it, grown by `slack` pixels, the smallest, since a
 * small object on a large one could not be reached otherwise.
 */
export function objectAt(twin: Twin, [x, y]: Point, slack = 0): TwinObject | undefined {
  let best: TwinObject | undefined;
  let bestArea = Number.POSITIVE_INFINITY;
  for (const object of twin.objects) {
    const box = object.states[0]?.box;
    if (!box) continue;
    const [x0, y0, x1, y1] = box;
    if (x < x0 - slack || x >= x1 + slack || y < y0 - slack || y >= y1 + slack) continue;
    const area = (x1 - x0) * (y1 - y0);
    if (area >= bestArea) continue;
    best = object;
    bestArea = area;
  }
  return best;
}
