import type { RewardKernels } from '../kernels/types.ts';
import type { PolicyEngine } from '../model/types.ts';
import { scoreAnswers } from '../rewards/accuracy.ts';
import { normalForm } from '../worlds/normalForm.ts';
import { attemptOf } from './attempt.ts';
import { sampleGroups } from './groups.ts';
import type { Problem } from './problem.ts';
import type { Vocabulary } from './rowDriver.ts';
import { programOf } from './textRollout.ts';

/** A share of n with its 95 % interval (Wilson 1927). */
export interface Share {
  readonly accuracy: number;
  readonly n: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** What a policy made of one question. */
export interface EvaluationRow {
  readonly id: string;
  readonly family: string;
  readonly question: string;
  /** As a person reads it, or why there is none. */
  readonly answer: string;
  readonly program: string;
  readonly right: boolean;
  /** Undefined where the program that was meant is not known. */
  readonly exact: boolean | undefined;
}

export interface Evaluation {
  readonly answers: Share;
  /** Programs that do what the ones that were meant do, by their normal forms; of the questions where those are known. */
  readonly programs: Share;
  readonly meanLength: number;
  readonly rows: readonly EvaluationRow[];
}

/** Questions that are answered at once: decoding costs about as much for many rows as for few. */
const CHUNK = 128;
const Z = 1.959964;

export function shareOf(right: number, n: number): Share {
  if (n === 0) return { accuracy: 0, n, right, low: 0, high: 1 };
  const accuracy = right / n;
  const centre = (accuracy + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const reach = (Z * Math.sqrt((accuracy * (1 - accuracy)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
  return { accuracy, n, right, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

export interface EvaluateOptions {
  readonly maxNewTokens: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** Answers questions with the most probable tokens, each about its first scene alone, and compares answers and programs. */
export async function evaluate(
  engine: PolicyEngine,
  vocabulary: Vocabulary,
  kernels: RewardKernels,
  problems: readonly Problem[],
  { maxNewTokens, signal, onProgress }: EvaluateOptions,
): Promise<Evaluation> {
  const rows: EvaluationRow[] = [];
  let tokens = 0;
  for (let from = 0; from < problems.length; from += CHUNK) {
    const chunk = problems
      .slice(from, from + CHUNK)
      .map((problem): Problem => ({ ...problem, scenes: [problem.scenes[0]] }));
    const settings = { rows: 1, temperature: 0, topP: 1, maxNewTokens, seed: 0, signal };
    const groups = await sampleGroups(engine, vocabulary, chunk, settings);
    const done = groups.flatMap(({ problem, completions: [completion] }) =>
      completion ? [{ problem, completion, attempt: attemptOf(problem, completion.rollout) }] : [],
    );
    const scores = await scoreAnswers(
      done.map(({ attempt }) => attempt.cases[0]),
      'continuous',
      kernels,
    );
    for (const [index, { problem, completion }] of done.entries()) {
      const { rollout, row } = completion;
      tokens += row.written.filter(Boolean).length;
      const program = programOf(rollout);
      rows.push({
        id: problem.id,
        family: problem.family,
        question: problem.question,
        answer: rollout.execution.answer?.text ?? outcomeText(rollout.outcome),
        program,
        right: scores[index]?.right ?? false,
        exact: problem.program === undefined ? undefined : samePrograms(program, problem.program),
      });
    }
    onProgress?.(rows.length, problems.length);
  }
  const known = rows.filter(({ exact }) => exact !== undefined);
  return {
    answers: shareOf(rows.filter(({ right }) => right).length, rows.length),
    programs: shareOf(known.filter(({ exact }) => exact).length, known.length),
    meanLength: tokens / Math.max(1, rows.length),
    rows,
  };
}

const outcomeText = (outcome: { readonly kind: string; readonly message?: string }): string =>
  outcome.message ?? outcome.kind;

/** Whether two programs have one normal form. One that can't be read is like none. */
function samePrograms(given: string, meant: string): boolean {
  const [a, b] = [normalForm(given), normalForm(meant)];
  return a.ok && b.ok && a.value === b.value;
}
