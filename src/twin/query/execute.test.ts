import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellTypedProgram } from '../../../test/support/programs.ts';
import { KITCHEN } from '../../../test/support/scenes.ts';
import type { Predicate, Relation } from '../relations/types.ts';
import type { Box, Twin, TwinObject } from '../schema/twin.ts';
import type { Lexicon } from './context.ts';
import { runProgram } from './execute.ts';

const object = (
  id: string,
  label: string,
  box: Box,
  attributes: Record<string, string> = {},
): TwinObject => ({
  id,
  label,
  score: 0.5,
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { value, score: 1, by: 'human' }]),
  ),
  states: [{ frame: 0, timeUs: 0, box, by: 'human', center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] }],
});

const twinOf = (objects: TwinObject[]): Twin => ({
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: 'x', width: 400, height: 300, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects,
  log: [],
});

const TWIN = twinOf([
  object('o1', 'cat', [10, 100, 60, 150], { color: 'black' }),
  object('o2', 'dog', [100, 100, 180, 200], { color: 'brown', color2: 'white' }),
  object('o3', 'cat', [300, 100, 360, 160], { colour: 'white' }),
  object('o4', 'cup', [200, 20, 220, 40], { color: 'white' }),
]);

const LEXICON: Lexicon = {
  labelsFor: (word) => (word === 'pet' ? { labels: ['cat', 'dog'], note: 'cats and dogs' } : undefined),
  affords: (label, use) => (use === 'drink' ? Number(label === 'cup') : undefined),
  hasPart: (label, part) => (part === 'tail' ? label !== 'cup' : undefined),
  similarity: (word, label) => (word === 'horse' && label === 'dog' ? 0.31 : 0),
};

const run = (source: string) => runProgram(source, TWIN, { lexicon: LEXICON });
const answerOf = (source: string) => run(source).answer;

describe('answers', () => {
  it.each([
    ['value(count(find("cat")))', '2', 2],
    ['value(exist(find("horse")))', 'no', false],
    ['value(query(find("dog"), "color"))', 'brown and white', 'brown and white'],
    ['value(query(find("dog"), "main color"))', 'brown', 'brown'],
    ['value(find("cat"))', '2 cats (o1, o3)', 'cat'],
    ['value(find("pet"))', '2 cats (o1, o3) and the dog (o2)', 'cat and dog'],
    ['count(find("pet"))', '3', 3],
    ['value(minus(count(find("cat")), 5))', '-3', -3],
    ['value(measure(find("dog"), "area"))', '8000 px²', 8000],
    ['value(query(find("cup"), "position"))', 'top', 'top'],
    ['value(equal(query(find("cup"), "color"), query(argmax(find("cat"), "x"), "color")))', 'yes', true],
    ['value(greater(2, 1))', 'yes', true],
    ['value(less(2, 1))', 'no', false],
    ['value(or(false, and(true, not(false))))', 'yes', true],
    ['value(distance(find("dog"), argmin(find("cat"), "x")))', '40 px', 40],
  ])('%s → %s', (source, text, value) => {
    expect(answerOf(source)).toMatchObject({ type: 'value', text, value });
  });

  it.each([
    ['mask(find("cat"))', ['o1', 'o3']],
    ['box(union(find("cup"), find("dog")))', ['o2', 'o4']],
    ['box(except(scene(), find("pet")))', ['o4']],
    ['box(intersect(find("pet"), find("cat")))', ['o1', 'o3']],
    ['box(argmax(find("cat"), "x"))', ['o3']],
    ['box(argmin(find("pet"), "distance", find("cup")))', ['o2']],
    ['box(nth(find("pet"), "x", 2))', ['o2']],
    ['box(nth(find("pet"), "x", -1))', ['o3']],
    ['box(filter(scene(), "color", "white"))', ['o2', 'o3', 'o4']],
    ['box(filter(scene(), "position", "left"))', ['o1', 'o2']],
    ['box(prefer(find("cup"), "color", "red"))', ['o4']],
    ['box(same(unique(find("cup")), "color"))', ['o3']],
    ['box(affords(scene(), "drink"))', ['o4']],
    ['box(has(scene(), "tail"))', ['o1', 'o2', 'o3']],
    ['box(or_else(find("horse"), find("dog")))', ['o2']],
    ['box(relate(find("dog"), "left_of"))', ['o1']],
    ['box(relate(find("dog"), "right"))', ['o3', 'o4']],
    ['box(relate(find("dog"), "right_of", find("cat")))', ['o3']],
  ])('%s points at %j', (source, ids) => {
    expect(answerOf(source)).toMatchObject({ ids });
  });

  it('is none with a reason when nothing fits', () => {
    const nearest = 'no horse among 4 objects; nearest label: dog 0.31';
    for (const source of ['mask(find("horse"))', 'find("horse")', 'value(query(find("horse"), "color"))']) {
      expect(answerOf(source)).toEqual({ type: 'none', ids: [], text: nearest });
    }
    expect(answerOf('value(query(find("dog"), "material"))')?.text).toMatch(
      /material of the dog has not been measured/,
    );
    expect(answerOf('value(text(find("cup")))')?.text).toBe('text on the cup (o4) has not been read');
    expect(answerOf('none("because")')).toEqual({ type: 'none', ids: [], text: 'because' });
  });

  it('says what nobody measured instead of failing', () => {
    const { steps, answer } = run('a = need(find("cat"), "mask")\nmask(a)');
    expect(steps[0]?.note).toBe('mask is not measured: no tool is at hand; no mask is known of o1, o3');
    expect(steps[0]?.needs).toEqual([
      {
        kind: 'mask',
        ids: ['o1', 'o3'],
        ms: 0,
        runs: [],
        added: [],
        changes: [],
        refused: 'no tool is at hand',
      },
    ]);
    expect(steps[1]?.note).toBe('no mask is known of o1, o3: boxes are shown');
    expect(answer?.type).toBe('mask');
  });

  it('sums up every kind of thing', () => {
    const text = answerOf('summary()')?.text;
    expect(text).toMatch(/1 dog/);
    expect(text).toMatch(/2 cats/);
    expect(text).toMatch(/1 cup/);
  });

  it('says of every sentence of a summary what it is about and what it rests on', () => {
    const { answer, evidence } = runProgram('summary()', KITCHEN);
    const sentences = answer?.sentences ?? [];
    expect(sentences.map(({ text }) => text).join(' ')).toBe(answer?.text);
    expect(new Set(sentences[0]?.ids)).toEqual(new Set(evidence));
    const told = sentences.slice(1);
    expect(told.length).toBeGreaterThan(0);
    for (const { text, ids, because } of told) {
      for (const id of ids) expect(text).toContain(`(${id})`);
      expect(because).toEqual([
        { ids, numbers: expect.objectContaining({ relation: expect.stringMatching(/on|inside|near/) }) },
      ]);
    }
  });
});

describe('a run', () => {
  it('keeps every step with its value and the numbers behind it', () => {
    const { steps, evidence } = run(
      'dog = find("dog")\nleft = relate(dog, "left_of", find("cat"))\nvalue(exist(left))',
    );
    expect(steps.map(({ name, source }) => [name, source])).toEqual([
      ['dog', 'dog = find("dog")'],
      ['left', 'left = relate(dog, "left_of", find("cat"))'],
      ['answer', 'answer = value(exist(left))'],
    ]);
    expect(steps[1]?.value).toEqual({ type: 'Set', ids: ['o1'] });
    expect(steps[1]?.because.find(({ ids }) => ids.length === 2)).toMatchObject({
      ids: ['o1', 'o2'],
      numbers: { separation: expect.any(Number), margin: expect.any(Number) },
    });
    expect(evidence).toEqual(['o1', 'o2']);
  });

  it('stops at `unique` of several, at its place, with the steps so far', () => {
    const { steps, error, answer } = run('a = find("cat")\nb = unique(a)\nvalue(query(b, "color"))');
    expect(steps).toHaveLength(1);
    expect(answer).toBeUndefined();
    expect(error).toMatchObject({ kind: 'runtime', line: 2, column: 5, message: /exactly one cat, found 2/ });
  });

  it('takes relations from the provider that it is given', () => {
    const relate = (subject: string, predicate: Predicate, target: string): Relation | undefined =>
      predicate === 'behind' && subject === 'o4' && target === 'o1'
        ? { subject, predicate, object: target, score: 1, because: { given: 1 } }
        : undefined;
    const { answer } = runProgram('box(relate(argmin(find("cat"), "x"), "behind"))', TWIN, { relate });
    expect(answer?.ids).toEqual(['o4']);
  });

  it('stops when more than 100 000 pairs would be compared', () => {
    const crowd = twinOf(
      Array.from({ length: 400 }, (_, index) =>
        object(`o${index}`, 'bird', [index % 300, 0, (index % 300) + 5, 5]),
      ),
    );
    expect(runProgram('box(relate(scene(), "left_of"))', crowd).error).toMatchObject({
      kind: 'budget',
      line: 1,
      column: 5,
    });
  });

  it('never throws for programs of the right types, and answers or says why not', () => {
    fc.assert(
      fc.property(wellTypedProgram, (source) => {
        for (const twin of [TWIN, twinOf([])]) {
          const { answer, error } = runProgram(source, twin, { lexicon: LEXICON });
          expect(answer !== undefined || error !== undefined).toBe(true);
          expect(['runtime', undefined]).toContain(error?.kind);
          if (typeof answer?.value === 'number') expect(Number.isFinite(answer.value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same every time', () => {
    const source = 'a = relate(find("dog"), "right_of")\nvalue(count(a))';
    expect(run(source)).toEqual(run(source));
  });
});
