import { describe, expect, it } from 'vitest';
import { fewPrograms } from './fewPrograms.ts';
import { clevrWorld } from './world.ts';

describe('a few programs', () => {
  it('are of as many families as there are programs, and then of all', () => {
    const familiesOf = (count: number) => new Set(fewPrograms(5, count).map(({ family }) => family));
    expect(familiesOf(30).size).toBe(30);
    expect(familiesOf(100).size).toBe(clevrWorld.families.length);
  });

  it('are the same for the same seed, and the fewer the first of the more', () => {
    expect(fewPrograms(5, 12)).toEqual(fewPrograms(5, 20).slice(0, 12));
    expect(fewPrograms(6, 12)).not.toEqual(fewPrograms(5, 12));
  });
});
