import { describe, expect, it } from 'vitest';
import { CLASS_COUNT, detector, GRID_SIZE } from './detector.ts';
import { findPeaks } from './peaks.ts';

const PLANE = GRID_SIZE * GRID_SIZE;
const CAT = detector.labels.indexOf('cat');
const DOG = detector.labels.indexOf('dog');

interface Planted {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
  readonly score: number;
  /** Left, top, right, bottom in input pixels. */
  readonly distances: readonly [number, number, number, number];
}

function plant(...objects: readonly Planted[]) {
  const heatmap = new Float32Array(CLASS_COUNT * PLANE);
  const distances = new Float32Array(4 * PLANE);
  for (const { channel, row, column, score, distances: sides } of objects) {
    const cell = row * GRID_SIZE + column;
    heatmap[channel * PLANE + cell] = score;
    for (const [side, distance] of sides.entries()) distances[side * PLANE + cell] = distance;
  }
  return { heatmap: { data: heatmap }, distances: { data: distances } };
}

const options = { width: 1024, height: 256, minScore: 0.1, maxObjects: 10 };

describe('postprocess', () => {
  it('turns a peak into a labelled box in photo pixels', () => {
    const outputs = plant({ channel: CAT, row: 32, column: 64, score: 0.9, distances: [40, 20, 60, 28] });
    expect(detector.postprocess(outputs, options)).toEqual([
      {
        label: 'cat',
        score: expect.closeTo(0.9, 6),
        box: [2 * (256 - 40), (128 - 20) / 2, 2 * (256 + 60), (128 + 28) / 2],
      },
    ]);
  });

  it('clips boxes to the photo and leaves out those without area inside', () => {
    const outputs = plant(
      { channel: CAT, row: 0, column: 0, score: 0.9, distances: [50, 50, 40, 40] },
      { channel: CAT, row: 100, column: 100, score: 0.8, distances: [0, 0, 0, 0] },
      { channel: CAT, row: 0, column: 50, score: 0.7, distances: [10, 90, 10, -4] },
    );
    expect(detector.postprocess(outputs, options).map(({ box }) => box)).toEqual([[0, 0, 80, 20]]);
  });

  it('sorts by score, respects the lowest score and the most objects', () => {
    const at = (column: number, score: number): Planted => ({
      channel: DOG,
      row: 10,
      column,
      score,
      distances: [4, 4, 4, 4],
    });
    const outputs = plant(at(10, 0.3), at(40, 0.6), at(70, 0.05), at(100, 0.5));
    const scores = (maxObjects: number) =>
      detector.postprocess(outputs, { ...options, maxObjects }).map(({ score }) => Number(score.toFixed(3)));
    expect(scores(10)).toEqual([0.6, 0.5, 0.3]);
    expect(scores(2)).toEqual([0.6, 0.5]);
  });

  it('keeps one of two boxes of a class that all but coincide, and both of different classes', () => {
    const box = [60, 60, 60, 60] as const;
    const twice = plant(
      { channel: CAT, row: 50, column: 50, score: 0.8, distances: box },
      { channel: CAT, row: 50, column: 53, score: 0.7, distances: box },
      { channel: DOG, row: 50, column: 56, score: 0.6, distances: box },
    );
    expect(detector.postprocess(twice, options).map(({ label }) => label)).toEqual(['cat', 'dog']);
  });

  it('finds nothing in zeros and nothing in values that are not numbers', () => {
    const zeros = plant();
    expect(detector.postprocess(zeros, options)).toEqual([]);
    zeros.heatmap.data.fill(Number.NaN);
    expect(detector.postprocess(zeros, options)).toEqual([]);
  });

  it('names an output that is missing or has the wrong size', () => {
    const { heatmap } = plant();
    expect(() => detector.postprocess({ heatmap }, options)).toThrow('"distances" is missing');
    expect(() =>
      detector.postprocess({ heatmap, distances: { data: new Float32Array(3) } }, options),
    ).toThrow('"distances" has 3 values');
  });
});

describe('preprocess', () => {
  const image = { width: 3, height: 2, data: new Uint8ClampedArray(24).fill(77) };

  it('writes into the buffer that it is given', () => {
    const target = new Float32Array(3 * 512 * 512).fill(-1);
    expect(detector.preprocess(image, target)).toBe(target);
    expect(target.every((value) => Math.abs(value - 77) < 1e-3)).toBe(true);
  });

  it('refuses a buffer or an image of the wrong size', () => {
    expect(() => detector.preprocess(image, new Float32Array(10))).toThrow('The input buffer has 10 values');
    expect(() => detector.preprocess({ ...image, width: 4 })).toThrow('The image has 24 values, not 32');
  });
});

describe('findPeaks', () => {
  const grid = (values: readonly number[]): Float32Array => Float32Array.from(values);

  it('takes local maxima of the eight neighbours, edges included', () => {
    const heatmap = grid([9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 5, 1, 1, 1, 1, 7]);
    expect(findPeaks(heatmap, 1, 4, 2, 10).map(({ row, column }) => [row, column])).toEqual([
      [0, 0],
      [3, 3],
    ]);
  });

  it('gives every cell of a plateau, and does not look across channels', () => {
    const heatmap = grid([3, 3, 0, 0, 8, 0, 0, 0]);
    expect(findPeaks(heatmap, 2, 2, 1, 10)).toEqual([
      { channel: 1, row: 0, column: 0, score: 8 },
      { channel: 0, row: 0, column: 0, score: 3 },
      { channel: 0, row: 0, column: 1, score: 3 },
    ]);
  });
});
