import type { LayoutPoint, Point } from './layoutPoint.ts';

/** Screen = layout · k + (x, y), in CSS pixels. */
export interface Viewport {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export const SMALLEST_ZOOM = 0.1;
export const LARGEST_ZOOM = 4;

export const toScreen = (view: Viewport, x: number, y: number): Point => [
  x * view.k + view.x,
  y * view.k + view.y,
];

/** Discs shrink less than distances when zooming out, so that they can still be told apart and hit. */
export const discScale = (k: number): number => Math.min(1.3, Math.max(0.5, Math.sqrt(k)));

/** Room in pixels above the topmost disc: a caption that finds no place below its disc is drawn above it. */
const CAPTION_ABOVE = 16;

/**
 * The viewport that shows the given nodes with their captions, centred, with a margin in pixels; never above
 * `largestZoom`, so that two nodes do not fill the pane.
 */
export function fitViewport(
  points: readonly LayoutPoint[],
  width: number,
  height: number,
  margin = 14,
  largestZoom = 1.7,
): Viewport {
  if (points.length === 0 || width <= 0 || height <= 0) return { k: 1, x: width / 2, y: height / 2 };
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const point of points) {
    x0 = Math.min(x0, point.x - point.halfWidth);
    x1 = Math.max(x1, point.x + point.halfWidth);
    y0 = Math.min(y0, point.y - point.radius);
    y1 = Math.max(y1, point.y + 2 * point.halfHeight - point.radius);
  }
  const [roomX, roomY] = [width - 2 * margin, height - 2 * margin - CAPTION_ABOVE];
  const k = Math.min(largestZoom, Math.max(SMALLEST_ZOOM, Math.min(roomX / (x1 - x0), roomY / (y1 - y0))));
  return { k, x: width / 2 - ((x0 + x1) / 2) * k, y: (height + CAPTION_ABOVE) / 2 - ((y0 + y1) / 2) * k };
}

/** Distance of a point from a segment, all in the same unit. */
export function segmentDistance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}
