import { type Pinhole, type Point3, unproject } from '../../twin/geometry/camera.ts';
import type { Box } from '../../twin/schema/twin.ts';

/** An upright rectangle across the view direction, in the camera frame (metres; x right, y up, −z forward). */
export interface Billboard {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** Positive distance along the view direction. */
  readonly depth: number;
}

/** The rectangle that, seen from the photo's camera, covers exactly the box: width and height follow from the depth. */
export function billboardOf(camera: Pinhole, [x0, y0, x1, y1]: Box, depth: number): Billboard {
  const [left, top] = unproject(camera, x0, y0, depth);
  const [right, bottom] = unproject(camera, x1, y1, depth);
  return { left, right, bottom, top, depth };
}

/** Corners of what the camera sees at a depth: top left, top right, bottom right, bottom left. */
export function frustumCorners(camera: Pinhole, depth: number): readonly [Point3, Point3, Point3, Point3] {
  const { width, height } = camera;
  return [
    unproject(camera, 0, 0, depth),
    unproject(camera, width, 0, depth),
    unproject(camera, width, height, depth),
    unproject(camera, 0, height, depth),
  ];
}

/** Turns a point of the camera frame so that y is against gravity, for a camera that looks down by `pitchDeg`. */
export function levelled([x, y, z]: Point3, pitchDeg: number): Point3 {
  const angle = (-pitchDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [x, y * cos - z * sin, y * sin + z * cos];
}

/** The largest of 1, 2, 5 · 10ⁿ that is not above `value` (> 0). */
export function niceStep(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const mantissa = value / magnitude;
  return (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1) * magnitude;
}

/** Radii of three to six distance rings that reach at least to `farthest` metres, as multiples of a round step. */
export function ringRadii(farthest: number): readonly number[] {
  if (!Number.isFinite(farthest) || farthest <= 0) return [];
  const step = niceStep(farthest / 2.5);
  const count = Math.ceil(farthest / step - 1e-9);
  return Array.from({ length: count }, (_, index) => Number(((index + 1) * step).toPrecision(6)));
}

/** Ring radii with even steps up to `reach`, then 1, 2, 5 · 10ⁿ as far as the farthest object. */
export function ringRadiiBeyond(reach: number, farthest: number): readonly number[] {
  const radii = [...ringRadii(reach)];
  for (let last = radii.at(-1) ?? Infinity; last < farthest; last = radii.at(-1) ?? Infinity) {
    const next = niceStep(last * 1.001);
    const mantissa = next / 10 ** Math.floor(Math.log10(next) + 1e-9);
    radii.push(Number((next * (mantissa > 1.5 && mantissa < 3 ? 2.5 : 2)).toPrecision(6)));
  }
  return radii;
}

const MOST = 0.85;
const HALF = 0.5;
const CLEAR_GAP = 2;

/**
 * How far a view of the scene should reach: to the farthest depth, unless some objects form a background. That is so when
 * the farthest is at more than twice the depth of 85 % of all objects, or when a gap of more than twice the depth parts
 * the nearer half or more from the rest.
 */
export function reachOf(depths: readonly number[]): number {
  const sorted = depths.toSorted((a, b) => a - b);
  const farthest = sorted.at(-1) ?? 0;
  const most = sorted[Math.ceil(MOST * sorted.length) - 1] ?? farthest;
  const firstOfRest = Math.ceil(HALF * sorted.length);
  const gapAt = sorted.findIndex(
    (depth, index) => index >= firstOfRest && depth > CLEAR_GAP * (sorted[index - 1] ?? depth),
  );
  const foreground = Math.min(most, sorted[gapAt - 1] ?? farthest);
  return farthest > CLEAR_GAP * foreground ? foreground * 1.15 : farthest;
}

/** Part of the viewing ray through a pixel between two depths; the near end stays in front of the camera. */
export function rayBetween(
  camera: Pinhole,
  pixel: readonly [number, number],
  near: number,
  far: number,
): readonly [Point3, Point3] {
  return [
    unproject(camera, pixel[0], pixel[1], Math.max(0.02, near)),
    unproject(camera, pixel[0], pixel[1], Math.max(0.02, far)),
  ];
}

/** Index of the billboard that a ray (camera frame) meets first, or undefined. */
export function pickBillboard(
  billboards: readonly Billboard[],
  origin: Point3,
  direction: Point3,
): number | undefined {
  let best: { index: number; distance: number } | undefined;
  billboards.forEach((board, index) => {
    const distance = (-board.depth - origin[2]) / direction[2];
    if (!(distance > 0) || (best && distance >= best.distance)) return;
    const x = origin[0] + direction[0] * distance;
    const y = origin[1] + direction[1] * distance;
    if (x >= board.left && x <= board.right && y >= board.bottom && y <= board.top)
      best = { index, distance };
  });
  return best?.index;
}

const dot = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * How far back from `target` a perspective camera must stand to see all points.
 * @param axes the camera's unit right, up and forward vectors
 * @param tanY tangent of half the vertical field of view
 */
export function fitDistance(
  points: readonly Point3[],
  target: Point3,
  axes: { readonly right: Point3; readonly up: Point3; readonly forward: Point3 },
  tanY: number,
  aspect: number,
): number {
  let distance = 0;
  for (const point of points) {
    const offset: Point3 = [point[0] - target[0], point[1] - target[1], point[2] - target[2]];
    const across = Math.max(
      Math.abs(dot(offset, axes.right)) / (tanY * aspect),
      Math.abs(dot(offset, axes.up)) / tanY,
    );
    distance = Math.max(distance, across - dot(offset, axes.forward));
  }
  return distance;
}

/** Vertical field of view (degrees) with which a pane of any shape holds the whole photo, with a small margin. */
export function photoFovDeg(camera: Pinhole, paneAspect: number, margin = 1.05): number {
  const tanY = camera.height / 2 / camera.focal;
  const tanX = camera.width / 2 / camera.focal;
  return (2 * Math.atan(Math.max(tanY, tanX / paneAspect) * margin) * 180) / Math.PI;
}
