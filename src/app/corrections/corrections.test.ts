import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import { memoryFolders } from '../../../workers/trainingStore.ts';
import { readCorrections } from '../../io/corrections/readCorrections.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import type { CorrectionDraft } from '../../store/correctionCommands.ts';
import { withAsks } from '../../store/slices/conversation.ts';
import { createAppStore } from '../../store/store.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { createCorrections } from './createCorrections.ts';
import { keepCorrections } from './keptCorrections.ts';
import { makeCorrection } from './makeCorrection.ts';

const twin = soundTwin();
const masked = twin.objects.find(({ states: [state] }) => state?.mask)?.id ?? '';
const unmasked = twin.objects.find(({ states: [state] }) => !state?.mask)?.id ?? '';

const ask = (question: string, answer: Partial<Answer> = {}): AskRecord => ({
  id: question,
  question,
  policy: 'grammar',
  reading: { readable: true, task: 'value', program: '', notes: [] },
  execution: { steps: [], answer: { type: 'value', ids: [], text: '2', ...answer }, evidence: [] },
  ms: 1,
});

const made = (draft: CorrectionDraft, of = ask('How many cups?'), at: Twin = twin) =>
  makeCorrection(of, at, undefined, draft, '2026-01-01T00:00:00.000Z');
const targetOf = (draft: CorrectionDraft) => {
  const correction = made(draft);
  return correction.ok ? [correction.value.task, correction.value.target] : correction.error.message;
};
const faultOf = (draft: CorrectionDraft, of?: AskRecord, at?: Twin): string => {
  const correction = made(draft, of, at);
  return correction.ok ? 'none' : correction.error.message;
};

describe('a right answer', () => {
  it('is what the form says, as rewards compare it', () => {
    expect(targetOf({ kind: 'number', text: ' three ' })).toEqual(['value', { kind: 'value', value: 3 }]);
    expect(targetOf({ kind: 'truth', value: false })).toEqual(['value', { kind: 'value', value: false }]);
    expect(targetOf({ kind: 'words', text: 'Blue' })).toEqual(['value', { kind: 'value', value: 'Blue' }]);
    expect(targetOf({ kind: 'words', text: '4' })).toEqual(['value', { kind: 'value', value: 4 }]);
    expect(targetOf({ kind: 'none' })).toEqual(['value', { kind: 'none' }]);
    expect(targetOf({ kind: 'mask', ids: [masked], drawn: [] })).toMatchObject([
      'mask',
      { kind: 'regions', regions: [{ id: masked, mask: { counts: expect.any(Array) } }] },
    ]);
    expect(targetOf({ kind: 'box', ids: [unmasked], drawn: [{ box: [0, 0, 1, 1] }] })).toMatchObject([
      'box',
      { kind: 'regions', regions: [{ id: unmasked }, { box: [0, 0, 1, 1] }] },
    ]);
  });

  it('that nothing could be rewarded by is refused with its reason', () => {
    expect(faultOf({ kind: 'number', text: 'many' })).toContain('“many” is not a number');
    expect(faultOf({ kind: 'number', text: '' })).toContain('No number');
    expect(faultOf({ kind: 'truth', value: undefined })).toContain('Neither');
    expect(faultOf({ kind: 'words', text: 'the' })).toContain('no word');
    expect(faultOf({ kind: 'summary', text: ' ' })).toContain('empty');
    expect(faultOf({ kind: 'mask', ids: [], drawn: [] })).toContain('No object is chosen');
    expect(faultOf({ kind: 'mask', ids: [unmasked], drawn: [] })).toContain('has no mask');
    expect(faultOf({ kind: 'mask', ids: ['o99'], drawn: [] })).toContain('o99 is not in the twin');
    expect(faultOf({ kind: 'number', text: '2' }, ask('How far?', { unit: 'm' }))).toContain('in m');
    expect(faultOf({ kind: 'none' }, ask('a'.repeat(500)))).toContain('500 characters');
    const clip: Twin = { ...twin, source: { ...twin.source, kind: 'video' } };
    expect(faultOf({ kind: 'box', ids: [masked], drawn: [] }, undefined, clip)).toContain('clip');
    expect(faultOf({ kind: 'number', text: '2' }, undefined, clip)).toBe('none');
  });
});

function aSet(folders = memoryFolders()) {
  const store = createAppStore();
  const questions = ['How many cups?', 'How many dogs?', 'Is it day?'];
  const origin = { kind: 'asked', revision: 0, twin, task: undefined } as const;
  store.setState(({ conversation }) => ({
    conversation: withAsks(
      conversation,
      questions.map((question) => ({ record: ask(question), origin })),
    ),
  }));
  const saved: Blob[] = [];
  let picked: File | undefined;
  let time = 0;
  const corrections = createCorrections({
    store,
    open: async () => ({ kept: keepCorrections(folders.open('mine')), keeping: 'memory' }),
    saveFile: (blob) => void saved.push(blob),
    pickFile: (onFile) => picked && onFile(picked),
    now: () => new Date(time++).toISOString(),
  });
  const shown = () => store.getState().corrections;
  const values = () => shown().rows?.map(({ question, target }) => [question, target]);
  const pick = async (text: string) => {
    picked = new File([text], 'theirs.json');
    corrections.pickSet();
    await corrections.text(); // stands in the same queue
  };
  return { corrections, shown, values, saved, pick, folders };
}
const three = (value: number) => ({ kind: 'number', text: String(value) }) as const;

describe('the corrections of a browser', () => {
  it('are there again after a reload, each with its twin, and split', async () => {
    const first = aSet();
    expect(await first.corrections.correct('How many cups?', three(3))).toBe(true);
    expect(await first.corrections.correct('Is it day?', { kind: 'truth', value: true })).toBe(true);
    const second = aSet(first.folders);
    await second.corrections.load();
    expect(second.values()).toEqual([
      ['How many cups?', { kind: 'value', value: 3 }],
      ['Is it day?', { kind: 'value', value: true }],
    ]);
    expect(second.shown().rows?.filter(({ heldOut }) => heldOut)).toHaveLength(1);
    const read = readCorrections(await second.corrections.text(), 'set');
    expect(read.ok && read.value.map((one) => one.twin)).toEqual([twin, twin]);
  });

  it('are replaced by a new answer to the same question, and every change can be taken back', async () => {
    const { corrections, values } = aSet();
    await corrections.correct('How many cups?', three(3));
    await corrections.correct('How many cups?', three(4));
    expect(values()).toEqual([['How many cups?', { kind: 'value', value: 4 }]]);
    await corrections.undo();
    expect(values()).toEqual([['How many cups?', { kind: 'value', value: 3 }]]);
    await corrections.correct('How many dogs?', three(1));
    expect(values()).toHaveLength(2);
    await corrections.undo();
    expect(values()).toHaveLength(1);
  });

  it('are removed one by one, and brought back', async () => {
    const { corrections, shown, values } = aSet();
    await corrections.correct('How many cups?', three(3));
    const id = shown().rows?.[0]?.id ?? '';
    await corrections.remove(id);
    expect(values()).toEqual([]);
    expect(shown().undo).toEqual({ id, what: 'removed' });
    await corrections.undo();
    expect(values()).toHaveLength(1);
    expect(shown().undo).toBeUndefined();
  });

  it('are saved as one file that another browser reads, counting what is new', async () => {
    const { corrections, saved, folders } = aSet();
    await corrections.correct('How many cups?', three(3));
    await corrections.correct('How many dogs?', three(1));
    await corrections.exportSet();
    const text = (await saved[0]?.text()) ?? '';
    const other = aSet();
    await other.corrections.correct('How many cups?', three(9));
    await other.pick(text);
    expect(other.shown().told).toContain('1 added, 1 replaced');
    expect(await other.corrections.text()).toBe(await aSet(folders).corrections.text());
    await other.pick('{"type":"twin"}');
    expect(other.shown().failure).toMatchObject({ place: 'set', code: 'corrections-invalid' });
    expect(other.values()).toHaveLength(2);
  });

  it('say why one is refused or unreadable, and lose none of the others', async () => {
    const { corrections, shown, values, folders } = aSet();
    await corrections.correct('How many cups?', three(3));
    expect(await corrections.correct('How many dogs?', { kind: 'words', text: '' })).toBe(false);
    expect(shown().failure).toMatchObject({ place: 'form', code: 'bad-request' });
    expect(await corrections.correct('never asked', three(1))).toBe(false);
    await folders.open('mine').write('broken.json', new TextEncoder().encode('{'));
    await corrections.load();
    expect(shown().failure?.message).toContain('broken.json');
    expect(values()).toHaveLength(1);
  });
});
