import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TAGS } from '../../twin/trace/schema.ts';
import { GrammarReader, readTranscript } from './grammar.ts';

const NOT_A_TAG = String.raw`(?:(?!<\/?[A-Za-z][A-Za-z0-9_-]{0,31}>)[\s\S])*`;
const block = (tag: string): string => `<${tag}>${NOT_A_TAG}</${tag}>`;

/** The grammar a second time, as one expression: what the reader must agree with. */
const GRAMMAR = new RegExp(
  `^\\s*${block('reason')}\\s*(?:${block('plan')}\\s*${block('results')}\\s*${block('reason')}\\s*)*${block('answer')}\\s*$`,
);

const tag = fc
  .constantFrom(...TAGS, 'think', 'Plan', 'a')
  .map((name) => [`<${name}>`, `</${name}>`])
  .chain((both) => fc.constantFrom(...both));
const junk = fc.constantFrom(
  '',
  ' ',
  '\n',
  'a < b',
  '<3',
  '<',
  '</',
  '<pl an>',
  '>',
  '<reason',
  'x',
  '</reason >',
  '<<',
);
const whole = fc.array(fc.tuple(junk, junk, junk), { maxLength: 3 }).chain((rounds) =>
  fc.tuple(junk, junk).map(([first, last]) => {
    const middle = rounds.map(
      ([plan, results, reason]) =>
        `<plan>${plan}</plan> <results>${results}</results>\n<reason>${reason}</reason>`,
    );
    return `<reason>${first}</reason>${middle.join('')}<answer>${last}</answer>`;
  }),
);
const soup = fc.array(fc.oneof(tag, junk), { maxLength: 16 }).map((parts) => parts.join(''));
const broken = fc.tuple(whole, fc.nat(), fc.oneof(tag, junk)).map(([text, at, piece]) => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + piece + text.slice(place);
});

describe('the tag grammar', () => {
  it('accepts exactly what the grammar allows', () => {
    fc.assert(
      fc.property(fc.oneof(whole, broken, soup, fc.string({ unit: 'grapheme' })), (text) => {
        expect(readTranscript(text).ok).toBe(GRAMMAR.test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the blocks as they were written', () => {
    expect(readTranscript('<reason>2 < 3</reason>\n<answer>\nmask(a)\n</answer>')).toEqual({
      ok: true,
      blocks: [
        { tag: 'reason', text: '2 < 3' },
        { tag: 'answer', text: '\nmask(a)\n' },
      ],
    });
  });

  it.each([
    ['hello', 'text-outside'],
    ['<reason>a', 'unclosed'],
    ['<reason>a</reason', 'unclosed'],
    ['<reason>a<plan>b</plan></reason>', 'nested'],
    ['<reason>a</plan>', 'nested'],
    ['<reason>a</reason><reason>b</reason>', 'repeated'],
    ['<plan>a</plan>', 'misplaced'],
    ['</reason>', 'misplaced'],
    ['<answer>a</answer>', 'misplaced'],
    ['<reason>a</reason><answer>b</answer><plan>', 'misplaced'],
    ['<reason>a</reason><answer>b</answer><answer>c</answer>', 'repeated'],
    ['<reason>a</reason><answer>b</answer> and', 'text-outside'],
    ['<think>a</think>', 'foreign'],
    ['<reason>see <b>this</b></reason>', 'foreign'],
    ['<Reason>a</Reason>', 'foreign'],
    ['<reason>a</reason>', 'unfinished'],
    ['', 'unfinished'],
  ])('names what is wrong with %s', (text, kind) => {
    expect(readTranscript(text)).toMatchObject({ ok: false, fault: { kind } });
  });

  it('lets no policy write results', () => {
    const reader = new GrammarReader('policy');
    const readings = [...'<reason></reason><plan>a</plan><results>'].map((character) =>
      reader.push(character),
    );
    expect(readings.at(-1)).toMatchObject({ kind: 'fault', fault: { kind: 'forged-results' } });
  });
});
