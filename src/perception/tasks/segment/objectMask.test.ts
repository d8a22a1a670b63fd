import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsBox, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { decodeRle, rleArea, rleBox } from '../../../twin/geometry/rle.ts';
import type { MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';
import { objectMask } from './objectMask.ts';
import { promptWindow } from './window.ts';

const PHOTO = { width: 60, height: 50 };

/** A disc of the given radius (in cells) about the middle of the window; logits fall off by one a cell. */
const disc = (window: ReadonlyBox, radius: number): MaskGrid => ({
  window,
  logits: Float32Array.from(
    { length: GRID_SIDE ** 2 },
    (_, i) => radius - Math.hypot((i % GRID_SIDE) - 31.5, Math.floor(i / GRID_SIDE) - 31.5),
  ),
});

const anyBox = fc
  .tuple(fc.nat(40), fc.nat(30), fc.integer({ min: 4, max: 20 }), fc.integer({ min: 4, max: 20 }))
  .map(([x, y, w, h]): ReadonlyBox => [x, y, x + w, y + h]);

describe('the mask of an object', () => {
  it('has the area, the box and the size that it says, within what it was cut to', () => {
    fc.assert(
      fc.property(anyBox, fc.double({ min: 14, max: 60, noNaN: true }), (box, radius) => {
        const found = objectMask(disc(promptWindow(box), radius), { ...PHOTO, clip: box });
        if (found === undefined) throw new Error('nothing is left of a disc in the middle of the box');
        expect(found.mask.size).toEqual([PHOTO.height, PHOTO.width]);
        expect(found.area).toBe(rleArea(found.mask));
        expect(found.box).toEqual(rleBox(found.mask));
        expect(containsBox(box, found.box)).toBe(true);
        expect(found.score).toBeGreaterThan(0.5);
        expect(found.score).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is undefined where the head sees nothing of the object', () => {
    expect(objectMask(disc([0, 0, 40, 40], -1), { ...PHOTO, clip: [0, 0, 40, 40] })).toBeUndefined();
  });

  it('is the surer the higher its logits are', () => {
    const score = (radius: number) =>
      objectMask(disc([0, 0, 40, 40], radius), { ...PHOTO, clip: [0, 0, 40, 40] })?.score ?? 0;
    expect(score(4)).toBeLessThan(score(12));
    expect(score(12)).toBeLessThan(score(25));
  });

  it('keeps a small part that was clicked on', () => {
    const window: ReadonlyBox = [0, 0, 64, 64];
    const logits = new Float32Array(GRID_SIDE ** 2).fill(-1);
    for (let row = 5; row < 35; row++) logits.fill(1, row * GRID_SIDE + 5, row * GRID_SIDE + 35);
    for (let row = 40; row < 43; row++) logits.fill(1, row * GRID_SIDE + 40, row * GRID_SIDE + 43);
    const at = (points: { x: number; y: number; positive: boolean }[]) => {
      const found = objectMask({ window, logits }, { width: 64, height: 64, clip: window, points });
      return found && decodeRle(found.mask)[41 * 64 + 41];
    };
    expect(at([])).toBe(0);
    expect(at([{ x: 41.5, y: 41.5, positive: true }])).toBe(1);
  });
});
