import { describe, expect, it } from 'vitest';
import type { Correction } from '../src/io/corrections/schema.ts';
import { referenceKernels } from '../src/training/kernels/reference.ts';
import { scoreAnswers } from '../src/training/rewards/accuracy.ts';
import { worldProblems } from '../src/training/rl/worldProblems.ts';
import type { Answer } from '../src/twin/query/types.ts';
import { soundTwin } from '../test/support/twins.ts';
import { correctionProblem, correctionProblems } from './correctionProblems.ts';

const twin = soundTwin();
const [object] = twin.objects;
const state = object?.states[0];
if (!object || !state?.mask) throw new Error('the sound twin begins with an object with a mask');
const region = { id: object.id, box: state.box, mask: state.mask };

const correction = (change: Partial<Correction> = {}): Correction => ({
  question: 'How many cups are there?',
  task: 'value',
  target: { kind: 'value', value: 3 },
  was: '2',
  policy: 'grammar',
  madeAt: '',
  twin,
  ...change,
});

/** What an answer about the saved twin would earn. */
async function accuracyOf(corrected: Correction, answer: Partial<Answer> & Pick<Answer, 'type'>) {
  const { task, scenes } = correctionProblem(corrected);
  const full = { ids: [], text: '', ...answer };
  const [score] = await scoreAnswers(
    [{ task, answer: full, twin: scenes[0].twin, targets: scenes[0].targets }],
    'continuous',
    referenceKernels(),
  );
  return score?.value;
}

describe('a corrected question as a problem', () => {
  it('rewards the right value, and no other', async () => {
    expect(await accuracyOf(correction(), { type: 'value', value: 3 })).toBe(1);
    expect(await accuracyOf(correction(), { type: 'value', value: 2 })).toBe(0);
    expect(await accuracyOf(correction(), { type: 'none' })).toBe(0);
  });

  it('rewards masks and boxes by their overlap with the chosen ones', async () => {
    const mask = correction({ task: 'mask', target: { kind: 'regions', regions: [region] } });
    const box = correction({ task: 'box', target: { kind: 'regions', regions: [region] } });
    expect(await accuracyOf(mask, { type: 'mask', ids: [object.id] })).toBeCloseTo(1);
    expect(await accuracyOf(box, { type: 'box', ids: [object.id] })).toBeCloseTo(1);
    expect(await accuracyOf(mask, { type: 'mask', ids: [] })).toBe(0);
    const others = twin.objects.slice(1).map(({ id }) => id);
    expect(await accuracyOf(box, { type: 'box', ids: [object.id, ...others] })).toBeCloseTo(
      1 / twin.objects.length,
    );
  });

  it('rewards nothing where nothing fits, and the words of a summary', async () => {
    const none = correction({ task: 'mask', target: { kind: 'none' } });
    expect(await accuracyOf(none, { type: 'none' })).toBe(1);
    expect(await accuracyOf(none, { type: 'mask', ids: [object.id] })).toBe(0);
    const summary = correction({ task: 'summary', target: { kind: 'summary', text: 'There are 2 cups.' } });
    expect(await accuracyOf(summary, { type: 'summary', text: 'There are 2 cups.' })).toBe(1);
  });

  it('has no program that exactness could be judged by, and no tools', () => {
    const problem = correctionProblem(correction());
    expect(problem.program).toBeUndefined();
    expect(problem.scenes[0].refine(twin, { kind: 'mask', ids: [] })).toHaveProperty('refused');
  });
});

describe('corrections in a run', () => {
  const many = Array.from({ length: 12 }, (_, index) => correction({ question: `Question ${index}?` }));
  const options = { questionsPerStep: 4, seed: 1 };
  const world = worldProblems({ world: 'photo', seed: 1, scenes: 1 });
  const familiesOf = (share: number): readonly string[] => {
    const mixed = correctionProblems(many, share, options).mixedWith(world);
    return Array.from({ length: 8 }, (_, index) => mixed.problem(index).family);
  };

  it('are never trained on where they are held out', () => {
    const { trained, heldOut, mixedWith } = correctionProblems(many, 1, options);
    expect(heldOut.length).toBeGreaterThan(0);
    expect(trained.length + heldOut.length).toBe(many.length);
    const kept = new Set(heldOut.map(({ id }) => id));
    const source = mixedWith(world);
    const drawn = Array.from({ length: 2 * trained.length }, (_, index) => source.problem(index).id);
    expect(drawn.filter((id) => kept.has(id))).toEqual([]);
    expect(new Set(drawn).size).toBe(trained.length);
  });

  it('are the share of each step that was asked for, one at least, and none where none was', () => {
    const corrected = (share: number): number[] =>
      [0, 4].map(
        (from) =>
          familiesOf(share)
            .slice(from, from + 4)
            .filter((one) => one === 'corrected').length,
      );
    expect(corrected(0.5)).toEqual([2, 2]);
    expect(corrected(0.01)).toEqual([1, 1]);
    expect(corrected(1)).toEqual([4, 4]);
    expect(corrected(0)).toEqual([0, 0]);
  });

  it('are the same for the same index, whenever it is asked for', () => {
    const draw = () => correctionProblems(many, 0.5, options).mixedWith(world);
    const [a, b] = [draw(), draw()];
    expect(b.problem(7).id).toBe(a.problem(7).id);
    expect(b.problem(3).id).toBe(a.problem(3).id);
  });
});
