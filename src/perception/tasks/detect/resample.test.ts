import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../pixels.ts';
import { resampleTable, stretchToPlanes } from './resample.ts';

const size = fc.integer({ min: 1, max: 3000 });

function paint(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly number[],
): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([...colour(x, y), 255], 4 * (y * width + x));
  }
  return { width, height, data };
}

function stretch(image: RgbaImage, target: number): { red: number[]; green: number[]; blue: number[] } {
  const planes = new Float32Array(3 * target * target).fill(Number.NaN);
  stretchToPlanes(image, target, planes);
  const plane = (channel: number): number[] => [
    ...planes.subarray(channel * target * target, (channel + 1) * target * target),
  ];
  return { red: plane(0), green: plane(1), blue: plane(2) };
}

describe('resampleTable', () => {
  it('has weights that sum to one and positions inside the source', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 600 }), (source, target) => {
        const { taps, indices, weights } = resampleTable(source, target);
        expect(indices.every((index) => index >= 0 && index < source)).toBe(true);
        for (let position = 0; position < target; position++) {
          const own = weights.subarray(position * taps, (position + 1) * taps);
          expect(own.every((weight) => weight >= 0)).toBe(true);
          expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps an axis that does not change', () => {
    const { taps, indices, weights } = resampleTable(5, 5);
    const picked = Array.from({ length: 5 }, (_, position) => {
      const heaviest = [...weights.subarray(position * taps, (position + 1) * taps)].indexOf(1);
      return indices[position * taps + heaviest];
    });
    expect(picked).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('stretchToPlanes', () => {
  it('keeps an image of the right size, channel by channel', () => {
    const image = paint(4, 4, (x, y) => [10 * x, 20 * y, 3 * x + y]);
    const { red, green, blue } = stretch(image, 4);
    const cells = Array.from({ length: 16 }, (_, index) => ({ x: index % 4, y: Math.floor(index / 4) }));
    expect(red).toEqual(cells.map(({ x }) => 10 * x));
    expect(green).toEqual(cells.map(({ y }) => 20 * y));
    expect(blue).toEqual(cells.map(({ x, y }) => 3 * x + y));
  });

  it('interpolates between pixel centres where it enlarges', () => {
    const { red } = stretch(
      paint(2, 1, (x) => [100 * x, 0, 0]),
      4,
    );
    expect(red.slice(0, 4)).toEqual([0, 25, 75, 100]);
    expect(red.slice(12)).toEqual(red.slice(0, 4));
  });

  it('averages fine detail away where it shrinks, instead of picking pixels', () => {
    const stripes = paint(64, 64, (x, y) => [(x + y) % 2 === 0 ? 200 : 0, 0, 0]);
    const { red } = stretch(stripes, 32);
    for (const value of red) expect(Math.abs(value - 100)).toBeLessThan(30);
    expect(Math.abs((red[16 * 32 + 16] ?? 0) - 100)).toBeLessThan(1);
  });

  it('keeps a plain colour plain at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (width, height) => {
        const { red, green, blue } = stretch(
          paint(width, height, () => [200, 100, 50]),
          16,
        );
        expect(red.every((value) => Math.abs(value - 200) < 1e-3)).toBe(true);
        expect(green.every((value) => Math.abs(value - 100) < 1e-3)).toBe(true);
        expect(blue.every((value) => Math.abs(value - 50) < 1e-3)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
