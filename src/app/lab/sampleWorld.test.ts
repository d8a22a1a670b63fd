import { describe, expect, it } from 'vitest';
import { sampleWorld } from './sampleWorld.ts';

describe('a sample of a world, as it is shown', () => {
  it('is the same for the same wish, and says what was written and what was given', () => {
    const wish = { world: 'clevr', seed: 7, phrasings: 'train', difficulty: 'normal' } as const;
    const sample = sampleWorld(wish);
    expect(sampleWorld(wish)).toEqual(sample);
    expect(sample.seenAnswer).toBe(sample.answer);
    expect(sample.parts[0]?.written).toBe(true);
    expect(sample.misperceptions).toEqual([]);
  });

  it('accounts for every true object that hard perception missed', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { misperceptions, there } = sampleWorld({
        world: 'photo',
        seed,
        phrasings: 'all',
        difficulty: 'hard',
      });
      const missed = misperceptions.filter(({ kind }) => kind === 'missed');
      expect(missed.every(({ trueId, seenId }) => seenId === undefined && trueId !== '')).toBe(true);
      const told = new Set(misperceptions.map(({ trueId }) => trueId));
      expect([...told].every((id) => there.objects.some((object) => object.id === id))).toBe(true);
    }
  });

  it('gives the family that was asked for', () => {
    const family = sampleWorld({ world: 'clevr', seed: 1, phrasings: 'train', difficulty: 'normal' })
      .families[0];
    const sample = sampleWorld({ world: 'clevr', seed: 3, family, phrasings: 'train', difficulty: 'normal' });
    expect(sample.family).toBe(family);
  });

  it('tells of clips what tracking missed, bridged or saw at other times', () => {
    const kinds = new Set(
      Array.from(
        { length: 12 },
        (_, seed) =>
          sampleWorld({ world: 'video', seed, phrasings: 'all', difficulty: 'hard' }).misperceptions,
      ).flatMap((found) => found.map(({ kind }) => kind)),
    );
    expect(kinds).toContain('time');
    expect(kinds).toContain('missed');
    const { seen, there } = sampleWorld({ world: 'video', seed: 1, phrasings: 'all', difficulty: 'easy' });
    expect(seen.objects.length).toBe(there.objects.length);
  });
});
