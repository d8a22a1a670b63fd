import type { Box } from '../../twin/schema/twin.ts';

/** How image pixels land on the canvas, in CSS pixels: screen = image · scale + (x, y). */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [number, number];

const MAX_SCALE = 40;
/** At least this many CSS pixels of the image stay in view while panning. */
const KEEP = 48;

export const toScreen = (view: View, [x, y]: Point): Point => [
  x * view.scale + view.x,
  y * view.scale + view.y,
];

export const toImage = (view: View, [x, y]: Point): Point => [
  (x - view.x) / view.scale,
  (y - view.y) / view.scale,
];

export const boxToScreen = (view: View, box: Box): Box => {
  const [x0, y0] = toScreen(view, [box[0], box[1]]);
  const [x1, y1] = toScreen(view, [box[2], box[3]]);
  return [x0, y0, x1, y1];
};

/** The whole image, centred, with a margin; never larger than 4 : 1. */
export function fitView(image: Size, viewport: Size, margin = 16): View {
  const room = (side: number): number => Math.max(1, side - 2 * margin);
  const scale = Math.min(room(viewport.width) / image.width, room(viewport.height) / image.height, 4);
  return centred(image, viewport, scale);
}

/** The whole image centred at a given scale. */
export function centred(image: Size, viewport: Size, scale: number): View {
  return {
    scale,
    x: (viewport.width - image.width * scale) / 2,
    y: (viewport.height - image.height * scale) / 2,
  };
}

/** The smallest scale that zooming out reaches: half of what fits. */
export const minScale = (image: Size, viewport: Size): number =>
  Math.min(1, fitView(image, viewport).scale / 2);

/** Zooms by a factor and keeps the image point under `at` (screen) where it is. */
export function zoomAt(view: View, at: Point, factor: number, limits: { min: number; max?: number }): View {
  const scale = Math.min(limits.max ?? MAX_SCALE, Math.max(limits.min, view.scale * factor));
  const [imageX, imageY] = toImage(view, at);
  return { scale, x: at[0] - imageX * scale, y: at[1] - imageY * scale };
}

/** Moves the view back so that some of the image stays in sight. */
export function keepInSight(view: View, image: Size, viewport: Size): View {
  const clamp = (offset: number, length: number, room: number): number =>
    Math.min(room - KEEP, Math.max(KEEP - length, offset));
  return {
    scale: view.scale,
    x: clamp(view.x, image.width * view.scale, viewport.width),
    y: clamp(view.y, image.height * view.scale, viewport.height),
  };
}

/** The view that shows a box with room around it; small boxes are not blown up beyond 4 : 1. */
export function frameBox(box: Box, image: Size, viewport: Size): View {
  const size = { width: Math.max(1, box[2] - box[0]), height: Math.max(1, box[3] - box[1]) };
  const scale = Math.min((viewport.width * 0.6) / size.width, (viewport.height * 0.6) / size.height, 4);
  const bounded = Math.max(scale, fitView(image, viewport).scale);
  const centre: Point = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return {
    scale: bounded,
    x: viewport.width / 2 - centre[0] * bounded,
    y: viewport.height / 2 - centre[1] * bounded,
  };
}

/** The smallest box around all given boxes; undefined for none. */
export function unionBox(boxes: readonly Box[]): Box | undefined {
  const [first] = boxes;
  if (!first) return undefined;
  return boxes.reduce<Box>(
    (all, box) => [
      Math.min(all[0], box[0]),
      Math.min(all[1], box[1]),
      Math.max(all[2], box[2]),
      Math.max(all[3], box[3]),
    ],
    first,
  );
}

/** Between two views; the scale moves geometrically, so that zooming looks even. `t` in [0, 1]. */
export function mixViews(from: View, to: View, t: number, viewport: Size): View {
  const scale = from.scale * (to.scale / from.scale) ** t;
  const middle: Point = [viewport.width / 2, viewport.height / 2];
  const a = toImage(from, middle);
  const b = toImage(to, middle);
  const centre: Point = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
  return { scale, x: middle[0] - centre[0] * scale, y: middle[1] - centre[1] * scale };
}
