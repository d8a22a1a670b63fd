import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sceneTwin } from '../../../test/support/scenes.ts';
import { runProgram } from '../../twin/query/execute.ts';
import { escapeText, quoteData, quoteLiteral, unescapeText } from './escape.ts';
import { writeResults } from './results.ts';

describe('text from elsewhere', () => {
  it('comes back from its escaped form, which holds no tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[<>]/);
        expect(unescapeText(escapeText(text))).toBe(text);
      }),
    );
  });

  it('is one quoted line of limited length as data', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const data = quoteData(text);
        expect(data).toMatch(/^".*"$/u);
        expect(data).not.toMatch(/[<>\n\r\u2028\u202e]/);
        const read: unknown = JSON.parse(unescapeText(data));
        expect([...String(read)].length).toBeLessThanOrEqual(201);
      }),
    );
  });

  it('is the same text as a literal of a program, without a tag in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const literal = quoteLiteral(text);
        expect(literal).not.toContain('<');
        expect(JSON.parse(literal)).toBe(text);
      }),
    );
  });
});

describe('results', () => {
  const many = sceneTwin(
    Array.from({ length: 60 }, (_, index) => ['bird', [index, 0, index + 9, 9], 5] as const),
  );
  const twin = sceneTwin([
    ['dog', [10, 10, 90, 90], 4.2, { colour: 'brown' }],
    ['sign', [100, 10, 190, 90], 6, { text: 'a "b" <i>\n' }],
  ]);

  it.each([
    ['find("dog")', 'answer = {o1}'],
    ['unique(find("dog"))', 'answer = o1'],
    ['count(find("dog"))', 'answer = 1'],
    ['depth(find("dog"))', 'answer = 4.2 m'],
    ['query(find("dog"), "color")', 'answer = "brown"'],
    ['text(find("sign"))', 'answer = "a \\"b\\" &lt;i&gt;"'],
    ['exist(find("dog"))', 'answer = true'],
    ['mask(find("dog"))', /^answer = mask \{o1\}\n# "no mask is known of o1/],
    ['mask(find("cat"))', /^none: "no cat among 2 objects"$/],
    ['unique(scene())', /^error: "line 1, column 1: unique needs exactly one object, found 2\."$/],
  ])('of %s', (source, expected) => {
    expect(writeResults(runProgram(source, twin))).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  it('name some of many objects and say how many there are', () => {
    expect(writeResults(runProgram('scene()', many))).toMatch(/^answer = \{o1, .*o24, … 60 in all\}$/);
  });

  it('are cut in the middle when they grow long, and keep how the plan ended', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `a${index} = scene()`);
    const text = writeResults(runProgram([...lines, 'unique(a0)'].join('\n'), many));
    expect(text.length).toBeLessThan(6_200);
    expect(text).toMatch(/# \d+ lines are left out\nerror: /);
  });
});
