import { describe, expect, it } from 'vitest';
import { rleArea, rleBox } from '../../src/twin/geometry/rle.ts';
import type { Box } from '../../src/twin/schema/twin.ts';
import { filledBox, gainOver, jitterBox, type MaskSample, methodFigures } from './segmentMetrics.ts';

const sample = (iou: number, area = 5000, photo = 1): MaskSample => ({ photo, area, iou });

describe('mask figures', () => {
  it('are mean, median and share above 0.75 over objects of more than 32² pixels', () => {
    const figures = methodFigures([
      sample(0.9, 1025),
      sample(0.8, 9217),
      sample(0.75, 5000),
      sample(0.15, 5000, 2),
      sample(0, 1024),
    ]);
    expect(figures.n).toBe(4);
    expect(figures.miou).toBeCloseTo(0.65, 12);
    expect(figures.median).toBeCloseTo(0.775, 12);
    expect(figures.above75).toBe(0.5);
    expect(figures.bySize.large).toEqual({ n: 1, miou: 0.8, median: 0.8, above75: 1 });
    expect(figures.bySize.medium.n).toBe(3);
    expect(figures.small).toEqual({ n: 1, miou: 0, median: 0, above75: 0 });
  });

  it('have an interval that comes from photos, not from objects', () => {
    const one = Array.from({ length: 50 }, () => sample(0.9, 5000, 1));
    const two = Array.from({ length: 50 }, () => sample(0.5, 5000, 2));
    const [low = Number.NaN, high = Number.NaN] = methodFigures([...one, ...two]).interval ?? [];
    expect(low).toBeCloseTo(0.5, 9);
    expect(high).toBeCloseTo(0.9, 9);
    expect(methodFigures([]).interval).toBeUndefined();
  });

  it('compare methods object by object', () => {
    const gain = gainOver(
      [sample(0.8), sample(0.7, 100), sample(0.6)],
      [sample(0.6), sample(0.1, 100), sample(0.5)],
    );
    expect(gain.miou).toBeCloseTo(0.15, 12);
  });
});

describe('prompts', () => {
  it('fill a box where no model is asked', () => {
    const mask = filledBox([2, 1, 6, 4], 10, 8);
    expect(rleArea(mask)).toBe(12);
    expect(rleBox(mask)).toEqual([2, 1, 6, 4]);
  });

  const box: Box = [100, 100, 300, 200];

  it('jitter each edge by 6 % of its side, the same for the same object', () => {
    const moves = Array.from({ length: 4000 }, (_, seed) => {
      const moved = jitterBox(box, 640, 480, seed);
      return moved.map((edge, i) => (edge - (box[i] ?? 0)) / (i % 2 === 0 ? 200 : 100));
    }).flat();
    const std = Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / moves.length);
    expect(std).toBeCloseTo(0.06, 2);
    expect(jitterBox(box, 640, 480, 9)).toEqual(jitterBox(box, 640, 480, 9));
    expect(jitterBox(box, 640, 480, 9)).not.toEqual(jitterBox(box, 640, 480, 10));
  });

  it('stay boxes inside the image', () => {
    for (let seed = 0; seed < 300; seed++) {
      const [x0, y0, x1, y1] = jitterBox([0, 0, 3, 480], 640, 480, seed);
      expect(x0 >= 0 && y0 >= 0 && x1 <= 640 && y1 <= 480 && x0 < x1 && y0 < y1).toBe(true);
    }
  });
});
