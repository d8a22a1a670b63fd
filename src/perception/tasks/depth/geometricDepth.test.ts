import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { pinhole } from '../../../twin/geometry/camera.ts';
import { COCO_LABELS } from '../../../twin/schema/labels.ts';
import { assumedVerticalFovDeg, type DepthInput, geometricDepth } from './geometricDepth.ts';
import { OBJECT_SIZES } from './heights.ts';
import { surfaceDepth } from './levelSurface.ts';

const [width, height] = [640, 480];
const camera = pinhole(width, height, assumedVerticalFovDeg(width, height));

/** The box of something of the class's mean size · factor that stands on the ground, `depth` metres away. */
function standing(
  label: (typeof COCO_LABELS)[number],
  depth: number,
  x: number,
  options: { factor?: number; eyeHeight?: number } = {},
): DepthInput {
  const { factor = 1, eyeHeight = 1.6 } = options;
  const size = OBJECT_SIZES[label];
  const bottom = height / 2 + (camera.focal * eyeHeight) / depth;
  const tall = (camera.focal * size.height * factor) / depth;
  const wide = (camera.focal * size.width * factor) / depth;
  return { label, box: [x - wide / 2, bottom - tall, x + wide / 2, bottom] };
}

const meansOf = (objects: readonly DepthInput[]): number[] =>
  geometricDepth(objects, width, height).estimates.map((estimate) => estimate?.mean ?? Number.NaN);

/** Spearman's rank correlation of two lists without ties. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] =>
    values.map((value) => values.filter((other) => other < value).length);
  const [ra, rb] = [ranks(a), ranks(b)];
  const squares = ra.reduce((sum, rank, i) => sum + (rank - (rb[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1));
}

describe('geometric depth', () => {
  it('assumes one lens for portrait and landscape', () => {
    const focalOf = (w: number, h: number): number => pinhole(w, h, assumedVerticalFovDeg(w, h)).focal;
    expect(focalOf(640, 480)).toBeCloseTo(focalOf(480, 640), 9);
    expect(assumedVerticalFovDeg(640, 480)).toBeCloseTo(40.7, 0);
  });

  it('is right for things of the mean size', () => {
    const depths = [4, 8, 15, 25];
    const objects = depths.map((depth, i) => standing('person', depth, 100 + 130 * i));
    meansOf(objects).forEach((mean, i) => {
      expect(Math.abs(Math.log(mean / (depths[i] ?? 0)))).toBeLessThan(0.1);
    });
  });

  it('keeps the order of street scenes with people of mixed heights and classes', () => {
    const random = createRandom(7);
    const labels = ['person', 'car', 'bus', 'bicycle', 'dog', 'truck', 'person', 'motorcycle'] as const;
    let sum = 0;
    const scenes = 40;
    for (let scene = 0; scene < scenes; scene++) {
      const depths = labels.map((_, i) => 6 + 5 * i * random.range(0.9, 1.1) + random.range(0, 3));
      const objects = labels.map((label, i) =>
        standing(label, depths[i] ?? 6, random.range(150, 490), { factor: random.range(0.75, 1.25) }),
      );
      sum += spearman(meansOf(objects), depths);
    }
    expect(sum / scenes).toBeGreaterThan(0.93);
  });

  it('finds a camera that looks from higher up', () => {
    const objects = [5, 9, 14, 22, 30].map((depth, i) =>
      standing('person', depth, 80 + 110 * i, { eyeHeight: 2.6 }),
    );
    const { camera: found, groundSupport } = geometricDepth(objects, width, height);
    expect(groundSupport).toBeGreaterThanOrEqual(4);
    expect(found.heightM).toBeGreaterThan(2);
    expect(found.heightM).toBeLessThan(3.2);
    expect(Math.abs(found.pitchDeg ?? 99)).toBeLessThan(6);
  });

  it('takes a child for a nearer person than its size says, because it stands where it stands', () => {
    const adults = [6, 9, 12, 16].map((depth, i) => standing('person', depth, 100 + 120 * i));
    const child = standing('person', 8, 560, { factor: 0.75 });
    const bySize = (camera.focal * OBJECT_SIZES.person.height) / (child.box[3] - child.box[1]);
    const mean = meansOf([...adults, child])[4] ?? Number.NaN;
    expect(mean).toBeLessThan(bySize * 0.95);
    expect(mean).toBeGreaterThan(7);
  });

  it('does not push a thing on a table to the ground behind', () => {
    const people = [5, 8, 12].map((depth, i) => standing('person', depth, 100 + 200 * i));
    const onTable: DepthInput = { label: 'cup', box: [300, 250, 300 + 26, 250 + 32] };
    const alone = meansOf([onTable])[0] ?? Number.NaN;
    expect(meansOf([...people, onTable])[3]).toBeCloseTo(alone, 9);
  });

  it('finds the table top that small things stand on, and moves those of unusual size onto it', () => {
    const pitch = 0.4;
    const labels = ['cup', 'mouse', 'keyboard', 'bottle', 'book'] as const;
    const things = labels.map((label, i): DepthInput => {
      const row = 200 + 50 * i;
      const depth = surfaceDepth(camera, { height: 0.6, pitch }, row) ?? Number.NaN;
      const { width: w, height: h } = OBJECT_SIZES[label];
      const [wide, tall] = [(camera.focal * w) / depth, (camera.focal * h) / depth];
      return { label, box: [100 * i, row - tall, 100 * i + wide, row] };
    });
    const mug: DepthInput = { label: 'cup', box: [500, 310 - 80, 570, 310] };
    const truth = surfaceDepth(camera, { height: 0.6, pitch }, 310) ?? Number.NaN;
    const alone = meansOf([mug])[0] ?? Number.NaN;
    const { estimates, tableSupport, groundSupport } = geometricDepth([...things, mug], width, height);
    expect([tableSupport, groundSupport]).toEqual([6, 0]);
    const together = estimates.at(-1)?.mean ?? Number.NaN;
    expect(Math.abs(together - truth)).toBeLessThan(Math.abs(alone - truth) / 2);
  });

  it('takes a chair of which only the back shows over a table by its width, and not as standing where its box ends', () => {
    const whole = standing('chair', 4, 300);
    const back: DepthInput = {
      label: 'chair',
      box: [whole.box[0], whole.box[1], whole.box[2], whole.box[1] + 40],
    };
    const [mean = Number.NaN] = meansOf([back]);
    expect(mean).toBeCloseTo(4, 0);
    const people = [5, 8, 12].map((depth, i) => standing('person', depth, 100 + 200 * i));
    expect(meansOf([...people, back])[3]).toBeCloseTo(mean, 9);
  });

  it('sees that someone lying is as near as someone standing', () => {
    const standingPerson = standing('person', 6, 300);
    const tall = standingPerson.box[3] - standingPerson.box[1];
    const lying: ReadonlyBox = [100, 300, 100 + tall, 300 + tall / 4];
    const [mean] = meansOf([{ label: 'person', box: lying }]);
    expect(mean).toBeCloseTo(6, 0);
  });

  it('takes a person who is cut off by the border as nearer than the visible part says, and is less sure', () => {
    const bust: ReadonlyBox = [200, 280, 420, 480];
    const whole: ReadonlyBox = [200, 200, 420, 400];
    const cut = geometricDepth([{ label: 'person', box: bust }], width, height).estimates[0];
    const seen = geometricDepth([{ label: 'person', box: whole }], width, height).estimates[0];
    expect(cut?.mean).toBeLessThan((seen?.mean ?? 0) / 1.5);
    expect((cut?.std ?? 0) / (cut?.mean ?? 1)).toBeGreaterThan((seen?.std ?? 1) / (seen?.mean ?? 1));
  });

  it('has no depth for a label outside the table', () => {
    expect(geometricDepth([{ label: 'dragon', box: [0, 0, 10, 10] }], width, height).estimates).toEqual([
      undefined,
    ]);
  });

  it('is finite and positive, in order min ≤ mean ≤ max, for any boxes', () => {
    const anyObject: fc.Arbitrary<DepthInput> = fc
      .record({
        label: fc.constantFrom(...COCO_LABELS),
        x: fc.double({ min: 0, max: 639, noNaN: true }),
        y: fc.double({ min: 0, max: 479, noNaN: true }),
        w: fc.double({ min: 0.5, max: 640, noNaN: true }),
        h: fc.double({ min: 0.5, max: 480, noNaN: true }),
      })
      .map(({ label, x, y, w, h }) => ({
        label,
        box: [x, y, Math.min(640, x + w), Math.min(480, y + h)],
      }));
    fc.assert(
      fc.property(fc.array(anyObject, { maxLength: 12 }), (objects) => {
        const { camera: found, estimates } = geometricDepth(objects, width, height);
        expect(found.heightM ?? 1).toBeGreaterThan(0);
        for (const estimate of estimates) {
          expect(estimate?.min).toBeGreaterThan(0);
          expect(estimate?.mean).toBeGreaterThanOrEqual(estimate?.min ?? Number.NaN);
          expect(estimate?.max).toBeGreaterThanOrEqual(estimate?.mean ?? Number.NaN);
          expect(estimate?.std).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(estimate?.max)).toBe(true);
          expect(-(estimate?.position[2] ?? 0)).toBe(estimate?.mean);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the ground plane', () => {
  it('is farther in higher rows and ends at the horizon', () => {
    const ground = { height: 1.6, pitch: 0.1 };
    const depths = [479, 400, 300, 250].map((row) => surfaceDepth(camera, ground, row) ?? Number.NaN);
    expect([...depths].sort((a, b) => a - b)).toEqual(depths);
    const horizon = height / 2 - camera.focal * Math.tan(ground.pitch);
    expect(surfaceDepth(camera, ground, horizon - 1)).toBeUndefined();
    expect(surfaceDepth(camera, ground, horizon + 1)).toBeGreaterThan(100);
  });

  it('is seen straight ahead at height / sin(pitch)', () => {
    expect(surfaceDepth(camera, { height: 2, pitch: Math.PI / 6 }, height / 2)).toBeCloseTo(4, 9);
  });
});
