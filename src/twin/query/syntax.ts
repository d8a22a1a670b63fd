/** A place in a program. Lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Expression =
  | (Place & { readonly kind: 'text'; readonly value: string })
  | (Place & { readonly kind: 'number'; readonly value: number })
  | (Place & { readonly kind: 'bool'; readonly value: boolean })
  | (Place & { readonly kind: 'variable'; readonly name: string })
  | (Place & { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] });

/** One line: `name = expression`. A line without a name (only the last may be so) is named `answer`. */
export interface Assignment extends Place {
  readonly name: string;
  readonly expression: Expression;
}

/** A parsed program: at least one assignment; the last one is the answer. */
export interface Program {
  readonly assignments: readonly Assignment[];
}

/** Program texts above this many UTF-16 code units are refused (16 kB). */
export const MAX_PROGRAM_LENGTH = 16_384;
/** Calls nested deeper than this are refused. */
export const MAX_NESTING = 64;
/** The name of a last line that was written without one. */
export const ANSWER_NAME = 'answer';
