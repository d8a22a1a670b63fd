import type { AskRecord } from '../../reasoning/types.ts';
import type { AppState } from '../../store/store.ts';
import { useApp } from '../context.tsx';

/** The label of an object in the twin that was asked, which may have been edited since, else in the twin at hand. */
export function useLabelOf(ask: AskRecord): (id: string) => string | undefined {
  const asked = useApp((state: AppState) => {
    const origin = state.conversation.origins[ask.id];
    return origin?.kind === 'asked' ? origin.twin : undefined;
  });
  const twin = useApp((state) => state.scene.twin);
  return (id) => (asked ?? twin)?.objects.find((object) => object.id === id)?.label;
}
