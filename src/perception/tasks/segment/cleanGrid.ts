import { GRID_SIDE } from './maskModels.ts';

/** Parts of a mask smaller than this share of its largest part are noise. */
export const MIN_PART_SHARE = 0.1;
/** Holes of at most this share of the mask are noise. */
export const MAX_HOLE_SHARE = 0.02;

/** A turned logit is at least this far from 0. */
const MIN_STRENGTH = 1e-3;

/** The grid with a margin of one cell, so that every cell has all its neighbours. */
const STRIDE = GRID_SIDE + 2;
const EDGE_NEIGHBOURS = [-STRIDE, -1, 1, STRIDE];
const ALL_NEIGHBOURS = [...EDGE_NEIGHBOURS, -STRIDE - 1, -STRIDE + 1, STRIDE - 1, STRIDE + 1];
const MARGIN = 2;
const SEEN = 3;

/** A connected set of cells (indices into the grid), all inside the mask or all outside. */
interface Region {
  readonly inside: boolean;
  readonly cells: readonly number[];
  readonly touchesEdge: boolean;
}

/** 1 inside the mask, 0 outside, `MARGIN` around. */
function withMargin(logits: Float32Array): Uint8Array {
  const field = new Uint8Array(STRIDE * STRIDE).fill(MARGIN);
  for (let row = 0; row < GRID_SIDE; row++)
    for (let column = 0; column < GRID_SIDE; column++)
      field[(row + 1) * STRIDE + column + 1] = (logits[row * GRID_SIDE + column] ?? 0) > 0 ? 1 : 0;
  return field;
}

/** Takes the region of a place out of the field. */
function takeRegion(field: Uint8Array, start: number): Region {
  const value = field[start];
  const neighbours = value === 1 ? ALL_NEIGHBOURS : EDGE_NEIGHBOURS;
  const places = [start];
  let touchesEdge = false;
  field[start] = SEEN;
  for (let next = 0; next < places.length; next++) {
    const place = places[next] ?? 0;
    for (const offset of neighbours) {
      const neighbour = field[place + offset];
      if (neighbour === MARGIN) touchesEdge = true;
      if (neighbour !== value) continue;
      field[place + offset] = SEEN;
      places.push(place + offset);
    }
  }
  const cells = places.map((place) => (Math.floor(place / STRIDE) - 1) * GRID_SIDE + (place % STRIDE) - 1);
  return { inside: value === 1, cells, touchesEdge };
}

/**
 * The connected regions of a grid: inside the mask diagonal neighbours belong together, outside they don't, so that a
 * diagonal line has two sides.
 */
export function findRegions(logits: Float32Array): Region[] {
  const field = withMargin(logits);
  const regions: Region[] = [];
  for (let place = 0; place < field.length; place++) {
    if ((field[place] ?? MARGIN) < MARGIN) regions.push(takeRegion(field, place));
  }
  return regions;
}

/** Cells that a person pointed at. */
export interface Pinned {
  readonly inside?: readonly number[];
  readonly outside?: readonly number[];
}

const holds = (cells: readonly number[], points: readonly number[] = []): boolean =>
  points.some((point) => cells.includes(point));

const largestOf = (regions: readonly Region[]): number =>
  regions.reduce((most, { inside, cells }) => (inside ? Math.max(most, cells.length) : most), 0);

/** Turns the sign of the logits of some regions; a new array, unless there are none. */
function turn(logits: Float32Array, regions: readonly Region[]): Float32Array {
  if (regions.length === 0) return logits;
  const turned = logits.slice();
  for (const { inside, cells } of regions)
    for (const cell of cells) {
      const strength = Math.max(Math.abs(logits[cell] ?? 0), MIN_STRENGTH);
      turned[cell] = inside ? -strength : strength;
    }
  return turned;
}

/** Takes away parts below `MIN_PART_SHARE` of the largest one. */
export function dropSmallParts(logits: Float32Array, kept: readonly number[] = []): Float32Array {
  const regions = findRegions(logits);
  const least = MIN_PART_SHARE * largestOf(regions);
  const noise = regions.filter(({ inside, cells }) => inside && cells.length < least && !holds(cells, kept));
  return turn(logits, noise);
}

/** Fills holes up to `MAX_HOLE_SHARE` of the largest part. */
export function fillSmallHoles(logits: Float32Array, kept: readonly number[] = []): Float32Array {
  const regions = findRegions(logits);
  const most = MAX_HOLE_SHARE * largestOf(regions);
  const noise = regions.filter(
    ({ inside, cells, touchesEdge }) =>
      !inside && !touchesEdge && cells.length <= most && !holds(cells, kept),
  );
  return turn(logits, noise);
}

/**
 * The logits without specks and pinholes; what a person pointed at stays as it is. On the grid this costs next to nothing,
 * and a mask holds no more detail than its grid. The given array stays as it is.
 */
export const cleanGrid = (logits: Float32Array, pinned: Pinned = {}): Float32Array =>
  fillSmallHoles(dropSmallParts(logits, pinned.inside), pinned.outside);
