import { describe, expect, it } from 'vitest';
import { KITCHEN, STREET } from '../../../test/support/scenes.ts';
import type { Twin } from '../schema/twin.ts';
import { describeChange } from './difference.ts';
import { applyEdit, type Edit } from './edit.ts';

function edited(twin: Twin, ...edits: readonly Edit[]): Twin {
  return edits.reduce((current, edit) => {
    const result = applyEdit(current, edit);
    if (!result.ok) throw new Error(result.error.message);
    return result.value.twin;
  }, twin);
}

describe('the change between two states of a twin', () => {
  it.each<[string, Edit]>([
    ['without car o1', { kind: 'remove', ids: ['o1'] }],
    ['with truck o10', { kind: 'add', label: 'truck', box: [10, 10, 60, 50] }],
    ['with car o1 called van', { kind: 'rename', id: 'o1', label: 'van' }],
    ['with car o1 at 3.5 m', { kind: 'depth', id: 'o1', distance: 3.5 }],
    ['with car o1 in another place', { kind: 'box', id: 'o1', box: [30, 260, 150, 330] }],
    ['with make of car o1 Fiat', { kind: 'attribute', id: 'o1', name: 'make', value: 'Fiat' }],
    ['with colour of car o1 open', { kind: 'attribute', id: 'o1', name: 'colour', value: undefined }],
  ])('reads “%s”', (words, edit) => {
    expect(describeChange(STREET, edited(STREET, edit))).toBe(words);
  });

  it('is none where an edit was taken back, and where nothing but tools worked', () => {
    const renamed = edited(STREET, { kind: 'rename', id: 'o1', label: 'van' });
    expect(describeChange(STREET, edited(renamed, { kind: 'rename', id: 'o1', label: 'car' }))).toBe(
      undefined,
    );
    const measured: Twin = {
      ...STREET,
      objects: STREET.objects.map((object) => ({
        ...object,
        attributes: { ...object.attributes, size: { value: 'large', score: 0.9, by: 0 } },
      })),
    };
    expect(describeChange(STREET, measured)).toBe(undefined);
  });

  it('names what comes back after undo, and stays short', () => {
    const fewer = edited(KITCHEN, { kind: 'remove', ids: ['o1'] });
    expect(describeChange(fewer, KITCHEN)).toMatch(/^with \S.* o1$/);
    const none = edited(KITCHEN, { kind: 'remove', ids: KITCHEN.objects.map(({ id }) => id) });
    expect(describeChange(KITCHEN, none)).toMatch(/^without .* and \d+ more$/);
  });
});
