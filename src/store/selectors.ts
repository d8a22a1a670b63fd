import type { AskRecord, Task } from '../reasoning/types.ts';
import type { QueryValue } from '../twin/query/types.ts';
import type { AppState } from './store.ts';

const NONE: readonly string[] = [];

/** The ask whose answer, steps and evidence are shown: the chosen one, else the newest. */
export function shownAsk(state: AppState): AskRecord | undefined {
  const { asks, shownAskId } = state.conversation;
  return asks.find((ask) => ask.id === shownAskId) ?? asks.at(-1);
}

/** True for an ask of the twin as it was before an edit or a new measurement (or after one that was undone). */
export function askedOfAnotherRevision({ conversation, edits }: AppState, askId: string): boolean {
  const origin = conversation.origins[askId];
  return origin?.kind === 'asked' && origin.revision !== edits.revision;
}

/** The kind of answer that was forced when this was asked. */
export function forcedTask({ conversation }: AppState, askId: string): Task | undefined {
  const origin = conversation.origins[askId];
  return origin?.kind === 'asked' ? origin.task : undefined;
}

/** The last time that the same was asked of another state of the twin, before this ask: what its answer is compared with. */
export function earlierAsk({ conversation }: AppState, ask: AskRecord): AskRecord | undefined {
  const { asks, origins } = conversation;
  const origin = origins[ask.id];
  if (origin?.kind !== 'asked') return undefined;
  const index = asks.findIndex(({ id }) => id === ask.id);
  return asks.slice(0, Math.max(0, index)).findLast(({ id, question }) => {
    const other = origins[id];
    return (
      other?.kind === 'asked' &&
      question === ask.question &&
      other.task === origin.task &&
      other.revision !== origin.revision
    );
  });
}

/** The newest answer of each other policy to the same question about the same state of the twin. */
export function sameQuestionByOthers(
  asks: readonly AskRecord[],
  origins: AppState['conversation']['origins'],
  ask: AskRecord,
): readonly AskRecord[] {
  const origin = origins[ask.id];
  if (origin?.kind !== 'asked') return [];
  const newest = new Map<string, AskRecord>();
  for (const other of asks) {
    const from = origins[other.id];
    const same =
      from?.kind === 'asked' &&
      other.question === ask.question &&
      from.task === origin.task &&
      from.revision === origin.revision;
    if (same && other.policy !== ask.policy) newest.set(other.policy, other);
  }
  return [...newest.values()];
}

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

/**
 * The objects that stand out in every view: those that are lit (of a sentence, a reason), else those of the lit program step,
 * else the selection. Empty: nothing is dimmed.
 */
export function focusIds(state: AppState): readonly string[] {
  const { litIds, activeStep, selectedIds } = state.ui;
  if (litIds) return litIds;
  const step = activeStep === undefined ? undefined : shownAsk(state)?.execution?.steps[activeStep];
  return step ? valueIds(step.value) : selectedIds;
}
