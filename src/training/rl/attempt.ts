import type { Rollout } from '../../reasoning/rollout/machine.ts';
import type { AnswerCase, Attempt } from '../rewards/types.ts';
import type { Problem } from './problem.ts';
import { replay } from './textRollout.ts';

/** What is to be rewarded of a rollout: its answer about the scene that it ran on, and its program's about the others. */
export function attemptOf(problem: Problem, rollout: Rollout): Attempt {
  const { task, scenes } = problem;
  const [first, ...others] = scenes;
  const answered = rollout.outcome.kind === 'answered';
  const own: AnswerCase = {
    task,
    answer: answered ? rollout.execution.answer : undefined,
    twin: rollout.twin,
    targets: first.targets,
  };
  const replayed = others.map((scene): AnswerCase => {
    if (!answered) return { task, answer: undefined, twin: scene.twin, targets: scene.targets };
    const { execution, twin } = replay(rollout, scene);
    return { task, answer: execution.answer, twin, targets: scene.targets };
  });
  return { rollout, before: first.twin, cases: [own, ...replayed] };
}
