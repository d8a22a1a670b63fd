import type { AskRecord } from '../../reasoning/types.ts';

/** The questions asked of the twin at hand, oldest first; cleared when the twin is replaced. */
export interface ConversationState {
  readonly asks: readonly AskRecord[];
  /** Id of the ask whose steps and evidence are shown; undefined shows the newest. */
  readonly shownAskId: string | undefined;
  /** By the id of an ask: the revision of the twin that it was asked of (see `edits`). */
  readonly revisions: Readonly<Record<string, number>>;
  /** Questions that the policy can read, made from the twin at hand. */
  readonly suggestions: readonly string[];
}

export const initialConversation: ConversationState = {
  asks: [],
  shownAskId: undefined,
  revisions: {},
  suggestions: [],
};
