import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanGrid, findRegions, MAX_HOLE_SHARE, MIN_PART_SHARE } from './cleanGrid.ts';
import { GRID_SIDE } from './maskModels.ts';

const CELLS = GRID_SIDE * GRID_SIDE;
const grid = (inside: (row: number, column: number) => boolean): Float32Array =>
  Float32Array.from({ length: CELLS }, (_, i) => (inside(Math.floor(i / GRID_SIDE), i % GRID_SIDE) ? 2 : -3));
const at = (row: number, column: number): number => row * GRID_SIDE + column;
const square = (top: number, left: number, side: number) => (row: number, column: number) =>
  row >= top && row < top + side && column >= left && column < left + side;
const anyGrid = fc
  .array(
    fc.record({
      top: fc.nat(60),
      left: fc.nat(60),
      side: fc.integer({ min: 1, max: 30 }),
      inside: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((squares) =>
    grid((row, column) => {
      const last = squares.findLast(({ top, left, side }) => square(top, left, side)(row, column));
      return last?.inside ?? false;
    }),
  );

describe('regions of a grid', () => {
  it('hold every cell once, all of them on one side', () => {
    fc.assert(
      fc.property(anyGrid, (logits) => {
        const regions = findRegions(logits);
        const cells = regions.flatMap((region) => region.cells);
        expect(cells.length).toBe(CELLS);
        expect(new Set(cells).size).toBe(CELLS);
        for (const { inside, cells: own } of regions)
          expect(own.every((cell) => (logits[cell] ?? 0) > 0 === inside)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('join diagonal neighbours inside and part them outside', () => {
    const diagonal = grid((row, column) => row === column);
    expect(findRegions(diagonal).filter(({ inside }) => inside)).toHaveLength(1);
    expect(findRegions(diagonal).filter(({ inside }) => !inside)).toHaveLength(2);
  });
});

describe('cleaning a mask', () => {
  it('leaves no small part and no small hole, whatever it is given', () => {
    fc.assert(
      fc.property(anyGrid, (logits) => {
        const before = findRegions(logits).filter(({ inside }) => inside);
        const largest = Math.max(0, ...before.map(({ cells }) => cells.length));
        const regions = findRegions(cleanGrid(logits));
        for (const { inside, cells, touchesEdge } of regions) {
          if (inside) expect(cells.length).toBeGreaterThanOrEqual(MIN_PART_SHARE * largest);
          else if (!touchesEdge) expect(cells.length).toBeGreaterThan(MAX_HOLE_SHARE * largest);
        }
        expect(regions.some(({ inside }) => inside)).toBe(before.length > 0);
      }),
      { numRuns: 60 },
    );
  });

  it('takes specks away, keeps large parts apart, and changes nothing else', () => {
    const parts = (row: number, column: number) =>
      square(2, 2, 20)(row, column) || square(40, 40, 12)(row, column);
    const specked = grid((row, column) => parts(row, column) || square(50, 5, 3)(row, column));
    expect(cleanGrid(specked).map(Math.sign)).toEqual(grid(parts).map(Math.sign));
  });

  it('leaves nothing of a small ring, not even what it encloses', () => {
    const large = square(2, 2, 40);
    const ring = grid(
      (row, column) =>
        large(row, column) || (square(50, 50, 8)(row, column) && !square(52, 52, 3)(row, column)),
    );
    expect(cleanGrid(ring).map(Math.sign)).toEqual(grid(large).map(Math.sign));
  });

  it('fills small holes and leaves large ones: a cup has a handle', () => {
    const solid = square(4, 4, 50);
    const withHandle = (row: number, column: number) =>
      solid(row, column) && !square(20, 20, 12)(row, column);
    const pricked = grid((row, column) => withHandle(row, column) && !square(8, 8, 2)(row, column));
    expect(cleanGrid(pricked).map(Math.sign)).toEqual(grid(withHandle).map(Math.sign));
  });

  it('keeps a speck that was clicked on and a hole that was clicked away', () => {
    const logits = grid(
      (row, column) =>
        (square(4, 4, 40)(row, column) && !square(10, 10, 2)(row, column)) || square(60, 60, 2)(row, column),
    );
    expect(cleanGrid(logits, { inside: [at(61, 61)], outside: [at(11, 11)] })).toBe(logits);
  });

  it('leaves the given logits alone', () => {
    const logits = grid((row, column) => square(4, 4, 40)(row, column) || square(60, 60, 2)(row, column));
    const copy = logits.slice();
    cleanGrid(logits);
    expect(logits).toEqual(copy);
  });
});
