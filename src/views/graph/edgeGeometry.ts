import type { Point } from './layoutPoint.ts';

/** A drawn edge in screen pixels: a quadratic curve from rim to rim. */
export interface EdgeCurve {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
  readonly middle: Point;
}

const BEND_PX = 14;
const GAP_PX = 2;

/**
 * The curve between two discs, trimmed at their rims; undefined when the discs touch. Edges that have a twin in the
 * opposite direction bend to their right, so that both can be seen.
 */
export function edgeCurve(
  a: Point,
  radiusA: number,
  b: Point,
  radiusB: number,
  bent: boolean,
): EdgeCurve | undefined {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  if (length <= radiusA + radiusB + 2 * GAP_PX) return undefined;
  const [ux, uy] = [dx / length, dy / length];
  const bend = bent ? BEND_PX : 0;
  const control: Point = [(a[0] + b[0]) / 2 - uy * bend, (a[1] + b[1]) / 2 + ux * bend];
  const from = towards(a, control, radiusA + GAP_PX);
  const to = towards(b, control, radiusB + GAP_PX);
  const middle: Point = [(from[0] + 2 * control[0] + to[0]) / 4, (from[1] + 2 * control[1] + to[1]) / 4];
  return { from, control, to, middle };
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [
    from[0] + ((to[0] - from[0]) / length) * distance,
    from[1] + ((to[1] - from[1]) / length) * distance,
  ];
}

/** An axis-aligned rectangle: [left, top, right, bottom]. */
export type Rect = readonly [number, number, number, number];

/** Screen space already taken by captions. Kept small per frame, so a plain list does. */
export class Occupancy {
  readonly #rects: Rect[] = [];

  /** Takes the rectangle unless it would cover one that is taken; `force` takes it anyway. */
  take(rect: Rect, force = false): boolean {
    const free = force || !this.#rects.some((taken) => rectsOverlap(taken, rect));
    if (free) this.#rects.push(rect);
    return free;
  }
}

const rectsOverlap = (a: Rect, b: Rect): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
