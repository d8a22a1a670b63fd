import type { ReadonlyBox } from './box.ts';

/** [x, y] in pixels. */
export type Point = [number, number];

/** The corners of a convex quadrilateral in pixels, clockwise (y downwards) from the corner that reads as top-left. */
export type Quad = [Point, Point, Point, Point];

/** Twice the signed area of a polygon: positive where it runs clockwise (y downwards). The shoelace formula. */
const doubleArea = (points: readonly Point[]): number =>
  points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);

/** Area of a simple polygon in square pixels. */
export const polygonArea = (points: readonly Point[]): number => Math.abs(doubleArea(points)) / 2;

/** The tight axis-aligned box around points; [0, 0, 0, 0] for none. */
export function boxAroundPoints(points: readonly Point[]): [number, number, number, number] {
  if (points.length === 0) return [0, 0, 0, 0];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** A box as a quadrilateral. */
export const quadOfBox = ([x0, y0, x1, y1]: ReadonlyBox): Quad => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

/** Does the same to each corner. */
export const mapQuad = (quad: Quad, change: (point: Point) => Point): Quad => [
  change(quad[0]),
  change(quad[1]),
  change(quad[2]),
  change(quad[3]),
];

/** The part of a polygon that lies in a convex one (Sutherland and Hodgman 1974); empty where they share no area. */
export function clipToConvex(subject: readonly Point[], convex: readonly Point[]): Point[] {
  const turn = Math.sign(doubleArea(convex));
  let clipped: readonly Point[] = turn === 0 ? [] : subject;
  convex.forEach((from, index) => {
    const to = convex[(index + 1) % convex.length] ?? from;
    clipped = clipToHalfPlane(clipped, from, to, turn);
  });
  return [...clipped];
}

function clipToHalfPlane(subject: readonly Point[], from: Point, to: Point, turn: number): Point[] {
  const side = ([x, y]: Point): number =>
    turn * ((to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]));
  return subject.flatMap((point, index): Point[] => {
    const next = subject[(index + 1) % subject.length] ?? point;
    const [here, there] = [side(point), side(next)];
    const kept = here >= 0 ? [point] : [];
    if (here >= 0 === there >= 0) return kept;
    const t = here / (here - there);
    return [...kept, [point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])]];
  });
}

/** Area of what two convex polygons share, in square pixels. */
export const sharedArea = (a: readonly Point[], b: readonly Point[]): number =>
  polygonArea(clipToConvex(a, b));

/** Intersection over union of two convex polygons, in [0, 1]; 0 where both are empty. */
export function convexIou(a: readonly Point[], b: readonly Point[]): number {
  const shared = sharedArea(a, b);
  const union = polygonArea(a) + polygonArea(b) - shared;
  return union > 0 ? Math.min(1, shared / union) : 0;
}
