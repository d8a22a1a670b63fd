import { boxHeight, boxWidth, type ReadonlyBox } from '../../../twin/geometry/box.ts';

/** Networks with five halvings take sides that are multiples of this. */
const SIDE_UNIT = 32;
/** The longest side of one run of the network: what it needs of memory grows with the area. */
const MAX_TILE_SIDE = 1280;
/** Neighbouring tiles share this many pixels, of which each gives half: what the network sees at an edge is cut off. */
const OVERLAP = 128;

/** All in pixels of the working scale, from the window's top-left corner. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  /** The part of the map that this tile gives: what is nearer to its middle than to that of any other. */
  readonly core: ReadonlyBox;
}

export interface TilePlan {
  /** Size of the map that the tiles make together. */
  readonly width: number;
  readonly height: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly tiles: readonly Tile[];
}

/** Covers a window (canonical pixels) at a scale with equal tiles, whose cores part the map without gaps or overlaps. */
export function planTiles(window: ReadonlyBox, scale: number): TilePlan {
  const width = Math.max(1, Math.round(boxWidth(window) * scale));
  const height = Math.max(1, Math.round(boxHeight(window) * scale));
  const columns = planAxis(width);
  const rows = planAxis(height);
  const tiles = rows.starts.flatMap((y, row) =>
    columns.starts.map((x, column) => ({
      x,
      y,
      core: [
        columns.cuts[column] ?? 0,
        rows.cuts[row] ?? 0,
        columns.cuts[column + 1] ?? width,
        rows.cuts[row + 1] ?? height,
      ] as const,
    })),
  );
  return { width, height, tileWidth: columns.size, tileHeight: rows.size, tiles };
}

/** Where the tiles of one axis start, and where their cores are cut: from 0 to `length`. */
function planAxis(length: number): { size: number; starts: number[]; cuts: number[] } {
  if (length <= MAX_TILE_SIDE) {
    return { size: Math.ceil(length / SIDE_UNIT) * SIDE_UNIT, starts: [0], cuts: [0, length] };
  }
  const count = Math.ceil((length - OVERLAP) / (MAX_TILE_SIDE - OVERLAP));
  const even = (length + (count - 1) * OVERLAP) / count;
  const size = Math.ceil(even / SIDE_UNIT) * SIDE_UNIT;
  const step = (length - size) / (count - 1);
  const starts = Array.from({ length: count }, (_, index) => Math.round(index * step));
  const inner = starts.slice(1).map((start, index) => Math.round((start + (starts[index] ?? 0) + size) / 2));
  return { size, starts, cuts: [0, ...inner, length] };
}
