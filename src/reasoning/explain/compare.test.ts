import { describe, expect, it } from 'vitest';
import { STREET } from '../../../test/support/scenes.ts';
import { applyEdit } from '../../twin/edit/edit.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { ask } from '../ask.ts';
import { compareAnswers } from './compare.ts';

async function answered(question: string, twin: Twin) {
  const { record } = await ask(question, twin, { id: 'q', now: () => 0 });
  return { execution: record.execution, twin };
}

function without(id: string): Twin {
  const result = applyEdit(STREET, { kind: 'remove', ids: [id] });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.twin;
}

describe('two answers to one question', () => {
  it('are told apart by the edit, the answer and the objects that decided', async () => {
    const question = 'How many cars are there?';
    const [before, after] = [await answered(question, STREET), await answered(question, without('o1'))];
    expect(compareAnswers(before, after)).toEqual({
      change: 'without car o1',
      before: '2',
      after: '1',
      changed: true,
      joined: [],
      left: ['o1'],
    });
    expect(compareAnswers(after, before)).toMatchObject({ change: 'with car o1', joined: ['o1'], left: [] });
  });

  it('may be the same although the twin changed', async () => {
    const question = 'How many dogs are there?';
    const compared = compareAnswers(
      await answered(question, STREET),
      await answered(question, without('o1')),
    );
    expect(compared).toMatchObject({ change: 'without car o1', before: '1', after: '1', changed: false });
  });

  it('say where there was none', async () => {
    const compared = compareAnswers(
      await answered('Where is the dog?', STREET),
      await answered('Where is the dog?', without('o8')),
    );
    expect(compared).toMatchObject({
      changed: true,
      after: expect.stringMatching(/^no dog among 8/),
      left: ['o8'],
    });
  });
});
