import type { Because } from '../relations/types.ts';
import type { NeedRecord } from './needs.ts';

/**
 * A value of the query language. Sets and objects are object ids of the twin in document order; `Text` also carries
 * closed vocabularies (colours, sizes); `Number` may carry a unit ("m").
 */
export type QueryValue =
  | { readonly type: 'Set'; readonly ids: readonly string[] }
  | { readonly type: 'Object'; readonly id: string }
  | { readonly type: 'Number'; readonly value: number; readonly unit?: string }
  | { readonly type: 'Text'; readonly value: string }
  | { readonly type: 'Bool'; readonly value: boolean }
  | { readonly type: 'Answer'; readonly answer: Answer };

export type QueryType = QueryValue['type'];

export const ANSWER_TYPES = ['value', 'mask', 'box', 'summary', 'none'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** What a program answers (DESIGN section 5). `ids` are the objects that the answer is about: its evidence. */
export interface Answer {
  readonly type: AnswerType;
  /** For `value`: the bare value. Yes/no questions hold a boolean. */
  readonly value?: string | number | boolean;
  readonly unit?: string;
  readonly ids: readonly string[];
  /** The answer as a person reads it: "2", "yes", "blue", "the horse (o3)", "no horse among 7 objects". */
  readonly text: string;
}

/** Where and why a program or its text is wrong. Lines and columns count from 1. */
export interface QueryError {
  readonly kind: 'syntax' | 'type' | 'name' | 'runtime' | 'budget';
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** One executed line of a program. */
export interface QueryStep {
  readonly line: number;
  /** The variable that the line assigns. */
  readonly name: string;
  /** The line as printed by the printer. */
  readonly source: string;
  readonly value: QueryValue;
  /** Why this value: one entry per object or relation that decided it (capped). */
  readonly because: readonly { readonly ids: readonly string[]; readonly numbers: Because }[];
  /** Anything that a reader must know: "near is taken as …", "mask is not measured: …". */
  readonly note?: string;
  /** What had to be measured for this line, in order. */
  readonly needs?: readonly NeedRecord[];
}

/** What running a program gives: every step, and the answer of the last line or the error that stopped it. */
export interface Execution {
  readonly steps: readonly QueryStep[];
  readonly answer?: Answer;
  readonly error?: QueryError;
  /** Ids of the objects that decided the answer. */
  readonly evidence: readonly string[];
}
