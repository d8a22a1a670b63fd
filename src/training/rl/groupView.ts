import type { ScoredCompletion, ScoredGroup } from './groups.ts';
import type { Vocabulary } from './rowDriver.ts';
import type { CompletionView, GroupView } from './schema.ts';
import { programOf } from './textRollout.ts';

/** @param ratios of each token of each completion, where they were computed */
export function viewOf(
  { problem, completions, mean, deviation, noSignal }: ScoredGroup,
  vocabulary: Vocabulary,
  ratios?: readonly (readonly number[])[],
): GroupView {
  const { value, none, ids, text } = problem.scenes[0].targets;
  return {
    problem: problem.id,
    family: problem.family,
    question: problem.question,
    scenes: problem.scenes.length,
    target: none ? 'nothing' : (text ?? (value === undefined ? ids.join(', ') : String(value))),
    mean,
    deviation,
    noSignal,
    completions: completions.map((completion, row) => completionView(completion, vocabulary, ratios?.[row])),
  };
}

function completionView(
  { row, rollout, reward, advantage }: ScoredCompletion,
  vocabulary: Vocabulary,
  ratios: readonly number[] | undefined,
): CompletionView {
  const { outcome, execution } = rollout;
  const fault =
    outcome.kind === 'malformed'
      ? outcome.fault.message
      : outcome.kind === 'wrong-answer' || outcome.kind === 'failed'
        ? outcome.message
        : undefined;
  const decoder = new TextDecoder();
  return {
    pieces: row.tokens.map((token, at) => {
      const text = decoder.decode(vocabulary.bytesOf(token), { stream: true });
      const ratio = ratios?.[at];
      return {
        text,
        written: row.written[at] ?? false,
        logprob: row.logprobs[at] ?? 0,
        ...(ratio === undefined ? {} : { ratio }),
      };
    }),
    outcome: outcome.kind,
    ...(fault === undefined ? {} : { fault }),
    ...(execution.answer ? { answer: execution.answer.text } : {}),
    program: programOf(rollout),
    right: reward.right,
    reward: reward.total,
    terms: reward.terms.map((term) => ({ ...term, parts: { ...term.parts } })),
    advantage,
  };
}
