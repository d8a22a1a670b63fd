import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, KITCHEN, STREET, sceneTwin } from '../../../../test/support/scenes.ts';
import { checkProgram } from '../../../twin/query/check.ts';
import type { Refine } from '../../../twin/query/execute.ts';
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

  it('is handled however long it is: what grew with the square of its length would outlast the limit of a test', () => {
    const long = [
      'how many cars are to the left of the '.repeat(12),
      'dog '.repeat(120),
      `${'the '.repeat(110)}dog`,
      'a'.repeat(10_000),
    ];
    for (const question of long) expect(readQuestion(question, STREET)).toHaveProperty('readable');
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

describe('reading what is written', () => {
  /** Reads a text on some objects or, where none are named, in the whole picture. */
  const reader =
    (texts: Readonly<Record<string, string>>, anywhere: string): Refine =>
    async (twin, need) => {
      const by = twin.log.length;
      const run = { tool: 'read', model: 'm', revision: 'r', device: 'wasm', dtype: 'fp32', args: {}, ms: 1 };
      const textOf = (value: string) => ({ text: { value, score: 0.9, by } });
      const objects = twin.objects.map((object) => {
        const value = need.ids.includes(object.id) ? texts[object.id] : undefined;
        return value === undefined
          ? object
          : { ...object, attributes: { ...object.attributes, ...textOf(value) } };
      });
      const [state] = sceneTwin([['text', [0, 0, 9, 9], 5]]).objects[0]?.states ?? [];
      const line = {
        id: 't1',
        label: 'text',
        score: 0.9,
        attributes: textOf(anywhere),
        states: state ? [state] : [],
      };
      const found = need.ids.length === 0 && anywhere !== '' ? [line] : [];
      return { twin: { ...twin, objects: [...objects, ...found], log: [...twin.log, run] }, ms: 1 };
    };
  const SIGNS = sceneTwin([
    ['stop sign', [10, 10, 60, 60], 5],
    ['bus', [100, 100, 300, 300], 9],
  ]);
  const answer = async (question: string, refine: Refine) => {
    const { record } = await ask(question, SIGNS, { id: 'q', now: () => 0, refine });
    return [record.execution?.answer?.text, record.trace?.rounds.length, record.trace?.structure.score];
  };

  it('looks at the carrier that is named', async () => {
    const refine = reader({ o1: 'STOP', o2: 'Line 7' }, 'Main Street');
    expect(await answer('What is written on the sign?', refine)).toEqual(['STOP', 1, 1]);
    expect(await answer('What does the bus say?', refine)).toEqual(['Line 7', 1, 1]);
    expect(await answer('Does the sign say stop?', refine)).toEqual(['yes', 1, 1]);
    expect(await answer('Is the word taxi written on the bus?', refine)).toEqual(['no', 1, 1]);
  });

  it('looks at the whole picture where the twin knows no such carrier', async () => {
    expect(await answer('What is written on the shop?', reader({}, 'Bakery'))).toEqual(['Bakery', 1, 1]);
  });

  it('looks once more where a sign of another kind is silent, not where the thing itself is', async () => {
    const refine = reader({}, 'Potsdamer Straße');
    expect(await answer('What does the street sign say?', refine)).toEqual(['Potsdamer Straße', 2, 1]);
    expect(await answer('What is written on the bus?', refine)).toEqual([
      'no text could be read on the bus (o2)',
      1,
      1,
    ]);
  });

  it('says that there was nothing to read anywhere', async () => {
    expect(await answer('What does the sign say?', reader({}, ''))).toEqual([
      'no text could be read in the picture',
      2,
      1,
    ]);
  });
});
