import { rleBox, rleProblem } from '../../twin/geometry/rle.ts';
import type { Rle } from '../../twin/schema/rle.ts';

/** A closed line as x0, y0, x1, y1, … in pixels of the mask. */
export type Ring = readonly number[];

/** Steps from a pixel corner: right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** The pixels to the right and to the left ahead of a corner, by direction, as offsets from it. */
const AHEAD = [
  { right: [0, 0], left: [0, -1] },
  { right: [-1, 0], left: [0, 0] },
  { right: [-1, -1], left: [-1, 0] },
  { right: [0, -1], left: [-1, -1] },
] as const;

/** The part of a mask inside its tight box, with a border of one empty pixel. */
interface Window {
  readonly bits: Uint8Array;
  readonly stride: number;
  /** Mask coordinates of the window's first pixel. */
  readonly left: number;
  readonly top: number;
}

function cutOut(mask: Rle): Window | undefined {
  const box = rleProblem(mask) === undefined ? rleBox(mask) : undefined;
  if (!box) return undefined;
  const [height] = mask.size;
  const [left, top] = [box[0] - 1, box[1] - 1];
  const stride = box[2] - box[0] + 2;
  const bits = new Uint8Array(stride * (box[3] - box[1] + 2));
  let position = 0;
  mask.counts.forEach((count, index) => {
    if (index % 2 === 1) {
      for (let p = position; p < position + count; p++) {
        bits[((p % height) - top) * stride + Math.floor(p / height) - left] = 1;
      }
    }
    position += count;
  });
  return { bits, stride, left, top };
}

/** Walks around one edge with the inside to the right, through the middles of the pixel sides, back to where it began. */
function follow({ bits, stride, left, top }: Window, start: number, seen: Uint8Array): number[] {
  const ring: number[] = [];
  const inside = (x: number, y: number): boolean => bits[y * stride + x] === 1;
  let [x, y] = [start % stride, Math.floor(start / stride)];
  let direction = 0;
  do {
    const [dx, dy] = STEPS[direction] ?? [0, 0];
    if (direction === 0) seen[y * stride + x] = 1;
    ring.push(x + left + dx / 2, y + top + dy / 2);
    x += dx;
    y += dy;
    const ahead = AHEAD[direction];
    if (ahead && !inside(x + ahead.right[0], y + ahead.right[1])) direction = (direction + 1) % 4;
    else if (ahead && inside(x + ahead.left[0], y + ahead.left[1])) direction = (direction + 3) % 4;
  } while (y * stride + x !== start || direction !== 0);
  return ring;
}

/** Distance of point `p` from the line through `a` and `b` (indices of points in a ring). */
function distance(ring: Ring, p: number, a: number, b: number): number {
  const [px = 0, py = 0] = [ring[2 * p], ring[2 * p + 1]];
  const [ax = 0, ay = 0] = [ring[2 * a], ring[2 * a + 1]];
  const [dx, dy] = [(ring[2 * b] ?? 0) - ax, (ring[2 * b + 1] ?? 0) - ay];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(px - ax, py - ay);
  return Math.abs(dx * (py - ay) - dy * (px - ax)) / length;
}

/** Ramer–Douglas–Peucker: leaves out points that lie within `tolerance` pixels of the line without them. */
function simplify(ring: Ring, tolerance: number): Ring {
  const count = ring.length / 2;
  const keep = new Uint8Array(count);
  const half = count >> 1;
  keep[0] = 1;
  keep[half] = 1;
  const open: [number, number][] = [
    [0, half],
    [half, count - 1],
  ];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [farthest, most] = [-1, tolerance];
    for (let p = from + 1; p < to; p++) {
      const away = distance(ring, p, from, to);
      if (away > most) [farthest, most] = [p, away];
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  keep[count - 1] = 1;
  return ring.filter((_, index) => keep[index >> 1] === 1);
}

/** How far, in mask pixels, an outline may run from the middles of the pixel sides. */
const TOLERANCE = 0.6;

/**
 * The outlines of a mask: outer edges clockwise, holes the other way round, so that filling by the non-zero rule leaves
 * holes open. Lines run through the middles of pixel sides, which makes slanted edges smooth. Empty for an invalid mask.
 */
export function maskContours(mask: Rle): readonly Ring[] {
  const window = cutOut(mask);
  if (!window) return [];
  const { bits, stride } = window;
  const seen = new Uint8Array(bits.length);
  const rings: Ring[] = [];
  for (let i = stride; i < bits.length; i++) {
    if (bits[i] !== 1 || bits[i - stride] === 1 || seen[i] === 1) continue;
    rings.push(simplify(follow(window, i, seen), TOLERANCE));
  }
  return rings;
}
