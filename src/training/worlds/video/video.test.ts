import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { meaningOf } from '../../../reasoning/knowledge/lexicon.ts';
import { EVENT_KINDS, eventsOf } from '../../../twin/tracks/events.ts';
import { DIRECTIONS, directionsOf, movementOf, pathWithin } from '../../../twin/tracks/movement.ts';
import { referenceKernels } from '../../kernels/reference.ts';
import { scoreAnswers } from '../../rewards/accuracy.ts';
import type { AnswerCase } from '../../rewards/types.ts';
import type { Sample } from '../types.ts';
import { drawFilm, STEP_US } from './film.ts';
import { TRACK_NOISE, tracked } from './noise.ts';
import { VIDEO_PHRASINGS } from './phrasings.ts';
import { sketchOf } from './twin.ts';
import { videoWorld } from './world.ts';

const all = { families: videoWorld.families, phrasings: 'all' } as const;
const films = Array.from({ length: 150 }, (_, seed) => drawFilm(createRandom(seed), 'normal'));

describe('clips of the video world', () => {
  const twins = films.map((film) => sketchOf(film.tracks, film));

  it('show every kind of event and every direction, as the code for real clips tells them', () => {
    const kinds = new Set(twins.flatMap((twin) => eventsOf(twin).map(({ kind }) => kind)));
    const directions = new Set(
      twins.flatMap((twin) =>
        twin.objects.flatMap((object) => {
          const { path, moving } = movementOf(twin, object);
          return directionsOf(pathWithin(path, moving));
        }),
      ),
    );
    expect([...kinds].toSorted()).toEqual([...EVENT_KINDS].toSorted());
    expect([...directions].toSorted()).toEqual([...DIRECTIONS].toSorted());
  });

  it('keep what stands in its place though the camera turns', () => {
    const turned = films.filter(({ pan }) => Math.abs(pan) > 2);
    expect(turned.length).toBeGreaterThan(5);
    const withStill = turned.filter((film) => {
      const twin = sketchOf(film.tracks, film);
      return twin.objects.some((object) => movementOf(twin, object).moving.length === 0);
    });
    // Where the border cuts a thing it changes, as it does in real clips.
    expect(withStill.length / turned.length).toBeGreaterThan(0.6);
  });
});

describe('simulated tracking', () => {
  const seen = (level: 'easy' | 'normal' | 'hard') =>
    films.map((film, seed) => tracked(createRandom(seed), film.tracks, TRACK_NOISE[level]));
  const sights = (level: 'easy' | 'normal' | 'hard') =>
    seen(level).flatMap((tracks) => tracks.flatMap((track) => track.sights.filter((sight) => sight)));

  it('gets more wrong the harder it is, and at its easiest misses, doubles and bridges nothing', () => {
    const there = films.flatMap(({ tracks }) => tracks);
    expect(seen('easy').flat()).toHaveLength(there.length);
    expect(sights('easy').every((sight) => sight?.bridged !== true)).toBe(true);
    expect(sights('normal').some((sight) => sight?.bridged)).toBe(true);
    expect(sights('hard').length).toBeLessThan(sights('normal').length);
    expect(sights('normal').length).toBeLessThan(sights('easy').length);
  });

  it('gives tracks in the order of their births', () => {
    for (const tracks of seen('hard')) {
      const births = tracks.map((track) => track.sights.findIndex((sight) => sight));
      expect(births).toEqual(births.toSorted((a, b) => a - b));
    }
  });
});

describe('questions of the video world', () => {
  const samples: readonly Sample[] = videoWorld.families.flatMap((family) =>
    [11, 12, 13].map((seed) => videoWorld.sample(seed, { phrasings: 'all', families: [family] })),
  );

  it('have at least twelve sentences of each kind', () => {
    for (const kind of new Set(VIDEO_PHRASINGS.map(({ name }) => name.split('/')[0])))
      expect(VIDEO_PHRASINGS.filter(({ name }) => name.startsWith(`${kind}/`)).length).toBeGreaterThanOrEqual(
        12,
      );
  });

  it('for what is not there are answered with none, all others with what is', () => {
    for (const { family, answer, targets } of samples) {
      expect(answer.type === 'none').toBe(family.startsWith('none/'));
      expect(targets.none).toBe(family.startsWith('none/'));
    }
  });

  it('never name people by a colour', () => {
    for (const { program } of samples)
      for (const [, word = ''] of program.matchAll(/filter\(find\("([^"]+)"\)/g))
        expect(meaningOf(word)?.labels).not.toContain('person');
  });

  it('are measured so that the right answer earns everything, and an answer about another time less', async () => {
    const right = samples.map(
      ({ task, answer, trueTwin, targets }): AnswerCase => ({
        task,
        answer,
        twin: trueTwin,
        targets: { ...targets, text: answer.text },
      }),
    );
    const kernels = referenceKernels();
    for (const accuracy of await scoreAnswers(right, 'continuous', kernels))
      expect(accuracy).toMatchObject({ value: expect.closeTo(1, 5), right: true });
    const narrowed = right.flatMap((given): readonly AnswerCase[] => {
      const { answer, task } = given;
      const [first] = answer?.intervals ?? [];
      if (!answer || !first || task === 'value' || task === 'summary') return [];
      if (answer.intervals?.length === 1 && first.endUs - first.startUs <= STEP_US) return [];
      return [{ ...given, answer: { ...answer, intervals: [{ ...first, endUs: first.startUs + STEP_US }] } }];
    });
    expect(narrowed.length).toBeGreaterThan(10);
    for (const { value } of await scoreAnswers(narrowed, 'continuous', kernels))
      expect(value).toBeLessThan(0.999);
  });

  it('favour no number and no direction', () => {
    const tally = (family: string): ReadonlyMap<string, number> => {
      const counts = new Map<string, number>();
      for (let seed = 0; seed < 24; seed += 1) {
        const { text } = videoWorld.sample(seed, { ...all, families: [family] }).answer;
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
      return counts;
    };
    for (const family of ['count/direction', 'count/at', 'direction'])
      expect(Math.max(...tally(family).values()), family).toBeLessThan(15);
  });
});
