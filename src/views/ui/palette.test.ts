import { describe, expect, it } from 'vitest';
import { COCO_LABELS } from '../../twin/schema/labels.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { contrast, oklchToRgb, parseHex, type Rgb, rgbToOklab, simulateDeficiency } from './colour.ts';
import {
  classColour,
  depthColour,
  EVIDENCE_COLOUR,
  inkOn,
  instanceColour,
  NEUTRAL_COLOUR,
  objectColour,
  PALETTE,
} from './palette.ts';

const WHITE: Rgb = [1, 1, 1];
const DARK_PANE = oklchToRgb(0.19, 0.004, 260);

const distance = (a: Rgb, b: Rgb): number => {
  const first = rgbToOklab(a);
  const second = rgbToOklab(b);
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
};

const object = (id: string, label: string, metres?: number): TwinObject => ({
  id,
  label,
  score: 0.9,
  attributes: {},
  states: [
    {
      frame: 0,
      timeUs: 0,
      box: [0, 0, 10, 10],
      by: 0,
      center: [5, 5],
      ...(metres === undefined
        ? {}
        : { depth: { mean: metres, std: 0, min: metres, max: metres, unit: 'relative' as const, by: 0 } }),
    },
  ],
});

const twinOf = (objects: TwinObject[]): Twin => ({
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: 'a', width: 10, height: 10, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects,
  log: [],
});

describe('palette', () => {
  it('keeps a contrast of 3 on the panes of both themes', () => {
    for (const colour of [...PALETTE, NEUTRAL_COLOUR, EVIDENCE_COLOUR]) {
      expect(contrast(parseHex(colour), WHITE), colour).toBeGreaterThanOrEqual(3);
      expect(contrast(parseHex(colour), DARK_PANE), colour).toBeGreaterThanOrEqual(3);
    }
  });

  it('gives readable text on every step', () => {
    for (const colour of PALETTE) {
      expect(contrast(parseHex(colour), parseHex(inkOn(colour))), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([
    ['normal vision', (rgb: Rgb) => rgb, 0.09],
    ['protanopia', (rgb: Rgb) => simulateDeficiency(rgb, 'protanopia'), 0.06],
    ['deuteranopia', (rgb: Rgb) => simulateDeficiency(rgb, 'deuteranopia'), 0.06],
    ['tritanopia', (rgb: Rgb) => simulateDeficiency(rgb, 'tritanopia'), 0.05],
  ])('tells any two steps apart with %s', (_name, see, least) => {
    for (const [i, first] of PALETTE.entries()) {
      for (const second of PALETTE.slice(i + 1)) {
        const apart = distance(see(parseHex(first)), see(parseHex(second)));
        expect(apart, `${first} and ${second}`).toBeGreaterThan(least);
      }
    }
  });
});

describe('classColour', () => {
  it('is the same in every session', () => {
    expect(classColour('person')).toBe('#1da0c9');
    expect(classColour('unicorn')).toBe(classColour('unicorn'));
  });

  it('spreads COCO classes evenly and never repeats between neighbours', () => {
    const uses = new Map<string, number>();
    COCO_LABELS.forEach((label, index) => {
      const colour = classColour(label);
      uses.set(colour, (uses.get(colour) ?? 0) + 1);
      const next = COCO_LABELS[index + 1];
      if (next) expect(classColour(next)).not.toBe(colour);
    });
    expect(uses.size).toBe(12);
    expect(Math.max(...uses.values())).toBeLessThanOrEqual(9);
  });
});

describe('instanceColour', () => {
  it('gives twelve objects twelve colours', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `o${index + 1}`);
    expect(new Set(ids.map(instanceColour)).size).toBe(12);
  });
});

describe('depthColour', () => {
  it('is neutral for what is not a depth', () => {
    for (const value of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY]) {
      expect(depthColour(value)).toBe(NEUTRAL_COLOUR);
    }
  });

  it('goes from warm to cool and keeps contrast on both themes', () => {
    const near = parseHex(depthColour(0.5));
    const far = parseHex(depthColour(50));
    expect(near[0]).toBeGreaterThan(near[2]);
    expect(far[2]).toBeGreaterThan(far[0]);
    for (const metres of [0.5, 1, 2, 5, 10, 20, 50]) {
      expect(contrast(parseHex(depthColour(metres)), WHITE), `${metres} m`).toBeGreaterThanOrEqual(3);
      expect(contrast(parseHex(depthColour(metres)), DARK_PANE), `${metres} m`).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('objectColour', () => {
  it('follows the chosen meaning of colour', () => {
    const cup = object('o2', 'cup');
    const twin = twinOf([cup]);
    expect(objectColour(cup, twin, 'class', [])).toBe(classColour('cup'));
    expect(objectColour(cup, twin, 'instance', [])).toBe(instanceColour('o2'));
    expect(objectColour(cup, twin, 'depth', [])).toBe(NEUTRAL_COLOUR);
    expect(objectColour(cup, twin, 'evidence', [])).toBe(NEUTRAL_COLOUR);
    expect(objectColour(cup, twin, 'evidence', ['o2'])).toBe(EVIDENCE_COLOUR);
  });

  it('scales relative depth to the twin at hand', () => {
    const near = object('o1', 'cup', 0.1);
    const far = object('o2', 'cup', 0.9);
    const twin = twinOf([near, far]);
    expect(objectColour(near, twin, 'depth', [])).toBe(depthColour(0.5));
    expect(objectColour(far, twin, 'depth', [])).toBe(depthColour(50));
  });
});
