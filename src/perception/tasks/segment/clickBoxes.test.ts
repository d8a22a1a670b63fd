import { describe, expect, it } from 'vitest';
import { boxIou, containsPoint, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { CLASS_COUNT, GRID_SIZE } from '../detect/detector.ts';
import { bestClickBox, clickBoxes } from './clickBoxes.ts';
import type { MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';

const SIZE = { width: 512, height: 512 };
const PLANE = GRID_SIZE * GRID_SIZE;

/** A detector that saw these boxes (pixels of the 512 × 512 input), each at its own centre. */
function detectorMaps(seen: readonly { box: ReadonlyBox; score: number }[]) {
  const heatmap = new Float32Array(CLASS_COUNT * PLANE);
  const distances = new Float32Array(4 * PLANE).fill(1);
  seen.forEach(({ box: [x0, y0, x1, y1], score }, index) => {
    const [column, row] = [Math.round((x0 + x1) / 8), Math.round((y0 + y1) / 8)];
    heatmap[index * PLANE + row * GRID_SIZE + column] = score;
    [column * 4 - x0, row * 4 - y0, x1 - column * 4, y1 - row * 4].forEach((distance, side) => {
      distances[side * PLANE + row * GRID_SIZE + column] = distance;
    });
  });
  return { heatmap: { data: heatmap }, distances: { data: distances } };
}

const boxesOf = (...input: Parameters<typeof clickBoxes>): ReadonlyBox[] =>
  clickBoxes(...input).map(({ box }) => box);

const big: ReadonlyBox = [40, 40, 440, 400];
const small: ReadonlyBox = [100, 100, 180, 160];
const elsewhere: ReadonlyBox = [300, 300, 380, 380];

describe('the boxes that a click may mean', () => {
  it('are detections that hold it, weak ones too, and no others', () => {
    const maps = detectorMaps([
      { box: big, score: 0.8 },
      { box: small, score: 0.06 },
      { box: elsewhere, score: 0.9 },
    ]);
    const boxes = boxesOf(maps, { x: 120, y: 120 }, SIZE);
    for (const wanted of [big, small]) expect(boxes.some((box) => boxIou(box, wanted) > 0.95)).toBe(true);
    expect(boxes.some((box) => boxIou(box, elsewhere) > 0.5)).toBe(false);
    for (const box of boxes) expect(containsPoint(box, 120, 120)).toBe(true);
  });

  it('name no object twice, and are at most twelve', () => {
    const twins = Array.from({ length: 30 }, (_, index) => ({
      box: [20 + 8 * index, 20, 300 + 8 * index, 300 + 4 * index] as const,
      score: 0.5,
    }));
    const boxes = boxesOf(detectorMaps(twins), { x: 280, y: 200 }, SIZE);
    expect(boxes.length).toBeGreaterThan(1);
    expect(boxes.length).toBeLessThanOrEqual(12);
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(0, index)) expect(boxIou(box, other)).toBeLessThanOrEqual(0.75);
  });

  it('are in pixels of the photo', () => {
    const maps = detectorMaps([{ box: small, score: 0.5 }]);
    const boxes = boxesOf(maps, { x: 560, y: 65 }, { width: 2048, height: 256 });
    const [x0, y0, x1, y1] = small;
    expect(boxes.some((box) => boxIou(box, [4 * x0, y0 / 2, 4 * x1, y1 / 2]) > 0.95)).toBe(true);
  });

  it('can be none', () => {
    const nothing = detectorMaps([]);
    nothing.distances.data.fill(0);
    expect(clickBoxes(nothing, { x: 10, y: 10 }, SIZE)).toEqual([]);
  });
});

describe('the best of them', () => {
  const grid = (window: ReadonlyBox, logit: number): MaskGrid => ({
    window,
    logits: new Float32Array(GRID_SIDE ** 2).fill(logit),
  });
  const click = { x: 120, y: 120 };

  const choose = (likely: readonly [number, number], sure: readonly [number, number], at = click) =>
    bestClickBox(
      [
        { box: big, prior: likely[0] },
        { box: small, prior: likely[1] },
      ],
      [grid(big, sure[0]), grid(small, sure[1])],
      at,
    );

  it('is the one of whose mask the head is surer', () => {
    expect(choose([0.5, 0.5], [0.2, 4])).toBe(small);
    expect(choose([0.5, 0.5], [4, 0.2])).toBe(big);
  });

  it('is the one that the detector finds likelier, where the head is sure of both', () => {
    expect(choose([0.9, 0.2], [3, 3])).toBe(big);
    expect(choose([0.2, 0.9], [3, 3])).toBe(small);
  });

  it('is the smaller of two that are alike, and the one in whose middle the click is', () => {
    const square = (x: number, y: number, side: number): ReadonlyBox => [x, y, x + side, y + side];
    const concentric = [square(70, 70, 100), square(20, 20, 200)];
    const besides = [square(25, 110, 100), square(70, 70, 100)];
    for (const [boxes, expected] of [
      [concentric, 0],
      [besides, 1],
    ] as const) {
      const hypotheses = boxes.map((box) => ({ box, prior: 0.5 }));
      const grids = boxes.map((box) => grid(box, 2));
      expect(bestClickBox(hypotheses, grids, click)).toBe(boxes[expected]);
    }
  });

  it('is undefined where there is none', () => {
    expect(bestClickBox([], [], click)).toBeUndefined();
  });
});
