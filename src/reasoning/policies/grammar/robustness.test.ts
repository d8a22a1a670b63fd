import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, KITCHEN, STREET } from '../../../../test/support/scenes.ts';
import { checkProgram } from '../../../twin/query/check.ts';
import { parseProgram } from '../../../twin/query/parser.ts';
import { printProgram } from '../../../twin/query/printer.ts';
import { ask } from '../../ask.ts';
import { readQuestion } from './readQuestion.ts';

const WORD = fc.constantFrom(
  ...`how many what which who where is are there the a an all two more than of in on to left right front behind between and or not
  that with without used for sitting riding can could you see do does have segment find locate show me closest largest most
  dangerous color same as person man cars bus dog table cup glass red blue orange mouse mice thing something nothing tree
  river quickly parked sit fly time food , it them is's camera second one under above next near from`.split(
    /\s+/,
  ),
);

describe('any text at all', () => {
  it('is read or refused, with a program that checks and runs', async () => {
    const text = fc.oneof(
      fc.array(WORD, { maxLength: 16 }).map((words) => `${words.join(' ')}?`),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(STREET, KITCHEN, EMPTY), async (question, twin) => {
        const { record } = await ask(question, twin, { id: 'q', now: () => 0 });
        const { reading, execution } = record;
        if (!reading.readable) {
          expect(reading.suggestions).toHaveLength(3);
          return;
        }
        const program = parseProgram(reading.program);
        if (!program.ok) throw new Error(program.error.message);
        const typed = checkProgram(program.value);
        if (!typed.ok) throw new Error(`${typed.error.message}\n${reading.program}`);
        expect(printProgram(program.value)).toBe(reading.program);
        expect(execution?.error).toBeUndefined();
        expect(execution?.answer).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('is handled at once, however long', () => {
    const long = [
      'how many cars are to the left of the '.repeat(12),
      'dog '.repeat(120),
      `${'the '.repeat(110)}dog`,
      'a'.repeat(10_000),
    ];
    for (const question of long) {
      const start = Date.now();
      readQuestion(question, STREET);
      expect(Date.now() - start, question.slice(0, 40)).toBeLessThan(500);
    }
  });
});

describe('ask', () => {
  it('runs a given program instead of reading the question', async () => {
    const program = 'mask(find("bus"))';
    const { record } = await ask('ignored', STREET, { id: 'p', now: () => 0, program });
    expect(record).toMatchObject({ id: 'p', policy: 'program', reading: { task: 'mask' } });
    expect(record.execution?.answer?.ids).toEqual(['o3']);
  });

  it('reports a wrong program with its place and measures time with the given clock', async () => {
    let clock = 0;
    const program = 'mask(fnd("bus"))';
    const { record } = await ask('', STREET, { id: 'p', now: () => (clock += 5), program });
    expect(record.execution?.error).toMatchObject({ kind: 'name', line: 1, column: 6 });
    expect(record.ms).toBe(clock - 5);
  });
});
