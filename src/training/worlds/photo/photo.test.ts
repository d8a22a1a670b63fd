import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { KINDS } from '../../../reasoning/knowledge/kinds.ts';
import { labelsForUse, meaningOf } from '../../../reasoning/knowledge/lexicon.ts';
import { PARTS } from '../../../reasoning/knowledge/parts.ts';
import { TYPICAL_COLOURS } from '../../../reasoning/knowledge/typicalColours.ts';
import { rleArea, rleBox, rleProblem } from '../../../twin/geometry/rle.ts';
import { COCO_LABELS } from '../../../twin/schema/labels.ts';
import { ellipseMask } from './ellipse.ts';
import { drawPhotoScene } from './layout.ts';
import { NOISE, perceived } from './noise.ts';
import { PHOTO_PHRASINGS } from './phrasings.ts';
import { PLACES } from './places.ts';
import { sightingsOf } from './twin.ts';
import { CARRIERS, TRUSTED_DEEDS, UNKNOWN_NOUNS } from './unseenWords.ts';
import {
  COMPARATIVES,
  DESCRIPTIONS,
  DONE,
  PEOPLE,
  WIDER_KINDS,
  WIDER_RELATION_WORDS,
  WIDER_SUPERLATIVES,
} from './widerWords.ts';
import { ASKED_KINDS, ASKED_PARTS, SUPERLATIVES, USES } from './words.ts';
import { photoWorld } from './world.ts';

const all = { families: photoWorld.families, phrasings: 'all' } as const;

describe('ellipses', () => {
  it('are valid masks that fill their boxes', () => {
    const side = fc.integer({ min: 4, max: 60 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        side,
        side,
        (x, y, w, h) => {
          const mask = ellipseMask([x, y, x + w, y + h], 100, 80);
          expect(rleProblem(mask)).toBeUndefined();
          const [x0, y0, x1, y1] = rleBox(mask) ?? [0, 0, 0, 0];
          expect(Math.max(Math.abs(x0 - x), Math.abs(x1 - x - w))).toBeLessThanOrEqual(2);
          expect(Math.max(Math.abs(y0 - y), Math.abs(y1 - Math.min(80, y + h)))).toBeLessThanOrEqual(2);
          if (y + h <= 80) expect(rleArea(mask) / ((Math.PI / 4) * w * h)).toBeGreaterThan(0.75);
        },
      ),
    );
  });
});

describe('scenes of the photo world', () => {
  it('are made of places that know most of the 80 labels', () => {
    const labels = new Set(
      PLACES.flatMap(({ ground, onCarrier, raised, carrier }) => [
        ...Object.keys(ground),
        ...Object.keys(onCarrier ?? {}),
        ...(raised ?? []).map(([label]) => label),
        ...(carrier ? [carrier] : []),
      ]),
    );
    expect(COCO_LABELS.filter((label) => !labels.has(label))).toEqual(['tie']);
  });

  it('show what is farther away smaller and higher up', () => {
    const people = Array.from({ length: 200 }, (_, seed) => drawPhotoScene(createRandom(seed), 'hard'))
      .flatMap(({ things }) => things)
      .filter(({ label, box }) => label === 'person' && box[1] > 0 && box[3] < 480);
    const near = people.filter(({ away }) => away < 6);
    const far = people.filter(({ away }) => away > 12);
    const mean = (list: typeof people, of: (box: (typeof people)[number]['box']) => number): number =>
      list.reduce((sum, { box }) => sum + of(box), 0) / list.length;
    expect(near.length).toBeGreaterThan(10);
    expect(far.length).toBeGreaterThan(10);
    expect(mean(near, ([, y0, , y1]) => y1 - y0)).toBeGreaterThan(2 * mean(far, ([, y0, , y1]) => y1 - y0));
    expect(mean(near, (box) => box[3])).toBeGreaterThan(mean(far, (box) => box[3]));
  });
});

describe('simulated perception', () => {
  const scenes = Array.from({ length: 120 }, (_, seed) =>
    sightingsOf(drawPhotoScene(createRandom(seed), 'normal')),
  );

  it('gets more wrong the harder it is, and at its easiest invents and misses nothing', () => {
    const easy = scenes.map((there, seed) => perceived(createRandom(seed), there, NOISE.easy));
    expect(easy.map(({ length }) => length)).toEqual(scenes.map(({ length }) => length));
    const share = (level: 'normal' | 'hard'): number => {
      const seen = scenes.flatMap((there, seed) => perceived(createRandom(seed), there, NOISE[level]));
      return seen.length / scenes.flat().length;
    };
    expect(share('hard')).toBeLessThan(share('normal'));
    expect(share('normal')).toBeLessThan(1);
  });

  it('orders objects by score, as a detector does', () => {
    for (const [seed, there] of scenes.slice(0, 20).entries()) {
      const scores = perceived(createRandom(seed), there, NOISE.hard).map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }
  });
});

describe('questions of the photo world', () => {
  it('ask about uses, parts, kinds and qualities that common knowledge has', () => {
    expect(USES.filter((use) => labelsForUse(use).size === 0)).toEqual([]);
    expect(SUPERLATIVES.filter(([quality]) => labelsForUse(quality).size === 0)).toEqual([]);
    expect(ASKED_PARTS.filter((part) => PARTS[part] === undefined)).toEqual([]);
    expect(ASKED_KINDS.filter((kind) => KINDS[kind] === undefined)).toEqual([]);
  });

  it('have words for people, deeds, kinds and qualities that common knowledge has', () => {
    expect(PEOPLE.filter((word) => meaningOf(word)?.labels.join() !== 'person')).toEqual([]);
    expect(DONE).toEqual(expect.arrayContaining(['sit on', 'ride', 'eat']));
    expect(WIDER_KINDS).toEqual(expect.arrayContaining(['mammal', 'motor vehicle']));
    expect(WIDER_SUPERLATIVES.filter(([quality]) => labelsForUse(quality).size === 0)).toEqual([]);
  });

  it.each([
    ['descriptions', DESCRIPTIONS.map(([, , before, behind]) => [...before, ...behind])],
    ['comparatives', COMPARATIVES.map(([, , words]) => words)],
    ['relations', Object.values(WIDER_RELATION_WORDS)],
    ['superlatives', WIDER_SUPERLATIVES.map(([, words]) => words)],
  ])('mean one thing by each of their %s', (_name, lists) => {
    const words = lists.flat();
    expect(words.length).toBeGreaterThan(7);
    expect(new Set(words).size).toBe(words.length);
  });

  it('have at least twelve sentences of each kind', () => {
    for (const kind of new Set(PHOTO_PHRASINGS.map(({ name }) => name.split('/')[0])))
      expect(PHOTO_PHRASINGS.filter(({ name }) => name.startsWith(`${kind}/`)).length).toBeGreaterThanOrEqual(
        12,
      );
  });

  it('for what is not there are answered with none, on all others with what is', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { family, answer, targets } = photoWorld.sample(seed, all);
      expect(answer.type === 'none').toBe(family.startsWith('none/'));
      expect(targets.none).toBe(family.startsWith('none/'));
    }
  });

  it('never name people by a colour', () => {
    const families = photoWorld.families.filter((name) => name.endsWith('/colour') || name === 'none/box');
    for (let seed = 0; seed < 200; seed += 1) {
      const { program } = photoWorld.sample(seed, { ...all, families });
      const word = /find\("([^"]+)"\)/.exec(program)?.[1] ?? '';
      expect(meaningOf(word)?.labels).not.toContain('person');
    }
  });

  it.each(['which/beyond', 'count/beyond', 'mask/beyond', 'box/beyond', 'exist/beyond'])(
    'do not check places that nothing can check: %s',
    (family) => {
      for (let seed = 0; seed < 20; seed += 1)
        expect(photoWorld.sample(seed, { families: [family] }).program).not.toMatch(/relate|behind|left_of/);
    },
  );

  it('copy the words that nobody knows', () => {
    expect(UNKNOWN_NOUNS.length).toBeGreaterThan(150);
    for (let seed = 0; seed < 20; seed += 1) {
      const { program } = photoWorld.sample(seed, { families: ['relation/unknown'] });
      const nouns = [...program.matchAll(/find\("([^"]+)"\)/g)].map(([, noun = '']) => noun);
      expect(nouns.filter((noun) => UNKNOWN_NOUNS.includes(noun))).toHaveLength(1);
    }
  });

  it('read the whole picture where words are on what the detector does not know', () => {
    expect(CARRIERS).not.toContain('stop sign');
    const { program } = photoWorld.sample(5, { families: ['text/beyond'] });
    expect(program).toBe('a = need(scene(), "text")\nanswer = value(text(a))');
  });

  it('tell by its colour what is known by it, and take any where none has it', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { program } = photoWorld.sample(seed, { families: ['mask/typical'] });
      const [, noun = '', colour] =
        /or_else\(filter\(find\("([^"]+)"\), "color", "([a-z]+)"\), find\("\1"\)\)/.exec(program) ?? [];
      expect(TYPICAL_COLOURS.get(noun)).toBe(colour);
    }
  });

  it('trust deeds that no relation tells', () => {
    expect(TRUSTED_DEEDS).toEqual(expect.arrayContaining(['surround', 'watch', 'chase']));
    for (let seed = 0; seed < 20; seed += 1)
      expect(photoWorld.sample(seed, { families: ['count/trusted'] }).program).toMatch(
        /^answer = value\(count\(find\("[^"]+"\)\)\)$/,
      );
  });

  it('for masks come with an ellipse and a box for each object', () => {
    const { targets } = photoWorld.sample(3, { ...all, families: ['mask/label'] });
    expect(targets.ellipses).toHaveLength(targets.ids.length);
    expect(targets.boxes).toHaveLength(targets.ids.length);
  });

  it('are about a twin that holds no masks and no words before they are asked for', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const { twin } = photoWorld.sample(seed, all);
      for (const { label, attributes, states } of twin.objects) {
        expect(label).not.toBe('text');
        expect(attributes.text).toBeUndefined();
        expect(states[0]?.mask).toBeUndefined();
      }
    }
  });
});
