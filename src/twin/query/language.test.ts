import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellTypedProgram } from '../../../test/support/programs.ts';
import { checkProgram } from './check.ts';
import { parseProgram } from './parser.ts';
import { printProgram } from './printer.ts';

const parsed = (source: string) => {
  const program = parseProgram(source);
  if (!program.ok) throw new Error(program.error.message);
  return program.value;
};

function fault(source: string) {
  const program = parseProgram(source);
  if (!program.ok) return program.error;
  const typed = checkProgram(program.value);
  return typed.ok ? undefined : typed.error;
}

describe('parsing', () => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (source) => {
        const program = parseProgram(source);
        if (program.ok) return;
        expect(program.error.line).toBeGreaterThanOrEqual(1);
        expect(program.error.column).toBeGreaterThanOrEqual(1);
        expect(program.error.message).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws on texts made of its own tokens', () => {
    const piece = fc.constantFrom(
      'find',
      '(',
      ')',
      ',',
      '=',
      '"a"',
      '3',
      '-1e2',
      '\n',
      ' ',
      'x',
      '#',
      '"',
      'true',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const program = parseProgram(pieces.join(''));
        if (program.ok)
          expect(printProgram(program.value)).toBe(printProgram(parsed(printProgram(program.value))));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads back what it prints, for random programs', () => {
    fc.assert(
      fc.property(wellTypedProgram, (source) => {
        const printed = printProgram(parsed(source));
        expect(printProgram(parsed(printed))).toBe(printed);
      }),
    );
  });

  it('allows comments, blank lines, nesting and an unnamed last line, and prints the canonical form', () => {
    const source = '# cats\n\n a=find( "cat" )\r\n  value( count(a) )  # how many';
    expect(printProgram(parsed(source))).toBe('a = find("cat")\nanswer = value(count(a))');
  });

  it.each([
    ['', 1, 1, /empty/],
    ['a = find("cat"', 1, 15, /Expected "," or "\)", found the end of the program/],
    ['a = find("cat)', 1, 10, /no closing quote/],
    ['a = find("cat") b = 3', 1, 17, /one assignment|end of the line/],
    ['find("cat")\nvalue(3)', 1, 1, /Only the last line/],
    ['a = 1\nb = @', 2, 5, /@ is not expected/],
    ['a = 1e999', 1, 5, /too large/],
    ['a = "\\x"', 1, 5, /not allowed/],
    [`a = ${'not('.repeat(80)}`, 1, 265, /nested deeper/],
  ])('says where %j is wrong', (source, line, column, message) => {
    expect(fault(source)).toMatchObject({
      kind: 'syntax',
      line,
      column,
      message: expect.stringMatching(message),
    });
  });

  it('refuses texts above 16 kB', () => {
    expect(fault(`a = "${'x'.repeat(17_000)}"`)).toMatchObject({ kind: 'budget' });
  });
});

describe('type checking', () => {
  it('accepts random programs whose arguments fit', () => {
    fc.assert(
      fc.property(wellTypedProgram, (source) => {
        expect(fault(source)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['a = fnd("cat")', 'name', 1, 5, /no function "fnd". Did you mean "find"\?/],
    ['cats = find("cat")\nb = count(cat)', 'name', 2, 11, /assigns "cat". Did you mean "cats"\?/],
    ['a = count("cat")', 'type', 1, 11, /expects Set for "set", got Text. Use find/],
    ['a = greater(find("cat"), 2)', 'type', 1, 13, /Use count\(…\)/],
    ['a = and(find("cat"), true)', 'type', 1, 9, /Use exist\(…\)/],
    ['a = find("cat", 3)', 'type', 1, 5, /takes 1 argument, not 2/],
    ['a = argmax(scene())', 'type', 1, 5, /takes 2 to 3 arguments, not 1/],
    ['a = argmax(scene(), "aera")', 'type', 1, 21, /Did you mean "area"\?/],
    ['a = relate(scene(), "leftof")', 'type', 1, 21, /Did you mean "left_of"\?/],
    ['a = equal(1, "one")', 'type', 1, 14, /two values of one type/],
    ['a = 1\na = 2', 'name', 2, 1, /already assigned/],
    ['a = mask(scene())\nb = count(a)', 'type', 2, 11, /only be the last line/],
  ])('rejects %j with a place and a hint', (source, kind, line, column, message) => {
    expect(fault(source)).toMatchObject({ kind, line, column, message: expect.stringMatching(message) });
  });

  it('limits lines and calls', () => {
    const lines = Array.from({ length: 257 }, (_, index) => `a${index} = 1`).join('\n');
    expect(fault(lines)).toMatchObject({ kind: 'budget' });
    const calls = Array.from({ length: 60 }, (_, index) => `a${index} = not(not(not(not(not(true)))))`).join(
      '\n',
    );
    expect(fault(calls)).toMatchObject({ kind: 'budget' });
  });
});
