import type { Point } from '../../../twin/geometry/quad.ts';

/** A map of likelihoods, row-major. */
export interface ProbabilityMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Cells of one row from `start` to before `end`. */
interface Span {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The connected components (8 neighbours) of the cells above a threshold, in the order of their first cell, each as the
 * corners of its rows' outermost cells: enough for a convex hull. Components of fewer cells than `minCells` are left out.
 */
export function findComponents(map: ProbabilityMap, threshold: number, minCells: number): Point[][] {
  const spans = findSpans(map, threshold);
  const sets = new DisjointSets(spans.length);
  // Two pointers: spans of one row against those of the row before, both in order.
  let above = 0;
  spans.forEach((span, index) => {
    while (isBefore(spans[above], span)) above++;
    for (let other = above; touches(spans[other], span); other++) sets.join(other, index);
  });
  const groups = new Map<number, Span[]>();
  spans.forEach((span, index) => {
    const root = sets.root(index);
    const group = groups.get(root);
    if (group) group.push(span);
    else groups.set(root, [span]);
  });
  const cells = (group: readonly Span[]): number =>
    group.reduce((sum, { start, end }) => sum + end - start, 0);
  return [...groups.values()].filter((group) => cells(group) >= minCells).map(outline);
}

function findSpans({ width, height, data }: ProbabilityMap, threshold: number): Span[] {
  const spans: Span[] = [];
  for (let row = 0; row < height; row++) {
    const offset = row * width;
    for (let x = 0; x < width; x++) {
      if (!((data[offset + x] ?? 0) > threshold)) continue;
      const start = x;
      while (x < width && (data[offset + x] ?? 0) > threshold) x++;
      spans.push({ row, start, end: x });
    }
  }
  return spans;
}

/** True for a span that can touch neither this one nor any that follows it. */
const isBefore = (other: Span | undefined, span: Span): boolean =>
  other !== undefined && (other.row < span.row - 1 || (other.row === span.row - 1 && other.end < span.start));

const touches = (other: Span | undefined, span: Span): boolean =>
  other !== undefined && other.row === span.row - 1 && other.start <= span.end;

const outline = (spans: readonly Span[]): Point[] =>
  spans.flatMap(({ row, start, end }): Point[] => [
    [start, row],
    [end, row],
    [start, row + 1],
    [end, row + 1],
  ]);

/** Union-find with path halving; the smallest member is the root. */
class DisjointSets {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, index) => index);
  }

  root(member: number): number {
    let at = member;
    for (let parent = this.#parent(at); parent !== at; parent = this.#parent(at)) {
      this.#parents[at] = this.#parent(parent);
      at = this.#parent(at);
    }
    return at;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.root(a), this.root(b)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }

  #parent(member: number): number {
    return this.#parents[member] ?? member;
  }
}
