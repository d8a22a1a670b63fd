import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { encodeRle } from '../../../twin/geometry/rle.ts';
import type { RgbaImage } from '../../pixels.ts';
import { type ColourName, colourName, oklab } from './colourNames.ts';
import { describeColours, positionWord, sizeWord } from './describe.ts';
import { dominantColours } from './dominantColours.ts';

type Rgb = readonly [number, number, number];

/** An image painted by a function of the pixel. */
function paint(width: number, height: number, colourAt: (x: number, y: number) => Rgb): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([...colourAt(x, y), 255], 4 * (y * width + x));
  return { width, height, data };
}

const within = (box: ReadonlyBox, x: number, y: number): boolean =>
  x >= box[0] && x < box[2] && y >= box[1] && y < box[3];

const inEllipse = (box: ReadonlyBox, x: number, y: number): boolean =>
  ((2 * (x + 0.5) - box[0] - box[2]) / (box[2] - box[0])) ** 2 +
    ((2 * (y + 0.5) - box[1] - box[3]) / (box[3] - box[1])) ** 2 <
  1;

const GRASS: Rgb = [70, 130, 50];
const WALL: Rgb = [225, 225, 220];
const RED: Rgb = [190, 30, 35];
const TYRE: Rgb = [25, 25, 28];

describe('colour names', () => {
  const cases: readonly [ColourName, ...Rgb][] = [
    ['red', 200, 20, 30],
    ['red', 120, 15, 20],
    ['orange', 240, 130, 20],
    ['yellow', 245, 210, 30],
    ['green', 40, 140, 60],
    ['green', 60, 75, 30],
    ['blue', 30, 70, 190],
    ['blue', 110, 170, 230],
    ['purple', 110, 50, 160],
    ['pink', 245, 150, 190],
    ['brown', 110, 65, 30],
    ['brown', 150, 110, 75],
    ['white', 250, 250, 250],
    ['white', 240, 232, 215],
    ['gray', 128, 128, 128],
    ['gray', 110, 118, 128],
    ['black', 12, 12, 14],
  ];
  for (const [name, red, green, blue] of cases)
    it(`call rgb(${red}, ${green}, ${blue}) ${name}`, () => {
      expect(colourName(oklab(red, green, blue))).toBe(name);
    });

  it('have OKLab white at lightness 1 without chroma', () => {
    const white = oklab(255, 255, 255);
    expect(white.l).toBeCloseTo(1, 4);
    expect(Math.hypot(white.a, white.b)).toBeLessThan(1e-4);
  });
});

describe('dominant colours', () => {
  const box: ReadonlyBox = [40, 30, 160, 110];

  it('are those of the object, not of the background that shows in its box', () => {
    const image = paint(200, 150, (x, y) => (inEllipse(box, x, y) ? RED : GRASS));
    const [first] = dominantColours(image, box);
    expect(first?.name).toBe('red');
    expect(first?.share).toBeGreaterThan(0.8);
  });

  it('find a thin object by its difference from the surroundings', () => {
    const image = paint(200, 150, (x, y) => (within(box, x, y) && Math.abs(x - 100) < 25 ? RED : WALL));
    expect(dominantColours(image, box)[0]?.name).toBe('red');
  });

  it('leave out what stands in front', () => {
    const person: ReadonlyBox = [70, 45, 130, 105];
    const image = paint(200, 150, (x, y) =>
      within(person, x, y) ? [30, 60, 190] : within(box, x, y) ? RED : WALL,
    );
    expect(dominantColours(image, box, { others: [person] })[0]?.name).toBe('red');
    expect(dominantColours(image, box)[0]?.name).toBe('blue');
  });

  it.each([1, 3, 0.5])(
    'keep to the mask where there is one, at %s × the resolution of the pixels',
    (scale) => {
      const [width, height] = [200 * scale, 150 * scale];
      const bitmap = new Uint8Array(width * height);
      for (let y = 30 * scale; y < 110 * scale; y++)
        for (let x = 40 * scale; x < 52 * scale; x++) bitmap[y * width + x] = 1;
      const image = paint(200, 150, (x) => (x < 52 ? RED : WALL));
      expect(dominantColours(image, box, { mask: encodeRle(bitmap, width, height) })).toEqual([
        { name: 'red', share: 1 },
      ]);
    },
  );

  it('call a red bus red for all its windows and tyres', () => {
    const image = paint(200, 150, (x, y) => {
      if (!within(box, x, y)) return [150, 150, 150];
      if (y > 100 || (y > 40 && y < 75 && x % 30 > 4)) return TYRE;
      return RED;
    });
    expect(dominantColours(image, box)[0]?.name).toBe('red');
  });

  it('name two colours when there are two', () => {
    const image = paint(200, 150, (x, y) =>
      !within(box, x, y) ? [90, 90, 95] : y < 70 ? [235, 235, 235] : [40, 140, 60],
    );
    const names = describeColours(image, box, []).map(({ value }) => value);
    expect(names.toSorted()).toEqual(['green', 'white']);
  });

  it('read lightness against the surroundings: white in a dim room is white', () => {
    const dim = (rgb: Rgb): Rgb => [rgb[0] * 0.45, rgb[1] * 0.45, rgb[2] * 0.45];
    const image = paint(200, 150, (x, y) => dim(within(box, x, y) ? [240, 240, 238] : [120, 80, 50]));
    expect(dominantColours(image, box)[0]?.name).toBe('white');
  });

  it('are empty where nothing is opaque, and never fail for any box', () => {
    const clear: RgbaImage = { width: 20, height: 20, data: new Uint8ClampedArray(1600) };
    expect(dominantColours(clear, [2, 2, 10, 10])).toEqual([]);
    const image = paint(40, 30, (x, y) => [x * 6, y * 8, 100]);
    const edge = fc.double({ min: -10, max: 50, noNaN: true });
    fc.assert(
      fc.property(edge, edge, edge, edge, (x, y, w, h) => {
        const colours = dominantColours(image, [x, y, x + Math.abs(w), y + Math.abs(h)]);
        const sum = colours.reduce((total, { share }) => total + share, 0);
        expect(colours.length === 0 || Math.abs(sum - 1) < 1e-9).toBe(true);
      }),
    );
  });
});

describe('size and position words', () => {
  it('follow the share of the image and its ninths', () => {
    expect(sizeWord([0, 0, 10, 19], 100, 100)).toBe('small');
    expect(sizeWord([0, 0, 10, 20], 100, 100)).toBe('medium');
    expect(sizeWord([0, 0, 50, 30], 100, 100)).toBe('large');
    expect(positionWord([0, 0, 10, 10], 100, 100)).toBe('top left');
    expect(positionWord([40, 40, 60, 60], 100, 100)).toBe('centre');
    expect(positionWord([90, 40, 100, 60], 100, 100)).toBe('right');
    expect(positionWord([40, 80, 60, 100], 100, 100)).toBe('bottom');
  });
});
