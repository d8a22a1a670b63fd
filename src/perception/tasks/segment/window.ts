import { containsPoint, enclosingBox, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { PromptPoint } from './types.ts';

/** What the window shows around the box on each side, as a share of the box's side. */
const MARGIN = 0.15;
/** The window's longer side is at most this many times the shorter one, which grows where needed. */
const MAX_ASPECT = 2;

/**
 * The part of the photo that a mask head looks at, in the pixels of the box: the box with 15 % more on each side, the shorter
 * side grown about the centre to half of the longer one. It may reach beyond the photo. The box must have an area.
 */
export function promptWindow(box: ReadonlyBox): ReadonlyBox {
  const width = (box[2] - box[0]) * (1 + 2 * MARGIN);
  const height = (box[3] - box[1]) * (1 + 2 * MARGIN);
  const halfWidth = Math.max(width, height / MAX_ASPECT) / 2;
  const halfHeight = Math.max(height, width / MAX_ASPECT) / 2;
  const x = (box[0] + box[2]) / 2;
  const y = (box[1] + box[3]) / 2;
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}

/** A point in units of a window: (0, 0) at its left top corner, (1, 1) at its right bottom one. */
export const relativePoint = (
  [x, y]: readonly [x: number, y: number],
  window: ReadonlyBox,
): readonly [x: number, y: number] => [
  (x - window[0]) / (window[2] - window[0]),
  (y - window[1]) / (window[3] - window[1]),
];

/** A box in units of a window. */
export function relativeBox(box: ReadonlyBox, window: ReadonlyBox): ReadonlyBox {
  const [x0, y0] = relativePoint([box[0], box[1]], window);
  const [x1, y1] = relativePoint([box[2], box[3]], window);
  return [x0, y0, x1, y1];
}

/**
 * The box of a prompt, grown where a click on the object lies outside of its window: a head sees nothing beyond that. Clicks
 * inside the window leave the box as it is, so that what was computed for the window serves again.
 */
export function promptBox(box: ReadonlyBox, points: readonly PromptPoint[]): ReadonlyBox {
  return points.reduce<ReadonlyBox>((grown, { x, y, positive }) => {
    const window = promptWindow(grown);
    return positive && !containsPoint(window, x, y) ? enclosingBox(grown, [x, y, x + 1, y + 1]) : grown;
  }, box);
}

/** How far the mask may reach beyond a box that a person drew: of its sides, as drawn boxes are sloppy. */
const DRAWN_SLACK = 0.08;

/** What the mask of a prompt is cut to: near a drawn box; where clicks alone were given, all that the head saw. */
export function clipOfPrompt(box: ReadonlyBox, drawn: boolean): ReadonlyBox {
  if (!drawn) return promptWindow(box);
  const [dx, dy] = [DRAWN_SLACK * (box[2] - box[0]), DRAWN_SLACK * (box[3] - box[1])];
  return [box[0] - dx, box[1] - dy, box[2] + dx, box[3] + dy];
}
