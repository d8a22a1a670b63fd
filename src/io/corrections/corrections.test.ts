import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import { correctionId, heldOutIds, targetText } from './correction.ts';
import { readCorrections } from './readCorrections.ts';
import type { Correction } from './schema.ts';
import { writeCorrections } from './writeCorrections.ts';

const twin = soundTwin();
const [first] = twin.objects;
if (!first?.states[0]?.mask) throw new Error('the sound twin begins with an object with a mask');
const { box, mask } = first.states[0];

const count: Correction = {
  question: 'How many cups are there?',
  task: 'value',
  target: { kind: 'value', value: 3 },
  was: '2',
  policy: 'grammar',
  madeAt: '2026-01-01T00:00:00.000Z',
  twin,
};
const outline: Correction = {
  ...count,
  question: 'Where is the cup?',
  task: 'mask',
  target: {
    kind: 'regions',
    regions: [
      { id: first.id, box, mask },
      { box: [0, 0, 1, 1], mask },
    ],
  },
};

const errorOf = (text: string) => {
  const read = readCorrections(text, 'mine.json');
  return read.ok ? { code: 'ok', message: '' } : read.error;
};
const written = (change: Partial<Correction>): string => writeCorrections([{ ...count, ...change }]);

describe('files of corrections', () => {
  it('read back as what was written, twin, masks and all, byte for byte', () => {
    const set = [
      count,
      outline,
      { ...count, question: 'Is it day?', target: { kind: 'value', value: false } } as const,
      { ...count, question: 'What?', task: 'summary', target: { kind: 'summary', text: '2 cups.' } } as const,
      { ...count, question: 'Where is the dog?', task: 'mask', target: { kind: 'none' } } as const,
    ];
    const read = readCorrections(writeCorrections(set), 'mine.json');
    expect(read).toEqual({ ok: true, value: set });
    expect(read.ok && writeCorrections(read.value)).toBe(writeCorrections(set));
    expect(readCorrections(writeCorrections([]), 'mine.json')).toEqual({ ok: true, value: [] });
  });

  it('hold one answer for a question about a source: the last', () => {
    const again: Correction = {
      ...count,
      question: ' how many  cups are there? ',
      target: { kind: 'value', value: 4 },
    };
    expect(readCorrections(writeCorrections([count, again]), 'mine.json')).toEqual({
      ok: true,
      value: [again],
    });
  });

  it('of another kind, version or shape are refused with what they are and where', () => {
    expect(errorOf('{"type":"twin"}').message).toContain('a Twinsight twin');
    expect(errorOf('').code).toBe('file-empty');
    expect(errorOf(written({}).replace('"version":1', '"version":9')).message).toContain('version 9');
    expect(errorOf(written({}).replace('"value":3', '"value":null')).message).toContain(
      'corrections[0].target',
    );
    expect(errorOf(written({}).replace('"score":0.9', '"score":9')).message).toContain('corrections[0].twin');
    expect(errorOf(written({ question: '  ' })).message).toContain('must hold a question');
  });

  it('with a target that nothing can be measured against are refused', () => {
    expect(errorOf(written({ task: 'mask' })).message).toContain('its task mask');
    expect(errorOf(written({ target: { kind: 'value', value: '?!' } })).message).toContain('no word');
    const regions = (...given: Extract<Correction['target'], { kind: 'regions' }>['regions']) =>
      errorOf(written({ task: 'mask', target: { kind: 'regions', regions: given } })).message;
    expect(regions({ id: 'o99', box, mask })).toContain('no object o99');
    expect(regions({ box })).toContain('no mask');
    expect(regions({ box: [-1, 0, 5, 5], mask })).toContain('outside the image');
    expect(regions({ box, mask: { size: [1, 1], counts: [0, 1] } })).toContain('another size');
    expect(regions({ box, mask: { ...mask, counts: [1] } })).toContain('runs sum to 1');
  });

  it('changed at random never throw', () => {
    const text = writeCorrections([outline]);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, patch) => {
        const read = readCorrections(text.slice(0, at) + patch + text.slice(at + patch.length), 'mine.json');
        if (!read.ok) expect(read.error.message).toContain('mine.json');
      }),
    );
  });
});

describe('the split of corrections', () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{16}$/), { maxLength: 60 });

  it('is the same in whatever order they come, and leaves some to train on and some to test with', () => {
    fc.assert(
      fc.property(ids, (all) => {
        const heldOut = heldOutIds(all);
        expect(heldOutIds(all.toReversed())).toEqual(heldOut);
        expect([...heldOut].every((id) => all.includes(id))).toBe(true);
        if (all.length < 2) expect(heldOut.size).toBe(0);
        else expect(heldOut.size > 0 && heldOut.size < all.length).toBe(true);
      }),
    );
  });

  it('keeps about one in four for testing', () => {
    const many = Array.from({ length: 400 }, (_, index) => correctionId(`Question ${index}?`, twin.source));
    const share = heldOutIds(many).size / many.length;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.32);
  });

  it('is by question and source: not by capitals and spaces, and by the name only where no hash is known', () => {
    const source = { name: 'a.jpg', sha256: 'f'.repeat(64) };
    expect(correctionId(' What  is IT?', source)).toBe(
      correctionId('what is it?', { ...source, name: 'b.jpg' }),
    );
    expect(correctionId('What is it?', source)).not.toBe(
      correctionId('What is it?', { ...source, sha256: '' }),
    );
    expect(correctionId('What is it?', source)).not.toBe(correctionId('What was it?', source));
  });
});

describe('a right answer in words', () => {
  it('names values, objects, and nothing', () => {
    expect(targetText({ twin, target: { kind: 'value', value: true } })).toBe('yes');
    expect(targetText(count)).toBe('3');
    expect(targetText(outline)).toBe(`${first.label} ${first.id}, drawn`);
    expect(targetText({ twin, target: { kind: 'none' } })).toBe('nothing');
  });
});
