import type { Twin } from '../../../../twin/schema/twin.ts';
import type { Task } from '../../../types.ts';
import { type Compilation, createCompilation } from '../compile.ts';
import type { TimeClause } from '../timeClause.ts';

/** One sentence on its way to a program. */
export interface IntentInput {
  readonly words: readonly string[];
  /** The words with single spaces, for patterns. */
  readonly text: string;
  readonly twin: Twin;
  /** Set by a second sentence: "Segment it." */
  readonly mode?: 'mask' | 'box';
  /** The part of a video that the question is about. */
  readonly time?: TimeClause | undefined;
}

export interface IntentReading {
  readonly task: Task;
  readonly program: string;
  readonly notes: readonly string[];
  readonly fallback?: string;
}

/** Recognises one form of question; undefined when the sentence is of another form. */
export type Intent = (input: IntentInput) => IntentReading | undefined;

export function read(compilation: Compilation, task: Task, answer: string): IntentReading {
  return { task, program: compilation.builder.finish(answer), notes: compilation.builder.notes };
}

/** Points at a set, as the asker wants it shown. Masks of exactly these objects are measured for it. */
export const ground = (compilation: Compilation, set: string, mode: 'mask' | 'box'): IntentReading =>
  mode === 'box'
    ? read(compilation, mode, `box(${set})`)
    : read(compilation, mode, `mask(${compilation.builder.add('outlined', `need(${set}, "mask")`)})`);

/** A fresh program in which what the asker sees but the twin lacks is left out. */
export const lenient = (input: IntentInput): Compilation => createCompilation(input.twin, 'drop', input.time);
/** A fresh program in which what the twin lacks makes the answer "no". */
export const strict = (input: IntentInput): Compilation => createCompilation(input.twin, 'keep', input.time);

/** The index after the words that a pattern matched at the start of a text. */
export const wordsIn = (matched: string): number =>
  matched
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '').length;
