import type { AskRecord } from '../reasoning/types.ts';
import type { QueryValue } from '../twin/query/types.ts';
import type { AppState } from './store.ts';

const NONE: readonly string[] = [];

/** The ask whose answer, steps and evidence are shown: the chosen one, else the newest. */
export function shownAsk(state: AppState): AskRecord | undefined {
  const { asks, shownAskId } = state.conversation;
  return asks.find((ask) => ask.id === shownAskId) ?? asks.at(-1);
}

/** True for an ask of the twin as it was before an edit (or after one that was undone). */
export const askedOfAnotherRevision = ({ conversation, edits }: AppState, askId: string): boolean =>
  (conversation.revisions[askId] ?? edits.revision) !== edits.revision;

/** Ids of the objects that decided the shown answer. */
export const evidenceIds = (state: AppState): readonly string[] =>
  shownAsk(state)?.execution?.evidence ?? NONE;

const singletons = new WeakMap<QueryValue, readonly string[]>();

/** Ids of the objects that a query value is about; the same array for the same value, so that subscribers can compare. */
export function valueIds(value: QueryValue): readonly string[] {
  switch (value.type) {
    case 'Set':
      return value.ids;
    case 'Object': {
      const known = singletons.get(value) ?? [value.id];
      singletons.set(value, known);
      return known;
    }
    case 'Answer':
      return value.answer.ids;
    default:
      return NONE;
  }
}

/** The objects that stand out in every view: those of the lit program step, else the selection. Empty: nothing is dimmed. */
export function focusIds(state: AppState): readonly string[] {
  const { activeStep, selectedIds } = state.ui;
  const step = activeStep === undefined ? undefined : shownAsk(state)?.execution?.steps[activeStep];
  return step ? valueIds(step.value) : selectedIds;
}
