import { describeChange } from '../../twin/edit/difference.ts';
import type { Execution } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';

/** One question answered of two states of a twin. */
export interface Comparison {
  /** What a person changed in between: "without cup o5"; undefined where the twins are the same to a person. */
  readonly change: string | undefined;
  readonly before: string;
  readonly after: string;
  readonly changed: boolean;
  /** Objects that decided the answer only after the change, and only before it. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

interface Answered {
  readonly execution: Execution | undefined;
  readonly twin: Twin;
}

/** An answer in a few words: its text, or why there is none. */
export const answerText = (execution: Execution | undefined): string =>
  execution?.answer?.text ?? (execution?.error ? 'the program stopped' : 'not read');

/** Puts the answers before and after an edit side by side: "without cup o5: 2 → 1". */
export function compareAnswers(before: Answered, after: Answered): Comparison {
  const was = before.execution?.evidence ?? [];
  const is = after.execution?.evidence ?? [];
  const texts = [answerText(before.execution), answerText(after.execution)] as const;
  return {
    change: describeChange(before.twin, after.twin),
    before: texts[0],
    after: texts[1],
    changed: texts[0] !== texts[1] || before.execution?.answer?.type !== after.execution?.answer?.type,
    joined: is.filter((id) => !was.includes(id)),
    left: was.filter((id) => !is.includes(id)),
  };
}
