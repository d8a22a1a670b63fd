import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { randomOf } from '../random.ts';
import { statsOf } from '../stats.ts';
import { FAMILIES } from './families.ts';
import { ALL_PHRASINGS, HELD_OUT_PHRASINGS } from './phrasings.ts';
import { answerOf, isDegenerate, type Question } from './question.ts';
import { drawRenaming, renamedProgram, renamedQuestion, renamedSample } from './rename.ts';
import { alteredScene, drawScene } from './scene.ts';
import type { Thing } from './thing.ts';
import { clevrRelations, sceneOf, twinOf } from './twin.ts';
import { ATTRIBUTES, VALUES } from './vocabulary.ts';
import { clevrWorld } from './world.ts';

const all = { families: clevrWorld.families, phrasings: 'all' } as const;

const thing = (color: string, shape: string, right: number, away: number): Thing => ({
  values: { size: 'small', color, material: 'rubber', shape },
  right,
  away,
});
const scene = [thing('red', 'cube', -2, 9), thing('blue', 'cube', 0, 10), thing('blue', 'sphere', 2, 11)];

describe('scenes of the clevr world', () => {
  it('have 3 to 10 objects, no two of them closer than the margin along an axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const { things } = drawScene(createRandom(seed), 'normal');
        expect(things.length).toBeGreaterThanOrEqual(3);
        expect(things.length).toBeLessThanOrEqual(10);
        for (const [index, a] of things.entries()) {
          for (const b of things.slice(index + 1)) {
            expect(Math.abs(a.right - b.right)).toBeGreaterThanOrEqual(0.4);
            expect(Math.abs(a.away - b.away)).toBeGreaterThanOrEqual(0.4);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('that are altered keep the places, and hold objects that are like others but for one attribute at most', () => {
    const countOf = (a: Thing['values'], b: Thing['values']): number =>
      ATTRIBUTES.filter((name) => a[name] !== b[name]).length;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const drawn = drawScene(createRandom(seed), 'normal');
        const altered = alteredScene(drawn, createRandom(seed + 1));
        const placesOf = (things: readonly Thing[]) => things.map(({ right, away }) => [right, away]);
        expect(placesOf(altered.things)).toEqual(placesOf(drawn.things));
        for (const { values } of altered.things)
          expect(Math.min(...drawn.things.map((other) => countOf(values, other.values)))).toBeLessThanOrEqual(
            1,
          );
      }),
      { numRuns: 60 },
    );
    const drawn = drawScene(createRandom(5), 'normal');
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const changed = seeds.filter((seed) => {
      const { things } = alteredScene(drawn, createRandom(seed));
      return things.some((one, index) => one.values !== drawn.things[index]?.values);
    });
    expect(changed.length).toBeGreaterThan(15);
  });

  it('come back out of their twins', () => {
    const drawn = drawScene(createRandom(5), 'normal');
    const read = sceneOf(twinOf(drawn, 'x'));
    expect(read.camera.distance).toBeCloseTo(drawn.camera.distance);
    for (const [index, { right, away, values }] of drawn.things.entries()) {
      expect(read.things[index]?.values).toEqual(values);
      expect(read.things[index]?.right).toBeCloseTo(right);
      expect(read.things[index]?.away).toBeCloseTo(away);
    }
  });

  it('have relations that are each other’s converse', () => {
    const twin = twinOf(drawScene(createRandom(11), 'hard'), 'x');
    const relate = clevrRelations(twin);
    const ids = twin.objects.map(({ id }) => id);
    for (const a of ids) {
      for (const b of ids.filter((other) => other !== a)) {
        expect(relate(a, 'left_of', b) === undefined).toBe(relate(b, 'right_of', a) === undefined);
        expect(relate(a, 'behind', b) === undefined).toBe(relate(b, 'in_front_of', a) === undefined);
        expect(relate(a, 'left_of', b) === undefined).not.toBe(relate(a, 'right_of', b) === undefined);
      }
    }
  });
});

describe('questions of the clevr world', () => {
  it('cover the ninety families of CLEVR', () => {
    const kinds = Object.fromEntries(
      [
        'zero_hop',
        'one_hop',
        'two_hop',
        'three_hop',
        'single_and',
        'single_or',
        'compare_integer',
        'comparison',
        'same_relate',
      ].map((kind) => [kind, FAMILIES.filter(({ name }) => name.startsWith(`${kind}/`)).length]),
    );
    expect(kinds).toEqual({
      zero_hop: 6,
      one_hop: 6,
      two_hop: 6,
      three_hop: 6,
      single_and: 5,
      single_or: 8,
      compare_integer: 9,
      comparison: 16,
      same_relate: 28,
    });
  });

  it('have no answer where something is taken for the only one of its kind', () => {
    const ill: Question = { kind: 'query', attribute: 'shape', set: { filters: { color: 'blue' } } };
    expect(answerOf(ill, scene)).toBeUndefined();
  });

  it('are degenerate when a relation changes nothing', () => {
    const to = { filters: { color: 'red' } };
    const idle: Question = {
      kind: 'count',
      set: { filters: { color: 'blue' }, base: { kind: 'relate', direction: 'right', to } },
    };
    expect(isDegenerate(idle, scene)).toBe(true);
    const telling: Question = {
      kind: 'count',
      set: { filters: { shape: 'cube' }, base: { kind: 'relate', direction: 'right', to } },
    };
    expect(isDegenerate(telling, scene)).toBe(false);
  });

  it('have at least twelve sentences of each kind, some of them held out', () => {
    const kinds = new Set(ALL_PHRASINGS.map(({ name }) => name.split('/')[0]));
    for (const kind of kinds) {
      const own = ALL_PHRASINGS.filter(({ name }) => name.startsWith(`${kind}/`));
      expect(own.length).toBeGreaterThanOrEqual(12);
      expect(own.some(({ name }) => HELD_OUT_PHRASINGS.includes(name))).toBe(true);
    }
  });

  it('give no value of an attribute more often than the others', () => {
    const samples = Array.from({ length: 320 }, (_, seed) =>
      clevrWorld.sample(seed, { ...all, families: ['zero_hop/query_color', 'one_hop/query_color'] }),
    );
    const { answers } = statsOf(samples);
    expect(Object.keys(answers).toSorted()).toEqual(VALUES.color.toSorted());
    expect(Math.max(...Object.values(answers))).toBeLessThan(0.2 * samples.length);
  });

  it('can be guessed no better than those of CLEVR', () => {
    const samples = Array.from({ length: 600 }, (_, seed) => clevrWorld.sample(10_000 + seed, all));
    expect(statsOf(samples).commonestAnswer).toBeLessThan(0.25);
  });
});

describe('another naming', () => {
  it('renames every word for a value, articles and plurals included', () => {
    const renaming = {
      values: { cube: 'sphere', sphere: 'cube', large: 'small', small: 'large' },
      mirrored: true,
      turned: true,
    };
    expect(renamedQuestion('Is there a big block left of the tiny balls?', renaming)).toBe(
      'Is there a tiny ball right of the big blocks?',
    );
    expect(renamedQuestion('How big is the box behind the orb?', renaming)).toBe(
      'How big is the orb in front of the box?',
    );
    expect(renamedQuestion('Is there a box?', renaming)).toBe('Is there an orb?');
  });

  it('changes the literals of a program and nothing else', () => {
    const renaming = { values: { red: 'blue' }, mirrored: true, turned: false };
    expect(renamedProgram('red = relate(unique(filter(scene(), "color", "red")), "left")', renaming)).toBe(
      'red = relate(unique(filter(scene(), "color", "blue")), "right")',
    );
  });

  it('of question, program and scene has the renamed answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const sample = clevrWorld.sample(seed, all);
        const renaming = drawRenaming(randomOf(seed, 'test'));
        const renamed = renamedSample(sample, renaming);
        const { value } = sample.answer;
        expect(renamed.answer.value).toBe(
          typeof value === 'string' ? (renaming.values[value] ?? value) : value,
        );
        expect(renamed.answer.ids).toEqual(sample.answer.ids);
      }),
      { numRuns: 80 },
    );
  });

  it('that changes nothing gives the same sample back', () => {
    const sample = clevrWorld.sample(77, all);
    const same = renamedSample(sample, { values: {}, mirrored: false, turned: false });
    expect(same.program).toBe(sample.program);
    expect(same.question.toLowerCase()).toBe(sample.question.toLowerCase());
    expect(same.answer).toEqual(sample.answer);
  });
});
