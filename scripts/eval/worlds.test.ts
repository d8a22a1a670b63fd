import { describe, expect, it } from 'vitest';
import { WORLDS } from '../../src/training/worlds/index.ts';
import { FIRST_VIDEO_FAMILIES } from '../../src/training/worlds/video/questions.ts';
import type { Answer } from '../../src/twin/query/types.ts';
import { BadInput } from '../lib/badInput.ts';
import { examplesOf, trainedFamilies } from '../models/nano/examples.ts';
import { sameAnswer, worlds } from './worlds.ts';

const options = {
  data: '',
  limit: 1,
  device: 'wasm',
  twin: 'oracle',
  policy: 'grammar',
  construct: 'app',
  constrained: true,
  report: () => undefined,
} as const;

const value = (given: string | number | boolean, ids: readonly string[] = []): Answer => ({
  type: 'value',
  value: given,
  ids,
  text: String(given),
});
const mask = (...ids: readonly string[]): Answer => ({ type: 'mask', ids, text: 'them' });
const none: Answer = { type: 'none', ids: [], text: 'nothing' };

describe('an answer is that of the gold program', () => {
  it('by its value, whatever the evidence', () => {
    expect(sameAnswer(value(2, ['o1', 'o2']), value(2, ['o2']))).toBe(true);
    expect(sameAnswer(value(3), value(2))).toBe(false);
    expect(sameAnswer(value('2'), value(2))).toBe(false);
    expect(sameAnswer(mask('o1'), value(true))).toBe(false);
  });

  it('by its objects, in any order and however they are shown', () => {
    expect(sameAnswer({ ...mask('o2', 'o1'), type: 'box' }, mask('o1', 'o2'))).toBe(true);
    expect(sameAnswer(mask('o1'), mask('o1', 'o2'))).toBe(false);
    expect(sameAnswer(value(2, ['o1', 'o2']), mask('o1', 'o2'))).toBe(false);
  });

  it('by its times, where it has any', () => {
    const at = (startUs: number): Answer => ({
      ...mask('o1'),
      intervals: [{ startUs, endUs: 9, ids: ['o1'] }],
    });
    expect(sameAnswer(at(1), at(1))).toBe(true);
    expect(sameAnswer(at(2), at(1))).toBe(false);
  });

  it('or none where that is none', () => {
    expect(sameAnswer(none, none)).toBe(true);
    expect(sameAnswer(mask(), none)).toBe(false);
    expect(sameAnswer(none, mask())).toBe(false);
    expect(sameAnswer(undefined, none)).toBe(false);
  });
});

describe('the worlds suite', () => {
  it('measures each world by what corpora have of it; of the clevr world they have every family', async () => {
    const { n, metrics } = await worlds(options);
    expect(n).toBe(8);
    const part = { n: 1, grammar: { answers: expect.any(Number), readable: expect.any(Number) } };
    expect(metrics).toEqual({
      policy: 'grammar',
      clevr: { seen: part, heldOutPhrasings: part },
      photo: { seen: part, heldOutPhrasings: part, heldOutFamilies: part },
      video: { seen: part, heldOutPhrasings: part, heldOutFamilies: part },
    });
  });

  it('refuses the gold programs, which would be right by definition', async () => {
    await expect(worlds({ ...options, policy: 'program' })).rejects.toThrow(BadInput);
  });
});

describe('corpora', () => {
  it('leave out the families that are held out, but for the clevr world', () => {
    for (const { name, families, heldOutFamilies } of Object.values(WORLDS)) {
      expect(heldOutFamilies.length).toBeGreaterThan(0);
      const left = families.filter((family) => !trainedFamilies(name).includes(family));
      expect(left.toSorted()).toEqual(name === 'clevr' ? [] : heldOutFamilies.toSorted());
    }
  });

  it('stay what they were when families are added: the first ones ask in the first sentences alone', () => {
    const prompts = Array.from({ length: 6 }, (_, index) => examplesOf('photo', 1, index)[0]?.prompt);
    expect(prompts).toMatchInlineSnapshot(`
      [
        "question: "Put a box around the backpack." Answer with the boxes of objects.
      ",
        "question: "How distant is the elephant?"
      ",
        "question: "Mark everything that serves to put things on."
      ",
        "question: "Locate the green cat."
      ",
        "question: "Which object would you grow with?" Answer with a value.
      ",
        "question: "So, among the faiwplets, which one is most dangerous?"
      ",
      ]
    `);
    const asked = examplesOf('video', 7, 0)[0]?.prompt;
    expect(asked).toBe(examplesOf('video', 7, 0, { clipFamilies: 'first' })[0]?.prompt);
    expect(FIRST_VIDEO_FAMILIES).not.toContain('order/crossed');
  });

  it('lose nothing that counts when questions are put in a hurry', () => {
    const making = { families: ['count/colour', 'relation/holds', 'mask/label'] } as const;
    let shorter = 0;
    for (let index = 0; index < 40; index += 1) {
      const [calm] = examplesOf('photo', 3, index, making);
      const [hurried] = examplesOf('photo', 3, index, { ...making, hurry: 1 });
      const program = hurried?.parts[0]?.text ?? '';
      for (const [, noun = ''] of program.matchAll(/(?:find\(|"color", )"([^"]+)"/g))
        expect(hurried?.prompt.toLowerCase()).toContain(noun.replace(/(?:y|fe|f)$/, ''));
      if ((hurried?.prompt.length ?? 0) < (calm?.prompt.length ?? 0)) shorter += 1;
    }
    expect(shorter).toBeGreaterThan(10);
  });
});
