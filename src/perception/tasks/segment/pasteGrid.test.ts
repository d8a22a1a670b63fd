import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { decodeRle, encodeRle, rleProblem } from '../../../twin/geometry/rle.ts';
import type { MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';
import { pasteGrid } from './pasteGrid.ts';

const WIDTH = 40;
const HEIGHT = 30;

/** The logit at a pixel centre, read as the definition says, one pixel at a time. */
function logitAt({ window, logits }: MaskGrid, x: number, y: number): number {
  const [x0, y0, x1, y1] = window;
  const place = (share: number): [number, number] => {
    const at = Math.min(GRID_SIDE - 1, Math.max(0, share * GRID_SIDE - 0.5));
    const low = Math.min(GRID_SIDE - 2, Math.floor(at));
    return [low, at - low];
  };
  const [column, right] = place((x + 0.5 - x0) / (x1 - x0));
  const [row, down] = place((y + 0.5 - y0) / (y1 - y0));
  const at = (r: number, c: number): number => logits[r * GRID_SIDE + c] ?? Number.NaN;
  const upper = at(row, column) * (1 - right) + at(row, column + 1) * right;
  const lower = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
  return upper * (1 - down) + lower * down;
}

const inside = (box: ReadonlyBox, x: number, y: number): boolean =>
  x + 0.5 > box[0] && x + 0.5 < box[2] && y + 0.5 > box[1] && y + 0.5 < box[3];

const side = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const anyBox = fc
  .tuple(side(-30, 35), side(-30, 25), side(0.2, 90), side(0.2, 70))
  .map(([x, y, w, h]): ReadonlyBox => [x, y, x + w, y + h]);
/** Smooth blobs and raw noise, so that crossings lie anywhere in a cell. */
const anyLogits = fc.tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.boolean()).map(([seed, smooth]) => {
  let state = seed;
  const noise = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x40000000 - 1;
  };
  const [cx, cy, radius] = [32 + 20 * noise(), 32 + 20 * noise(), 14 + 10 * noise()];
  return Float32Array.from({ length: GRID_SIDE ** 2 }, (_, i) =>
    smooth ? radius - Math.hypot((i % GRID_SIDE) - cx, Math.floor(i / GRID_SIDE) - cy) : noise(),
  );
});

describe('pasting a grid into the photo', () => {
  it('gives the pixels whose bilinear logit is over 0 inside window and clip', () => {
    fc.assert(
      fc.property(anyLogits, anyBox, anyBox, (logits, window, clip) => {
        const grid: MaskGrid = { window, logits };
        const mask = pasteGrid(grid, clip, WIDTH, HEIGHT);
        expect(rleProblem(mask)).toBeUndefined();
        const bits = decodeRle(mask);
        for (let y = 0; y < HEIGHT; y++)
          for (let x = 0; x < WIDTH; x++) {
            const logit = logitAt(grid, x, y);
            // On the outline itself both sums round as they like.
            if (Math.abs(logit) < 1e-6) continue;
            const expected = inside(window, x, y) && inside(clip, x, y) && logit > 0;
            if ((bits[y * WIDTH + x] === 1) !== expected)
              throw new Error(`pixel ${x}, ${y}: ${bits[y * WIDTH + x]}, logit ${logit}`);
          }
      }),
      { numRuns: 60 },
    );
  });

  it('writes the shortest runs, as an encoded bitmap has them', () => {
    fc.assert(
      fc.property(anyLogits, anyBox, anyBox, (logits, window, clip) => {
        const mask = pasteGrid({ window, logits }, clip, WIDTH, HEIGHT);
        expect(mask).toEqual(encodeRle(decodeRle(mask), WIDTH, HEIGHT));
      }),
      { numRuns: 60 },
    );
  });

  it('covers all of a photo inside its window where every logit is over 0', () => {
    const logits = new Float32Array(GRID_SIDE ** 2).fill(1);
    const mask = pasteGrid({ window: [-5, -5, 45, 35], logits }, [-9, -9, 99, 99], WIDTH, HEIGHT);
    expect(mask).toEqual({ size: [HEIGHT, WIDTH], counts: [0, WIDTH * HEIGHT] });
  });

  it('is empty where the window lies beside the photo', () => {
    const logits = new Float32Array(GRID_SIDE ** 2).fill(1);
    const mask = pasteGrid({ window: [50, 0, 60, 10], logits }, [50, 0, 60, 10], WIDTH, HEIGHT);
    expect(mask).toEqual({ size: [HEIGHT, WIDTH], counts: [WIDTH * HEIGHT] });
  });

  it('does not visit every pixel: an object that fills 12 megapixels takes at most 40 ms', () => {
    const logits = Float32Array.from(
      { length: GRID_SIDE ** 2 },
      (_, i) => 28 - Math.hypot((i % GRID_SIDE) - 31.5, Math.floor(i / GRID_SIDE) - 31.5),
    );
    // Processor time of this process: the clock on the wall also counts what else the machine does.
    const times = Array.from({ length: 8 }, () => {
      const start = process.cpuUsage();
      pasteGrid({ window: [0, 0, 4000, 3000], logits }, [0, 0, 4000, 3000], 4000, 3000);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(40);
  });
});
