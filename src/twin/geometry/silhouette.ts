import type { Rle } from '../schema/rle.ts';

/** Rows from `top` to `bottom`, end exclusive. */
export type Span = readonly [top: number, bottom: number];

/** A mask read column by column: cheap to compare with another of the same image. */
export interface Silhouette {
  /** The first column that holds a pixel of the mask. */
  readonly left: number;
  /** From `left` on, the spans of each column from top to bottom; empty where a column holds none. */
  readonly columns: readonly (readonly Span[])[];
  /** Pixels. */
  readonly area: number;
}

/** A mask is compared with many others; its silhouette is made once. */
const known = new WeakMap<Rle, Silhouette>();

/** The spans of a mask by column. Empty for an empty mask. */
export function silhouetteOf(mask: Rle): Silhouette {
  const silhouette = known.get(mask) ?? readColumns(mask);
  known.set(mask, silhouette);
  return silhouette;
}

function readColumns(mask: Rle): Silhouette {
  const height = mask.size[0];
  const columns = new Map<number, Span[]>();
  let [position, area] = [0, 0];
  mask.counts.forEach((count, index) => {
    const end = position + count;
    if (index % 2 === 1) {
      area += count;
      // A run may go on at the top of the next column.
      for (let at = position; at < end; ) {
        const column = Math.floor(at / height);
        const stop = Math.min(end, (column + 1) * height);
        const spans = columns.get(column) ?? [];
        spans.push([at - column * height, stop - column * height]);
        columns.set(column, spans);
        at = stop;
      }
    }
    position = end;
  });
  const left = columns.keys().next().value ?? 0;
  const last = [...columns.keys()].at(-1) ?? -1;
  return {
    left,
    columns: Array.from({ length: last - left + 1 }, (_, i) => columns.get(left + i) ?? []),
    area,
  };
}

/** The spans of a column of the image. */
export const spansAt = ({ left, columns }: Silhouette, column: number): readonly Span[] =>
  columns[column - left] ?? [];

/** Length of what two lists of spans share; spans of one list don't overlap. */
export function commonLength(a: readonly Span[], b: readonly Span[]): number {
  let common = 0;
  for (const [topA, bottomA] of a)
    for (const [topB, bottomB] of b) common += Math.max(0, Math.min(bottomA, bottomB) - Math.max(topA, topB));
  return common;
}

/** The convex hull of a silhouette: one span for each of its columns, empty ones included, in fractional rows. */
export function convexHull({ columns }: Silhouette): readonly Span[] {
  const tops: [number, number][] = [];
  const bottoms: [number, number][] = [];
  columns.forEach((spans, x) => {
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined) return;
    tops.push([x, first[0]]);
    bottoms.push([x, last[1]]);
  });
  const upper = chain(tops, -1);
  const lower = chain(bottoms, 1);
  return columns.map((_, x): Span => [rowAt(upper, x), rowAt(lower, x)]);
}

/** The half of a hull that bends towards larger (`side` 1) or smaller (−1) rows: Andrew's monotone chain (1979). */
function chain(points: readonly (readonly [number, number])[], side: 1 | -1): (readonly [number, number])[] {
  const hull: (readonly [number, number])[] = [];
  for (const point of points) {
    for (;;) {
      const [a, b] = [hull.at(-2), hull.at(-1)];
      if (a === undefined || b === undefined) break;
      const turn = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);
      if (turn * side < 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

/** The row of a chain of points at a column, between its points by proportion. */
function rowAt(points: readonly (readonly [number, number])[], x: number): number {
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low], points[high]];
  if (a === undefined || b === undefined) return 0;
  return a[0] === b[0] ? a[1] : a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0]);
}
