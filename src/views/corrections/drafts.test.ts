import { describe, expect, it } from 'vitest';
import type { CorrectionTarget } from '../../io/corrections/schema.ts';
import type { Answer } from '../../twin/query/types.ts';
import { draftOf, fieldsFor } from './drafts.ts';

const answer = (part: Partial<Answer>): Answer => ({ type: 'value', ids: [], text: '', ...part });

describe('the form of a correction', () => {
  it('opens suited to the answer that was given', () => {
    const kindFor = (given: Answer | undefined, task?: 'mask' | 'box' | 'value') =>
      fieldsFor(given, task, undefined, undefined).kind;
    expect(kindFor(answer({ value: 2 }))).toBe('number');
    expect(kindFor(answer({ value: 'blue' }))).toBe('words');
    expect(kindFor(answer({ type: 'summary', text: '2 cups.' }))).toBe('summary');
    expect(kindFor(answer({ type: 'mask', ids: ['o1'] }), 'mask')).toBe('objects');
    expect(kindFor(answer({ type: 'none' }), 'box')).toBe('objects');
    expect(kindFor(undefined)).toBe('words');
  });

  it('proposes the other one of yes and no', () => {
    expect(fieldsFor(answer({ value: true }), 'value', undefined, undefined)).toMatchObject({
      kind: 'truth',
      truth: false,
    });
  });

  it('opens with what was said before, and says it again', () => {
    const again = (target: CorrectionTarget, task: 'mask' | 'box' | 'value' | 'summary') =>
      draftOf(fieldsFor(answer({ value: 2 }), 'value', target, task), ['o1']);
    const drawn = { box: [0, 0, 2, 2] } satisfies { box: [number, number, number, number] };
    expect(again({ kind: 'value', value: 3 }, 'value')).toEqual({ kind: 'number', text: '3' });
    expect(again({ kind: 'value', value: 'blue' }, 'value')).toEqual({ kind: 'words', text: 'blue' });
    expect(again({ kind: 'value', value: true }, 'value')).toEqual({ kind: 'truth', value: true });
    expect(again({ kind: 'summary', text: 'Two.' }, 'summary')).toEqual({ kind: 'summary', text: 'Two.' });
    expect(again({ kind: 'none' }, 'mask')).toEqual({ kind: 'none' });
    expect(again({ kind: 'regions', regions: [{ id: 'o1', ...drawn }, drawn] }, 'box')).toEqual({
      kind: 'box',
      ids: ['o1'],
      drawn: [drawn],
    });
  });
});
