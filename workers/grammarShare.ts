import { ask } from '../src/reasoning/ask.ts';
import { referenceKernels } from '../src/training/kernels/reference.ts';
import { scoreAnswers } from '../src/training/rewards/accuracy.ts';
import type { AnswerCase } from '../src/training/rewards/types.ts';
import { shareOf } from '../src/training/rl/evaluate.ts';
import type { Problem } from '../src/training/rl/problem.ts';

interface GrammarShareOptions {
  readonly signal: AbortSignal;
  /** Lets messages in. */
  readonly breathe: () => Promise<void>;
  readonly now: () => number;
}

/** Questions between two looks at the messages. */
const PATIENCE = 8;

/** What the hand-written grammar gets right of some questions, each asked of its first scene; one it can't read is wrong. */
export async function grammarShare(
  problems: readonly Problem[],
  { signal, breathe, now }: GrammarShareOptions,
): Promise<ReturnType<typeof shareOf>> {
  const cases: AnswerCase[] = [];
  for (const [index, { question, task, scenes }] of problems.entries()) {
    if (index % PATIENCE === 0) await breathe();
    signal.throwIfAborted();
    const { twin: seen, refine, relate, targets } = scenes[0];
    const { record, twin } = await ask(question, seen, {
      id: `baseline-${index}`,
      now,
      relate,
      refine: async (present, need) => refine(present, need),
    });
    cases.push({ task, answer: record.execution?.answer, twin, targets });
  }
  const scores = await scoreAnswers(cases, 'continuous', referenceKernels());
  return shareOf(scores.filter(({ right }) => right).length, cases.length);
}
