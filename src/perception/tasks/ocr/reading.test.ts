import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Point, type Quad, quadOfBox } from '../../../twin/geometry/quad.ts';
import type { RgbaImage } from '../../pixels.ts';
import { assembleLine } from './assembleLine.ts';
import { decodeCtc, meanProbability } from './ctc.ts';
import { agreedReading, quadVariants } from './readCarefully.ts';
import type { ReadLine } from './recogniseLines.ts';
import { planTiles } from './tiles.ts';
import { applyHomography, unitSquareTo, warpQuad } from './warp.ts';

const ALPHABET = ['a', 'b', ' '];

/** Probabilities with one sure class a step. */
function stepsOf(classes: readonly number[], probability = 0.9): Float32Array {
  const data = new Float32Array(classes.length * 4).fill((1 - probability) / 3);
  classes.forEach((own, step) => {
    data[step * 4 + own] = probability;
  });
  return data;
}

const textOf = (classes: readonly number[]): string =>
  decodeCtc(stepsOf(classes), 4, ALPHABET)
    .map(({ text }) => text)
    .join('');

describe('CTC decoding', () => {
  it('merges repeats, drops blanks, and keeps letters that a blank parts', () => {
    expect(textOf([0, 1, 1, 0, 1, 2, 2, 0])).toBe('aab');
    expect(textOf([0, 0, 0])).toBe('');
    expect(textOf([])).toBe('');
  });

  it('gives back any text that is written with blanks between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 }), (letters) => {
        const steps = letters.flatMap((letter) => [0, letter, letter]);
        expect(textOf(steps)).toBe(letters.map((letter) => ALPHABET[letter - 1]).join(''));
      }),
    );
  });

  it('keeps the surest step of a repeated letter', () => {
    const data = new Float32Array([...stepsOf([1], 0.6), ...stepsOf([1], 0.95), ...stepsOf([1], 0.7)]);
    const [letter] = decodeCtc(data, 4, ALPHABET);
    expect(letter).toMatchObject({ step: 1, text: 'a' });
    expect(letter?.probability).toBeCloseTo(0.95);
  });

  it('refuses an alphabet of another size', () => {
    expect(() => decodeCtc(new Float32Array(5), 5, ALPHABET)).toThrow(RangeError);
  });
});

const lineOf = (text: string, probability: number): ReadLine => ({
  quad: quadOfBox([0, 0, 100, 20]),
  steps: Math.max(1, text.length),
  characters: [...text].map((character, step) => ({ step, text: character, probability })),
});

describe('lines', () => {
  it('are parted into words at spaces, each where it was read', () => {
    const line = assembleLine(lineOf('ab abb', 0.8));
    expect(line?.text).toBe('ab abb');
    expect(line?.words.map(({ text }) => text)).toEqual(['ab', 'abb']);
    const [first, second] = line?.words ?? [];
    expect(first?.quad[1][0]).toBeCloseTo(33.3, 1);
    expect(second?.quad[0][0]).toBeCloseTo(50, 1);
    expect(second?.quad[1][0]).toBe(100);
    expect(line?.score).toBeCloseTo(0.8);
  });

  it('are none where only spaces were read', () => {
    expect(assembleLine(lineOf('  ', 0.9))).toBeUndefined();
    expect(assembleLine(lineOf('', 0.9))).toBeUndefined();
  });

  it('take the reading that most of several agree on, but not a shorter one', () => {
    const first = lineOf('abab', 0.5);
    const agreed = agreedReading(first, [lineOf('abbb', 0.7), lineOf('abbb', 0.75), lineOf('aaaa', 0.9)]);
    expect(agreed.characters.map(({ text }) => text).join('')).toBe('abbb');
    expect(meanProbability(agreed.characters)).toBeCloseTo(0.75);
    expect(agreedReading(first, [lineOf('a', 0.99), lineOf('a', 0.99)])).toBe(first);
    expect(agreedReading(first, [])).toBe(first);
  });
});

const quad: fc.Arbitrary<Quad> = fc
  .tuple(
    ...[
      [10, 10],
      [80, 10],
      [80, 50],
      [10, 50],
    ].map(([x = 0, y = 0]) =>
      fc.tuple(
        fc.double({ min: x - 8, max: x + 8, noNaN: true }),
        fc.double({ min: y - 8, max: y + 8, noNaN: true }),
      ),
    ),
  )
  .map(([a = [0, 0], b = [0, 0], c = [0, 0], d = [0, 0]]): Quad => [a, b, c, d]);

describe('warping', () => {
  it('maps the corners of the unit square to those of the quadrilateral', () => {
    fc.assert(
      fc.property(quad, (own) => {
        const map = unitSquareTo(own);
        quadOfBox([0, 0, 1, 1]).forEach((corner, index) => {
          const [x, y] = applyHomography(map, corner);
          expect(x).toBeCloseTo(own[index]?.[0] ?? Number.NaN, 6);
          expect(y).toBeCloseTo(own[index]?.[1] ?? Number.NaN, 6);
        });
      }),
    );
  });

  it('keeps straight lines straight', () => {
    fc.assert(
      fc.property(quad, (own) => {
        const map = unitSquareTo(own);
        const at = (t: number): Point => applyHomography(map, [t, 0.3]);
        const [a, b, c] = [at(0.1), at(0.5), at(0.9)];
        expect((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])).toBeCloseTo(0, 5);
      }),
    );
  });

  it('gives an upright quadrilateral of the same size back as it is', () => {
    const image: RgbaImage = {
      width: 9,
      height: 7,
      data: Uint8ClampedArray.from({ length: 4 * 63 }, (_, index) => (index * 37) % 256),
    };
    expect(warpQuad(image, quadOfBox([0, 0, 9, 7]), 9, 7)).toEqual(image);
  });

  it('turns what is read downwards', () => {
    const data = new Uint8ClampedArray([255, 0, 0, 255, 0, 255, 0, 255]);
    const turned = warpQuad(
      { width: 1, height: 2, data },
      [
        [1, 0],
        [1, 2],
        [0, 2],
        [0, 0],
      ],
      2,
      1,
    );
    expect([...turned.data]).toEqual([...data]);
  });
});

describe('second looks', () => {
  it('stay around the middle of the line', () => {
    fc.assert(
      fc.property(quad, (own) => {
        const middle = (points: Quad): Point => [
          points.reduce((sum, [x]) => sum + x, 0) / 4,
          points.reduce((sum, [, y]) => sum + y, 0) / 4,
        ];
        const variants = quadVariants(own);
        expect(variants.length).toBeGreaterThan(4);
        for (const variant of variants) {
          expect(middle(variant)[0]).toBeCloseTo(middle(own)[0], 6);
          expect(middle(variant)[1]).toBeCloseTo(middle(own)[1], 6);
        }
      }),
    );
  });
});

describe('tiles', () => {
  it('part the window: every pixel belongs to one core, which lies in its tile', () => {
    const side = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(0.5, 1, 2), (width, height, scale) => {
        const plan = planTiles([0, 0, width, height], scale);
        expect(plan.tileWidth % 32).toBe(0);
        expect(plan.tileHeight % 32).toBe(0);
        let area = 0;
        for (const { x, y, core } of plan.tiles) {
          area += (core[2] - core[0]) * (core[3] - core[1]);
          expect(core[0]).toBeGreaterThanOrEqual(x);
          expect(core[1]).toBeGreaterThanOrEqual(y);
          expect(core[2]).toBeLessThanOrEqual(x + plan.tileWidth);
          expect(core[3]).toBeLessThanOrEqual(y + plan.tileHeight);
        }
        expect(area).toBe(plan.width * plan.height);
      }),
    );
  });

  it('are no larger than what one run may take, and show more than their core', () => {
    const plan = planTiles([0, 0, 4000, 3000], 1);
    expect(Math.max(plan.tileWidth, plan.tileHeight)).toBeLessThanOrEqual(1280);
    const [first] = plan.tiles;
    expect((first?.core[2] ?? 0) + 32).toBeLessThanOrEqual(plan.tileWidth);
  });
});
