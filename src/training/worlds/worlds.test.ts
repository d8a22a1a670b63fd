import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { englishLexicon } from '../../reasoning/knowledge/lexicon.ts';
import { programPolicy } from '../../reasoning/policies/grammar/grammarPolicy.ts';
import { readTranscript } from '../../reasoning/rollout/grammar.ts';
import { runRollout } from '../../reasoning/rollout/rollout.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import { checkProgram } from '../../twin/query/check.ts';
import { runProgram } from '../../twin/query/execute.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { WORLDS } from './index.ts';
import { splitSeed } from './random.ts';
import { refineFrom } from './refine.ts';
import { goldRollout, programFor } from './rollout.ts';
import { statsOf } from './stats.ts';
import type { Sample, World } from './types.ts';

const seeds = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index);

const faults = (twin: Twin): readonly string[] =>
  checkIntegrity(twin).flatMap(({ name, offenders }) => offenders.map((offender) => `${name}: ${offender}`));

const onTruth = (world: World, { program, trueTwin }: Sample) => {
  const relate = world.relationsOf(trueTwin);
  return runProgram(program, trueTwin, { lexicon: englishLexicon, ...(relate ? { relate } : {}) });
};

describe.each(Object.values(WORLDS))('the world $name', (world) => {
  const everything = { families: world.families, phrasings: 'all' } as const;

  it('gives the same sample for the same seed, and others for others', () => {
    for (const seed of seeds(1, 10)) expect(world.sample(seed)).toEqual(world.sample(seed));
    const questions = new Set(seeds(1, 100).map((seed) => world.sample(seed).question));
    expect(questions.size).toBeGreaterThan(90);
  });

  it.each(world.families)('asks well-posed questions of the family %s', (family) => {
    for (const seed of seeds(500, 4)) {
      const sample = world.sample(seed, { ...everything, families: [family] });
      expect(sample.family).toBe(family);
      expect(sample.question).not.toMatch(/[{}]|undefined| {2}/);
      const parsed = parseProgram(sample.program);
      expect(parsed.ok && checkProgram(parsed.value).ok).toBe(true);
      expect(onTruth(world, sample).answer).toEqual(sample.answer);
    }
  });

  it('gives sound twins at every difficulty', () => {
    for (const difficulty of ['easy', 'normal', 'hard'] as const) {
      for (const seed of seeds(900, 15)) {
        const { twin, measured, trueTwin } = world.sample(seed, { ...everything, difficulty });
        for (const one of [twin, measured, trueTwin]) expect(faults(one)).toEqual([]);
      }
    }
  });

  it('keeps held-out sentences and families from training', () => {
    for (const seed of seeds(2000, 250)) {
      const sample = world.sample(seed);
      expect(world.heldOutPhrasings).not.toContain(sample.phrasing);
      expect(world.heldOutFamilies).not.toContain(sample.family);
      expect(world.heldOutPhrasings).toContain(world.sample(seed, { phrasings: 'heldout' }).phrasing);
    }
  });

  it('names held-out sentences and families that there are', () => {
    expect(world.phrasings).toEqual(expect.arrayContaining([...world.heldOutPhrasings]));
    expect(world.families).toEqual(expect.arrayContaining([...world.heldOutFamilies]));
    expect(new Set(world.phrasings).size).toBe(world.phrasings.length);
  });

  it('favours neither yes nor no', () => {
    const { answers } = statsOf(seeds(3000, 700).map((seed) => world.sample(seed, everything)));
    const [yes, no] = [answers.yes ?? 0, answers.no ?? 0];
    expect(yes / (yes + no)).toBeGreaterThan(0.42);
    expect(yes / (yes + no)).toBeLessThan(0.58);
  });

  it('writes gold rollouts in the tag grammar, the same as a policy that knows the program would', async () => {
    for (const seed of seeds(4000, 40)) {
      const sample = world.sample(seed, everything);
      const gold = goldRollout(sample);
      expect(readTranscript(gold.text)).toMatchObject({ ok: true });
      expect(
        gold.parts.filter(({ written }) => written).every(({ text }) => !text.includes('<results>')),
      ).toBe(true);
      const refine = refineFrom(sample.measured);
      const rollout = await runRollout({
        prompt: '',
        twin: sample.twin,
        policy: programPolicy('gold', { program: programFor(sample), task: sample.task, notes: [] }),
        lexicon: englishLexicon,
        relate: world.relationsOf(sample.twin),
        refine: async (twin, need) => refine(twin, need),
        now: () => 0,
      });
      const text = rollout.segments
        .map((segment) => `<${segment.tag}>${segment.text}</${segment.tag}>`)
        .join('\n');
      // A world's policy leaves the reason of a none to the results.
      expect(gold.text).toBe(text.replace(/none\("[^\n]*"\)/, 'none()'));
    }
  });
});

describe('seeds', () => {
  it('are split into unrelated ones, whole numbers of 32 bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.string(), fc.string(), (seed, a, b) => {
        const split = splitSeed(seed, a);
        expect(Number.isInteger(split) && split >= 0 && split <= 0xffffffff).toBe(true);
        if (a !== b) expect(splitSeed(seed, a, 1)).not.toBe(splitSeed(seed, a, 2));
      }),
    );
  });
});
