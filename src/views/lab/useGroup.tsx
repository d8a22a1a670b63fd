import { useState } from 'react';
import type { CompletionView } from '../../../workers/contracts/training.ts';
import type { ShownGroup } from '../../store/slices/lab.ts';
import { useApp } from '../context.tsx';

/** The groups of the latest step, and which of them is looked at. */
export function useGroup(): { readonly group: ShownGroup | undefined; readonly choice: React.ReactNode } {
  const groups = useApp((state) => state.lab.groups);
  const [index, setIndex] = useState(0);
  const at = Math.min(index, groups.length - 1);
  return {
    group: groups[at],
    choice: (
      <fieldset className="groupChoice" aria-label="Question of the step">
        {groups.map(({ view }, number) => (
          <button
            key={view.problem}
            type="button"
            aria-pressed={number === at}
            onClick={() => setIndex(number)}
            title={view.question}
          >
            {number + 1} {view.family}
            {view.noSignal ? ' · no signal' : ` · ${view.mean.toFixed(2)}`}
          </button>
        ))}
      </fieldset>
    ),
  };
}

/** Rollouts with their numbers, which are the only names that they have. */
export const numbered = (
  completions: readonly CompletionView[],
): readonly { readonly number: number; readonly completion: CompletionView }[] =>
  completions.map((completion, index) => ({ number: index + 1, completion }));

/** What stands here before a step was done in this visit. */
export function NoGroup() {
  return (
    <p className="lab__empty">
      The groups of the latest step are shown here. Start training, or do one step: a group is one question
      with several rollouts of it, which are held against each other.
    </p>
  );
}
