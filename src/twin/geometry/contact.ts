import { type Silhouette, spansAt } from './silhouette.ts';

/** Where an object touches what it stands on: a foot, a wheel, an edge. Pixels; `x1` and `row` are exclusive ends. */
export interface ContactPoint {
  readonly x0: number;
  readonly x1: number;
  /** The row below the lowest pixel. */
  readonly row: number;
}

/** What lies within this share of the object's height above its lowest pixel touches the same ground. */
const FOOT_SHARE = 0.05;
const MIN_FOOT = 2;

/** The row below the lowest pixel of each column, from the silhouette's first column on; undefined where a column is empty. */
const bottomRows = ({ columns }: Silhouette): readonly (number | undefined)[] =>
  columns.map((spans) => spans.at(-1)?.[1]);

/**
 * The places where an object meets the ground: the lowest pixels of its mask, neighbouring columns taken together, from left to
 * right. A standing horse has up to four, a box one. Empty for an empty mask.
 */
export function contactPoints(silhouette: Silhouette): readonly ContactPoint[] {
  const bottoms = bottomRows(silhouette);
  const rows = bottoms.filter((row) => row !== undefined);
  const tops = silhouette.columns.flatMap((spans) => spans[0]?.[0] ?? []);
  const lowest = rows.reduce((most, row) => Math.max(most, row), 0);
  const highest = tops.reduce((least, row) => Math.min(least, row), Number.POSITIVE_INFINITY);
  const reach = Math.max(MIN_FOOT, FOOT_SHARE * (lowest - highest));
  const points: ContactPoint[] = [];
  bottoms.forEach((row, i) => {
    if (row === undefined || row < lowest - reach) return;
    const x = silhouette.left + i;
    const last = points.at(-1);
    if (last?.x1 === x) points[points.length - 1] = { ...last, x1: x + 1, row: Math.max(last.row, row) };
    else points.push({ x0: x, x1: x + 1, row });
  });
  return points;
}

/**
 * The share of what `a` stands on (the columns of its contact points) where, at most `reach` pixels up or down from its lowest pixel, there
 * are pixels of `b`: 1 where `a` stands on `b`, 0 where something else is below it.
 */
export function supportedShare(a: Silhouette, b: Silhouette, reach: number): number {
  let [supported, all] = [0, 0];
  for (const { x0, x1 } of contactPoints(a)) {
    for (let x = x0; x < x1; x++) {
      const row = spansAt(a, x).at(-1)?.[1] ?? 0;
      all++;
      if (spansAt(b, x).some(([top, bottom]) => top < row + reach && bottom > row - reach)) supported++;
    }
  }
  return all === 0 ? 0 : supported / all;
}

/**
 * Whether the masks come within `reach` pixels of each other in some column or, as columns are compared `reach` to the side too, beside
 * each other.
 */
export function masksTouch(a: Silhouette, b: Silhouette, reach: number): boolean {
  const side = Math.ceil(reach);
  return a.columns.some((spans, i) => {
    if (spans.length === 0) return false;
    for (let column = a.left + i - side; column <= a.left + i + side; column++) {
      const grow = column === a.left + i ? reach : 0;
      for (const [top, bottom] of spansAt(b, column))
        if (spans.some(([t, e]) => t - grow < bottom && e + grow > top)) return true;
    }
    return false;
  });
}
