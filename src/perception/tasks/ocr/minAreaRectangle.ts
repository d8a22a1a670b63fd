import type { Point, Quad } from '../../../twin/geometry/quad.ts';

/** A rectangle at any angle: its centre, the unit vector along its width, and its sides in pixels. */
export interface Rectangle {
  readonly centre: Point;
  readonly axis: Point;
  readonly width: number;
  readonly height: number;
}

/** The corners of the convex hull, counter-clockwise in a frame with y upwards (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.toReversed());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function halfHull(sorted: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of sorted) {
    while (hull.length > 1 && !turnsLeft(hull.at(-2), hull.at(-1), point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

const turnsLeft = (a: Point = [0, 0], b: Point = [0, 0], c: Point): boolean =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;

/**
 * The rectangle of least area around points: one of its sides lies along a side of their convex hull (Freeman and Shapira
 * 1975). Its width is measured along the side that is nearer to the horizontal, so that upright text reads along the width.
 * Undefined where the points have no area.
 */
export function minAreaRectangle(points: readonly Point[]): Rectangle | undefined {
  const hull = convexHull(points);
  if (hull.length < 3) return undefined;
  let best: Rectangle | undefined;
  hull.forEach((from, index) => {
    const to = hull[(index + 1) % hull.length] ?? from;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length === 0) return;
    const rectangle = rectangleAlong(hull, upright([(to[0] - from[0]) / length, (to[1] - from[1]) / length]));
    if (!best || rectangle.width * rectangle.height < best.width * best.height) best = rectangle;
  });
  return best;
}

/** Of the four directions of a rectangle's sides, the one that points most to the right. */
const upright = ([x, y]: Point): Point => {
  const [a, b] = Math.abs(x) >= Math.abs(y) ? [x, y] : [-y, x];
  return a < 0 ? [-a, -b] : [a, b];
};

function rectangleAlong(points: readonly Point[], axis: Point): Rectangle {
  const along = points.map(([x, y]) => x * axis[0] + y * axis[1]);
  const across = points.map(([x, y]) => y * axis[0] - x * axis[1]);
  const [u0, u1] = [Math.min(...along), Math.max(...along)];
  const [v0, v1] = [Math.min(...across), Math.max(...across)];
  const [u, v] = [(u0 + u1) / 2, (v0 + v1) / 2];
  return {
    centre: [u * axis[0] - v * axis[1], u * axis[1] + v * axis[0]],
    axis,
    width: u1 - u0,
    height: v1 - v0,
  };
}

/** The same rectangle with each side moved outwards. Exactly the least rectangle around its offset with round corners. */
export const growRectangle = (rectangle: Rectangle, distance: number): Rectangle => ({
  ...rectangle,
  width: rectangle.width + 2 * distance,
  height: rectangle.height + 2 * distance,
});

/** Corners clockwise from the top-left one. */
export function rectangleCorners({ centre, axis, width, height }: Rectangle): Quad {
  const corner = (along: number, across: number): Point => [
    centre[0] + (along * width * axis[0] - across * height * axis[1]) / 2,
    centre[1] + (along * width * axis[1] + across * height * axis[0]) / 2,
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}
