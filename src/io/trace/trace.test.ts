import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellTypedProgram } from '../../../test/support/programs.ts';
import { EMPTY, KITCHEN, STREET } from '../../../test/support/scenes.ts';
import { ask } from '../../reasoning/ask.ts';
import type { Trace } from '../../twin/trace/schema.ts';
import { MAX_TRACES, readTraces } from './readTraces.ts';
import { writeTraces } from './writeTraces.ts';

async function traceOf(question: string, program?: string, twin = STREET): Promise<Trace> {
  const { record } = await ask(question, twin, { id: 'q', now: () => 12.5, program });
  if (!record.trace) throw new Error(`“${question}” was not read`);
  return record.trace;
}

const QUESTIONS = [
  'How many cars are there?',
  'Segment the red car.',
  'What is written on the bus?',
  'Where is the horse?',
  'What is going on here?',
];

describe('traces', () => {
  it('are read as they were written', async () => {
    const traces = await Promise.all(QUESTIONS.map((question) => traceOf(question)));
    expect(readTraces(writeTraces(traces), 'a.jsonl')).toStrictEqual({ ok: true, value: traces });
  });

  it('are read as they were written whatever program ran', async () => {
    const program = fc.oneof(wellTypedProgram, fc.string({ unit: 'grapheme' }));
    await fc.assert(
      fc.asyncProperty(
        program,
        fc.string(),
        fc.constantFrom(STREET, KITCHEN, EMPTY),
        async (source, question, twin) => {
          const trace = await traceOf(question, source, twin);
          expect(readTraces(writeTraces([trace]), 'a.jsonl')).toStrictEqual({ ok: true, value: [trace] });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('may stand between empty lines, and there may be none', async () => {
    const trace = await traceOf('How many cars are there?');
    expect(readTraces(`\n${writeTraces([trace])}\r\n`, 'a.jsonl')).toMatchObject({
      ok: true,
      value: [trace],
    });
    expect(readTraces('', 'a.jsonl')).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['not json', /“a.jsonl”, line 2: .*JSON/],
    ['[1]', /line 2: this is no trace: it is/],
    ['{"type":"twin"}', /line 2: this is no trace: it is/],
    ['{"type":"trace","version":9}', /line 2: version 9 of the format is not known here/],
    ['{"type":"trace","version":1}', /line 2: id: /],
  ])('are refused with the line and the reason: %s', async (line, message) => {
    const trace = await traceOf('How many cars are there?');
    const read = readTraces(`${writeTraces([trace])}${line}\n`, 'a.jsonl');
    expect(read).toMatchObject({ ok: false, error: { code: 'trace-invalid', message } });
  });

  it('are refused where a place in them is wrong, with that place', async () => {
    const trace = await traceOf('How many cars are there?');
    const wrong = JSON.stringify({ ...trace, structure: { ...trace.structure, score: 2 } });
    expect(readTraces(wrong, 'a.jsonl')).toMatchObject({ ok: false, error: { message: /structure\.score/ } });
  });

  it('are not read beyond their limit', () => {
    expect(readTraces('\n'.repeat(MAX_TRACES + 5), 'a.jsonl')).toMatchObject({ ok: false });
  });
});
