import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sceneTwin } from '../../../test/support/scenes.ts';
import { WORLDS } from '../../training/worlds/index.ts';
import { goldRollout } from '../../training/worlds/rollout.ts';
import { englishLexicon } from '../knowledge/lexicon.ts';
import type { Policy } from '../rollout/policy.ts';
import { type Rollout, runRollout } from '../rollout/rollout.ts';
import { constraintBehind, createConstraint, type RolloutConstraint } from './index.ts';

const twin = sceneTwin([
  ['dog', [10, 10, 90, 90], 4.2, { colour: 'brown' }],
  ['cat', [100, 10, 190, 90], 3],
  ['cup', [40, 20, 60, 50], 2],
]);

/** What finishes what is open soonest, in this order. */
const FINISHING = [
  '</reason>',
  '</plan>',
  '</answer>',
  '>',
  '/',
  '<',
  ')',
  '"',
  '(',
  ',',
  '\n',
  '=',
  '1',
  ...'scenetruabdfghijklmopqvwxyz_',
];
/** What a careless writer tries: the language's own characters and some words, others now and then. */
const TRIED = [
  ...'<</>>((()))"",,==\n\n  _abcdefghijklmnopqrstuvwxyz0123456789.-+eA\\u#é“\t😀',
  ...[
    '</reason>',
    '</reason>',
    '<plan>',
    '<plan>',
    '<answer>',
    '"</',
    ' = ',
    'union(',
    'equal(',
    'nth(',
    ', ',
  ],
];

const isTried = (constraint: RolloutConstraint, seed: number): string | undefined => {
  for (let offset = 0; offset < TRIED.length; offset += 1) {
    const character = TRIED[(seed + offset) % TRIED.length];
    if (character !== undefined && constraint.accepts(character)) return character;
  }
  return undefined;
};

const finishing = (constraint: RolloutConstraint): string | undefined =>
  FINISHING.find((character) => constraint.accepts(character));

/** Writes what is accepted: tried characters for as long as there are seeds, then the shortest way out. */
function walker(seeds: readonly number[], constraint: RolloutConstraint): Policy {
  let at = 0;
  return {
    id: 'walker',
    async *write({ transcript }) {
      const results = transcript.lastIndexOf('<results>');
      if (results >= 0) constraint.inject(transcript.slice(results));
      while (!constraint.done && !constraint.paused) {
        const seed = seeds[at];
        at += 1;
        const next = seed === undefined ? finishing(constraint) : isTried(constraint, seed);
        if (next === undefined) return;
        constraint.advance(next);
        yield next;
      }
    },
  };
}

const run = (policy: Policy): Promise<Rollout> =>
  runRollout({
    prompt: '',
    twin,
    policy,
    lexicon: englishLexicon,
    refine: async () => ({ refused: 'no tool is at hand' }),
    limits: { tokens: 100_000 },
    now: () => 0,
  });

describe('the constraint of rollouts', () => {
  it.each(Object.values(WORLDS))('accepts the gold rollouts of the world $name, to their end', (world) => {
    for (let seed = 0; seed < 80; seed += 1) {
      const constraint = createConstraint({ video: world.name === 'video' });
      const { parts } = goldRollout(world.sample(seed, { phrasings: 'all' }));
      for (const { written, text } of parts) {
        if (written) for (const character of text) constraint.advance(character);
        else constraint.inject(text);
      }
      expect(constraint.done, `seed ${seed}`).toBe(true);
    }
  });

  it('lets functions of time be called about videos alone', () => {
    const begun = '<reason>r</reason><plan>a = ';
    for (const call of ['moved(', 'first_seen(', 'when(', 'at(']) {
      expect(constraintBehind(begun, { video: true }).accepts(call), call).toBe(true);
      expect(constraintBehind(begun, { video: false }).accepts(call), call).toBe(false);
    }
    expect(constraintBehind(begun, { video: false }).accepts('count(')).toBe(true);
  });

  it('lets programs only be closed from so many calls on', () => {
    const nested = (calls: number) => `<reason>r</reason><plan>a = count(${'filter('.repeat(calls)}`;
    expect(constraintBehind(nested(3), { maxCalls: 4 }).accepts('filter(')).toBe(true);
    expect(constraintBehind(nested(4), { maxCalls: 4 }).accepts('filter(')).toBe(false);
    expect(constraintBehind(nested(4), { maxCalls: 4 }).accepts('scene()')).toBe(true);
  });

  it('lets whatever it accepts be finished, as a rollout that runs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(10_000), { maxLength: 400 }), async (seeds) => {
        const constraint = createConstraint();
        const { outcome, rounds, execution, segments } = await run(walker(seeds, constraint));
        const text = segments.map(({ tag, text: inner }) => `<${tag}>${inner}`).join('');
        expect(constraint.done, text).toBe(true);
        expect(['answered', 'wrong-answer'], text).toContain(outcome.kind);
        const errors = [...rounds.map((round) => round.execution.error), execution.error];
        // A call may still be refused when it runs: `unique` of two objects.
        for (const error of errors) expect(['runtime', undefined], text).toContain(error?.kind);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['nested', 'a = ', 'union('],
    ['long', 'a = find("', 'é'],
    ['of many lines', 'x1 = 1', '\nx1NEXT = 1'],
    ['of many calls', 'x1 = 1', '\nx1NEXT = union(scene(), scene())'],
  ])('keeps room to finish a program that is %s', async (_what, opening, more) => {
    const constraint = createConstraint();
    const chosen: string[] = [`<reason></reason><plan>${opening}`];
    constraint.advance(chosen[0] ?? '');
    for (let count = 0; ; count += 1) {
      const next = more.replace('NEXT', String(count));
      if (!constraint.accepts(next)) break;
      constraint.advance(next);
      chosen.push(next);
    }
    const rest = walker([], constraint);
    const policy: Policy = {
      id: 'greedy',
      async *write(turn) {
        if (turn.transcript === '') yield chosen.join('');
        yield* rest.write(turn);
      },
    };
    const { outcome, rounds } = await run(policy);
    expect(outcome).toEqual({ kind: 'answered' });
    expect(rounds[0]?.execution.error).toBeUndefined();
  });

  it.each([
    ['text outside of tags', '', 'h'],
    ['an answer before a reason', '<', 'a'],
    ['results of its own', '<reason></reason><', 'r'],
    ['a tag inside a reason', '<reason>2 < 3, see <', 'b'],
    ['an empty plan', '<reason></reason><plan>', '<'],
    ['a function that does not exist', '<reason></reason><plan>a = l', 'o'],
    ['a number where a set belongs', '<reason></reason><plan>a = count(', '1'],
    ['a call without its argument', '<reason></reason><plan>a = find(', ')'],
    ['more arguments than there are', '<reason></reason><plan>a = count(scene()', ','],
    ['a word outside of a closed list', '<reason></reason><plan>a = argmax(scene(), "s', 'i'],
    ['values of two types compared', '<reason></reason><plan>a = equal(1, ', '"'],
    ['a variable that nothing assigned', '<reason></reason><plan>abc = scene()\nb = count(a', 'c'],
    ['a variable of another type', '<reason></reason><plan>no = 2\nb = count(n', 'o'],
    ['a variable assigned twice', '<reason></reason><plan>a = 1\na', ' '],
    ['the name of a function for a variable', '<reason></reason><plan>count', ' '],
    ['an answer within a plan', '<reason></reason><plan>a = m', 'a'],
    ['a bare value for an answer', '<reason></reason><answer>', 'c'],
    ['a program for an answer', '<reason></reason><answer>none()', ','],
    ['a tag inside a text', '<reason></reason><answer>none("', '<'],
    ['a bad escape', '<reason></reason><answer>none("\\', 'x'],
    ['anything behind the answer', '<reason></reason><answer>none()</answer>', '\n'],
  ])('refuses %s', (_what, text, wrong) => {
    const constraint = createConstraint();
    constraint.advance(text);
    expect(constraint.accepts(wrong)).toBe(false);
  });

  it('knows the variables of earlier plans, and those that a plan which stopped did not assign', () => {
    const plan = '<reason></reason><plan>a = find("dog")\nb = unique(a)</plan>';
    const whole = createConstraint();
    whole.advance(plan);
    whole.inject('a = {o1}\nb = o1');
    expect(whole.accepts('<reason></reason><answer>mask(b)')).toBe(true);
    expect(whole.accepts('<reason></reason><plan>b =')).toBe(false);
    const stopped = createConstraint();
    stopped.advance(plan);
    stopped.inject('<results>\na = {}\nerror: "line 2, column 5: …"\n</results>');
    expect(stopped.accepts('<reason></reason><answer>mask(a)')).toBe(true);
    expect(stopped.accepts('<reason></reason><answer>mask(b)')).toBe(false);
  });

  it('allows no more plans than may be run', () => {
    const constraint = createConstraint({ rounds: 1 });
    constraint.advance('<reason></reason><plan>a = 1</plan>');
    expect(constraint.paused).toBe(true);
    expect(constraint.accepts('<')).toBe(false);
    constraint.inject('a = 1');
    expect(constraint.accepts('<reason></reason><p')).toBe(false);
    expect(constraint.accepts('<reason></reason><a')).toBe(true);
  });

  it('says so when it is told what cannot be', () => {
    expect(() => createConstraint().advance('x')).toThrow(RangeError);
    expect(() => createConstraint().inject('a = 1')).toThrow(RangeError);
  });
});
