import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sceneTwin } from '../../../test/support/scenes.ts';
import { boxIou } from '../../twin/geometry/box.ts';
import type { Box } from '../../twin/schema/twin.ts';
import { referenceKernels } from '../kernels/reference.ts';
import { attemptOf } from '../rl/attempt.ts';
import type { Problem, Scene } from '../rl/problem.ts';
import { rolloutOf } from '../rl/textRollout.ts';
import { scoreAnswers } from './accuracy.ts';
import { factsIn } from './facts.ts';
import { rewardAttempts } from './reward.ts';
import type { AccuracyMode, AnswerCase, RewardTargets, SceneReward } from './types.ts';
import { numberIn, sameValue } from './values.ts';

const kernels = referenceKernels();
const NOTHING: RewardTargets = { ids: [], boxes: [], ellipses: [], facts: [], none: false };

const boxCase = (boxes: readonly Box[], targets: readonly Box[]): AnswerCase => ({
  task: 'box',
  answer: { type: 'box', ids: boxes.map((_, index) => `o${index + 1}`), text: '' },
  twin: sceneTwin(boxes.map((box) => ['cup', box, 2])),
  targets: { ...NOTHING, boxes: targets },
});

const score = async (given: AnswerCase, mode: AccuracyMode = 'continuous') =>
  (await scoreAnswers([given], mode, kernels))[0];

describe('values', () => {
  it.each([
    ['Yes', true, true],
    ['no', true, false],
    ['three', 3, true],
    ['The cat.', 'cat', true],
    ['cat and dog', 'dog and cat', true],
    ['3', '3 cats', false],
    [3, 3.0000001, true],
    ['-2', -2, true],
    ['blue', 'blue!', true],
    ['', '', false],
  ] as const)('%j against %j', (given, wanted, same) => {
    expect(sameValue(given, wanted)).toBe(same);
    expect(sameValue(wanted, given)).toBe(same);
  });

  it('are the numbers that they write', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        expect(numberIn(number.toLocaleString('en'))).toBe(number);
      }),
    );
    expect(numberIn('1,00')).toBeUndefined();
  });
});

describe('boxes', () => {
  it('are matched one to one, and what is too many or too few counts', async () => {
    const [a, b]: Box[] = [
      [0, 0, 10, 10],
      [50, 50, 60, 60],
    ];
    if (!a || !b) throw new Error('two boxes');
    expect((await score(boxCase([b, a], [a, b])))?.value).toBe(1);
    expect((await score(boxCase([a], [a, b])))?.value).toBe(0.5);
    expect(await score(boxCase([a, b, a], [a, b]))).toMatchObject({
      value: expect.closeTo(2 / 3),
      right: false,
    });
  });

  it.each([
    ['continuous', 0.75],
    ['tiered', 0.75],
    ['hard', 1],
  ] as const)('%s: an IoU of 0.75 is worth %f', async (mode, value) => {
    expect(await score(boxCase([[0, 0, 10, 10]], [[0, 0, 10, 7.5]]), mode)).toMatchObject({
      value: expect.closeTo(value),
      right: true,
    });
  });

  it('of one answer have the overlap that geometry says', async () => {
    const box = fc
      .tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
      .map(([x, y, width, height]): Box => [x, y, x + width, y + height]);
    await fc.assert(
      fc.asyncProperty(box, box, async (a, b) => {
        expect((await score(boxCase([a], [b])))?.value).toBeCloseTo(boxIou(a, b), 5);
      }),
      { numRuns: 50 },
    );
  });
});

describe('summaries', () => {
  it('name counts as facts', () => {
    expect(factsIn('There are 2 cups, 1 dining table and 3 hot dogs. The cup (o1) is near 2 cups.')).toEqual([
      '2 cups',
      '1 dining table',
      '3 hot dogs',
    ]);
  });

  it('are worth the facts that they name', async () => {
    const given = (text: string): AnswerCase => ({
      task: 'summary',
      answer: { type: 'summary', ids: [], text },
      twin: sceneTwin([]),
      targets: { ...NOTHING, facts: ['2 cups', '1 dog'], text: 'There are 2 cups and 1 dog.' },
    });
    expect((await score(given('There are 2 cups and 1 dog.')))?.value).toBe(1);
    expect((await score(given('There are 2 cups and 2 dogs.')))?.parts).toMatchObject({ facts: 0.5 });
    expect((await score(given('')))?.value).toBe(0);
  });
});

describe('a question asked of several scenes', () => {
  const scene = (cats: number, value: number): Scene => ({
    twin: sceneTwin(
      Array.from({ length: cats }, (_, at) => ['cat', [at * 50, 0, at * 50 + 40, 40], 2] as const),
    ),
    refine: () => ({ refused: 'no tool' }),
    relate: undefined,
    targets: { ...NOTHING, value },
  });
  /** @param values what is right of each of four scenes, which have 2, 3, 2 and 1 cats */
  const accuracy = async (
    answer: string,
    scenes: SceneReward,
    values: readonly [number, number, number, number] = [2, 3, 2, 1],
  ) => {
    const problem: Problem = {
      id: 'cats',
      family: 'count',
      question: 'How many cats?',
      task: 'value',
      program: undefined,
      scenes: [scene(2, values[0]), scene(3, values[1]), scene(2, values[2]), scene(1, values[3])],
    };
    const turns = [
      '<reason>r</reason><plan>a = find("cat")</plan>',
      `<reason>r</reason><answer>${answer}</answer>`,
    ];
    const attempt = attemptOf(problem, rolloutOf(problem.scenes[0], turns));
    const options = {
      structureWeight: 0.1,
      accuracyWeight: 0.9,
      accuracyMode: 'continuous',
      scenes,
    } as const;
    return (await rewardAttempts([attempt], options, kernels))[0];
  };

  it('takes a program that is right about all of them', async () => {
    expect(await accuracy('value(count(a))', 'all')).toMatchObject({ total: expect.closeTo(1), right: true });
  });

  it('does not take one that is right by luck, or only as often as it is', async () => {
    const lucky = await accuracy('value(2)', 'all');
    expect(lucky).toMatchObject({ total: expect.closeTo(0.1), right: false });
    expect(lucky?.terms[1]?.parts).toEqual({
      exact: 1,
      'scene 2: exact': 0,
      'scene 3: exact': 1,
      'scene 4: exact': 0,
    });
    expect(await accuracy('value(2)', 'share')).toMatchObject({ total: expect.closeTo(0.55) });
  });

  it('pays nothing for what a constant has, and all for what is right everywhere', async () => {
    // Two cats are the answer of two scenes in four: the best constant.
    expect(await accuracy('value(2)', 'skill')).toMatchObject({ total: expect.closeTo(0.1), right: false });
    expect(await accuracy('value(7)', 'skill')).toMatchObject({ total: expect.closeTo(0.1) });
    expect(await accuracy('value(count(a))', 'skill')).toMatchObject({
      total: expect.closeTo(1),
      right: true,
    });
  });

  it('pays a part of what a constant leaves for what is right in some more scenes', async () => {
    // Right in two of four, where a constant has one: a third of the other three.
    const some = await accuracy('value(count(a))', 'skill', [2, 3, 5, 6]);
    expect(some?.terms[1]?.value).toBeCloseTo(1 / 3);
  });

  it('pays the share where all scenes have one answer', async () => {
    expect(await accuracy('value(2)', 'skill', [2, 2, 2, 2])).toMatchObject({ total: expect.closeTo(1) });
  });
});
