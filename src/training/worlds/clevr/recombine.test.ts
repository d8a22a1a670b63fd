import { describe, expect, it } from 'vitest';
import { randomOf } from '../random.ts';
import { recombine } from './recombine.ts';
import { askedOf, sampleOf } from './world.ts';

const FEW = Array.from({ length: 12 }, (_, index) => askedOf(900 + index));
const random = randomOf(7, 'recombined');
const made = Array.from({ length: 60 }, (_, index) => sampleOf(recombine(FEW, random), index));

/** Runs of attributes that narrow one set down: "size large, color red". */
const filtersIn = (program: string): readonly string[] =>
  program.match(/"(?:size|color|material|shape)", "\w+"/g) ?? [];

describe('questions that are recombined from a few', () => {
  it('have answers in a scene of their own', () => {
    for (const { answer, program } of made) expect(answer.type, program).toBe('value');
  });

  it('name no attribute that the few do not name', () => {
    const known = new Set(FEW.flatMap((asked, index) => filtersIn(sampleOf(asked, index).program)));
    for (const { program } of made) for (const filter of filtersIn(program)) expect(known).toContain(filter);
  });

  it('are mostly new', () => {
    const old = new Set(FEW.map((asked, index) => sampleOf(asked, index).program));
    expect(made.filter(({ program }) => !old.has(program)).length).toBeGreaterThan(20);
  });
});
