import { checkProgram } from '../twin/query/check.ts';
import type { RelationProvider } from '../twin/query/context.ts';
import { type Refine, runProgramRefining } from '../twin/query/execute.ts';
import { parseProgram } from '../twin/query/parser.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { englishLexicon } from './knowledge/lexicon.ts';
import { readQuestion } from './policies/grammar/readQuestion.ts';
import type { AskRecord, PolicyReading, Task } from './types.ts';

export interface AskOptions {
  /** The id of the record. */
  readonly id: string;
  /** A clock in milliseconds, injected because pure code has none. */
  readonly now: () => number;
  /** Which policy reads the question; `grammar` is the only one so far. */
  readonly policy?: 'grammar';
  /** A program to run instead of reading the question. */
  readonly program?: string;
  /** Decides relations instead of the twin's own geometry. */
  readonly relate?: RelationProvider;
  /** Measures what the question needs; without it, the question is answered from what the twin holds. */
  readonly refine?: Refine | undefined;
}

/** An answered question, and the twin with all that the question made necessary. */
export interface AskOutcome {
  readonly record: AskRecord;
  readonly twin: Twin;
}

const noTool: Refine = async () => ({ refused: 'no tool is at hand' });

/**
 * Reads a question into a program and runs it on a twin, measuring on the way what it needs. What went wrong is in the
 * record; rejects only with what `refine` rejects with.
 */
export async function ask(question: string, twin: Twin, options: AskOptions): Promise<AskOutcome> {
  const start = options.now();
  const reading: PolicyReading =
    options.program === undefined
      ? readQuestion(question, twin)
      : { readable: true, task: taskOf(options.program), program: options.program, notes: [] };
  const record = {
    id: options.id,
    question,
    policy: options.program === undefined ? 'grammar' : 'program',
    reading,
  } as const;
  if (!reading.readable) return { record: { ...record, ms: options.now() - start }, twin };
  const relation = options.relate ? { relate: options.relate } : {};
  const settings = { lexicon: englishLexicon, ...relation };
  const executed = await runProgramRefining(reading.program, twin, options.refine ?? noTool, settings);
  return {
    record: { ...record, execution: executed.execution, ms: options.now() - start },
    twin: executed.twin,
  };
}

/** What a program answers with, from its last call; `value` when it is not an answer. */
function taskOf(source: string): Task {
  const program = parseProgram(source);
  if (!program.ok || !checkProgram(program.value).ok) return 'value';
  const last = program.value.assignments.at(-1)?.expression;
  if (last?.kind !== 'call') return 'value';
  return last.name === 'mask' || last.name === 'box' || last.name === 'summary' ? last.name : 'value';
}
