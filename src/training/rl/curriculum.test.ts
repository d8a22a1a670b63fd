import { describe, expect, it } from 'vitest';
import { scoredGroup, sharedReward } from '../../../test/support/scoredGroups.ts';
import { Curriculum } from './curriculum.ts';
import type { ScoredGroup } from './groups.ts';
import { worldProblems } from './worldProblems.ts';

const group = (family: string, right: readonly boolean[]): ScoredGroup =>
  scoredGroup(
    right.map((one) => sharedReward(one ? 1 : 0)),
    { family },
  );

const taught = (steps: number, groups: readonly ScoredGroup[]): Curriculum => {
  const curriculum = new Curriculum();
  for (let step = 0; step < steps; step += 1) curriculum.note(groups);
  return curriculum;
};
const ALWAYS = group('always', [true, true, true, true]);
const NEVER = group('never', [false, false, false, false]);
const HALF = group('half', [true, false, true, false]);

describe('the curriculum', () => {
  it('asks what is right now and then before what always or never is, and leaves nothing out', () => {
    const curriculum = taught(40, [ALWAYS, NEVER, HALF]);
    const [always, never, half] = ['always', 'never', 'half'].map((family) => curriculum.weightOf(family));
    expect(half).toBeGreaterThan(5 * (always ?? 0));
    expect(half).toBeGreaterThan(5 * (never ?? 0));
    expect(Math.min(always ?? 0, never ?? 0)).toBeGreaterThan(0);
  });

  it('takes what it has not met for what can be learnt, and unlearns slowly', () => {
    const curriculum = taught(40, [ALWAYS]);
    expect(curriculum.weightOf('new')).toBeGreaterThan(curriculum.weightOf('always'));
    const before = curriculum.weightOf('always');
    curriculum.note([group('always', [false, false, false, false])]);
    expect(curriculum.weightOf('always')).toBeGreaterThan(before);
    expect(curriculum.weightOf('always')).toBeLessThan(curriculum.weightOf('new'));
  });

  it('goes on from its shares', () => {
    const curriculum = taught(3, [ALWAYS, HALF]);
    const other = taught(9, [NEVER]);
    other.restore(curriculum.shares);
    expect(other.shares).toEqual(curriculum.shares);
  });

  it('decides which families a world is asked for', () => {
    const source = worldProblems({ world: 'clevr', seed: 3, scenes: 1 });
    const only = (family: string) => (family === 'zero_hop/count' ? 1 : 0);
    const families = Array.from({ length: 8 }, (_, index) => source.problem(index, only).family);
    expect(new Set(families)).toEqual(new Set(['zero_hop/count']));
    expect(source.problem(5, only).question).toBe(source.problem(5, only).question);
    const all = Array.from({ length: 40 }, (_, index) => source.problem(index, () => 1).family);
    expect(new Set(all).size).toBeGreaterThan(10);
  });
});
