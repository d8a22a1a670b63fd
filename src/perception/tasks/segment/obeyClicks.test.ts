import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { cellAt, type MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';
import { obeyClicks } from './obeyClicks.ts';

const window: ReadonlyBox = [100, 50, 228, 306];
const gridOf = (logit: number): MaskGrid => ({
  window,
  logits: new Float32Array(GRID_SIDE ** 2).fill(logit),
});
const inside = ({ logits }: MaskGrid): number => logits.filter((logit) => logit > 0).length;

const anyClick = fc.record({
  x: fc.double({ min: 100, max: 228, noNaN: true }),
  y: fc.double({ min: 50, max: 306, noNaN: true }),
  positive: fc.boolean(),
});
const anyGrid = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 8, maxLength: 8 }).map(
  (rows): MaskGrid => ({
    window,
    logits: Float32Array.from({ length: GRID_SIDE ** 2 }, (_, i) => rows[Math.floor(i / 512)] ?? 0),
  }),
);

describe('the word of a click', () => {
  it('is kept under the click, whatever the head says', () => {
    fc.assert(
      fc.property(anyGrid, anyClick, (grid, click) => {
        const logit = obeyClicks(grid, [click]).logits[cellAt(grid, click.x, click.y)] ?? 0;
        expect(click.positive ? logit > 0 : logit < 0).toBe(true);
      }),
    );
  });

  it('changes nothing where the head agrees', () => {
    const grid = gridOf(3);
    expect(obeyClicks(grid, [{ x: 150, y: 100, positive: true }]).logits).toBe(grid.logits);
  });

  it('moves a spot and no more', () => {
    const before = gridOf(3);
    const after = obeyClicks(before, [{ x: 164, y: 178, positive: false }]);
    const taken = inside(before) - inside(after);
    expect(taken).toBeGreaterThan(4);
    expect(taken).toBeLessThan(100);
    expect(inside(obeyClicks(gridOf(-3), [{ x: 164, y: 178, positive: true }]))).toBeGreaterThan(4);
    expect(inside(before)).toBe(GRID_SIDE ** 2);
  });
});
