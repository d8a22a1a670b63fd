import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellTypedProgram } from '../../../test/support/programs.ts';
import { EMPTY, KITCHEN, STREET } from '../../../test/support/scenes.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { ask } from '../ask.ts';
import { explainSteps, type StepExplanation } from './steps.ts';

async function explain(
  question: string,
  twin: Twin = STREET,
  program?: string,
): Promise<readonly StepExplanation[]> {
  const { record } = await ask(question, twin, { id: 'q', now: () => 0, program });
  const labels = new Map(twin.objects.map(({ id, label }) => [id, label]));
  return explainSteps(record.execution?.steps ?? [], (id) => labels.get(id));
}

const sentences = (steps: readonly StepExplanation[]): readonly string[] =>
  steps.map(({ sentence }) => sentence);

const reasons = (steps: readonly StepExplanation[]): readonly string[] =>
  steps.flatMap((step) => step.reasons.map(({ text }) => text));

describe('the explanation of a program', () => {
  it('says of each step what it did and what it gave', async () => {
    const steps = await explain('How many cars are there?');
    expect(sentences(steps)).toEqual([
      'Found “car”: car o1 and car o2.',
      'Counted car o1 and car o2: 2.',
      'The answer: 2.',
    ]);
    expect(reasons(steps)).toEqual([
      'car o1 was named “car” (score 0.90)',
      'car o2 was named “car” (score 0.90)',
    ]);
  });

  it('says which numbers decided a relation, with units and the margin', async () => {
    const steps = await explain('', STREET, 'bus = find("bus")\nvalue(relate(bus, "left_of", find("car")))');
    expect(reasons(steps)).toContainEqual(
      expect.stringMatching(
        /^car o1 is left of bus o3: the centres are \d+ px apart, [\d.]+ of their mean width \(margin [\d.]+\); score \d\.\d\d$/,
      ),
    );
    const landmarks = await explain('', STREET, 'a = landmarks(find("car"), "in_front_of", find("bus"))');
    expect(reasons(landmarks)).toContainEqual(
      expect.stringMatching(
        /^car o2 is in front of bus o3: 8 against 15 m, [\d.]+ standard deviations apart/,
      ),
    );
  });

  it('names the objects of a reason, so that they can be shown', async () => {
    const steps = await explain('', STREET, 'a = relate(find("bus"), "left_of", find("car"))');
    expect(steps.flatMap((step) => step.reasons.map(({ ids }) => ids))).toContainEqual(['o1', 'o3']);
  });

  it('tells common knowledge from what was measured', async () => {
    const use = await explain('What could I cut with?', KITCHEN);
    expect(use.flatMap(({ knowledge }) => knowledge)).toContainEqual(
      expect.stringMatching(/^a knife suits “cut/),
    );
    const kind = await explain('How many animals are there?');
    expect(kind.flatMap(({ knowledge }) => knowledge)).toHaveLength(1);
    const part = await explain('', STREET, 'value(has(scene(), "tail"))');
    expect(part.flatMap(({ knowledge }) => knowledge)).toContain('a dog has a tail');
    const none = await explain('How many cars are there?');
    expect(none.flatMap(({ knowledge }) => knowledge)).toEqual([]);
  });

  it('says that nothing fits, and why', async () => {
    const steps = await explain('Where is the horse?');
    expect(sentences(steps)[0]).toBe('Found nothing called “horse”.');
    expect(sentences(steps).at(-1)).toMatch(/^No answer: no horse among 9 objects/);
  });

  it('names objects that are gone by their ids', async () => {
    const { record } = await ask('How many cars are there?', STREET, { id: 'q', now: () => 0 });
    const [first] = explainSteps(record.execution?.steps ?? [], () => undefined);
    expect(first?.sentence).toBe('Found “car”: o1 and o2.');
  });

  it('explains whatever program ran, every step in one sentence', async () => {
    await fc.assert(
      fc.asyncProperty(wellTypedProgram, fc.constantFrom(STREET, KITCHEN, EMPTY), async (program, twin) => {
        for (const { sentence, reasons: told } of await explain('', twin, program)) {
          expect(sentence).toMatch(/\S\.$/u);
          expect(sentence).not.toContain('undefined');
          for (const { text } of told) expect(text).not.toMatch(/undefined|NaN/);
        }
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });
});
