import type { AskRecord, Task } from '../../reasoning/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';

/** Where a question of the conversation comes from. */
export type AskOrigin =
  | {
      readonly kind: 'asked';
      /** The revision of the twin that it was asked of (see `edits`). */
      readonly revision: number;
      /** That twin, with what the question had measured. */
      readonly twin: Twin;
      /** The kind of answer that was forced, if any. */
      readonly task: Task | undefined;
    }
  | { readonly kind: 'opened'; readonly file: string };

/** The questions asked of the twin at hand, oldest first; cleared when the twin is replaced. */
export interface ConversationState {
  readonly asks: readonly AskRecord[];
  /** Id of the ask whose steps and evidence are shown; undefined shows the newest. */
  readonly shownAskId: string | undefined;
  /** By the id of an ask. */
  readonly origins: Readonly<Record<string, AskOrigin>>;
  /** The question that is being answered. */
  readonly asking: string | undefined;
  /** Questions that the policy can read, made from the twin at hand. */
  readonly suggestions: readonly string[];
}

/** Questions that are kept; the oldest are forgotten. */
const MAX_ASKS = 100;

export const initialConversation: ConversationState = {
  asks: [],
  shownAskId: undefined,
  origins: {},
  asking: undefined,
  suggestions: [],
};

/** The conversation with more questions, the last of which is shown. */
export function withAsks(
  conversation: ConversationState,
  added: readonly { readonly record: AskRecord; readonly origin: AskOrigin }[],
): ConversationState {
  const asks = [...conversation.asks, ...added.map(({ record }) => record)].slice(-MAX_ASKS);
  const origins = new Map(Object.entries(conversation.origins));
  for (const { record, origin } of added) origins.set(record.id, origin);
  const kept = asks.flatMap(({ id }) => {
    const origin = origins.get(id);
    return origin ? [[id, origin] as const] : [];
  });
  return { ...conversation, asks, origins: Object.fromEntries(kept), shownAskId: undefined };
}
