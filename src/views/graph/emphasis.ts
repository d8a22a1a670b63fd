import { focusIds } from '../../store/selectors.ts';
import type { AppState, AppStore } from '../../store/store.ts';

/** What the store points at, in the shape that engines draw from. */
export interface Emphasis {
  readonly selected: ReadonlySet<string>;
  readonly hovered: string | undefined;
  /** What stands out; everything else is dimmed. Empty: nothing is dimmed. */
  readonly focus: ReadonlySet<string>;
}

export const NO_EMPHASIS: Emphasis = { selected: new Set(), hovered: undefined, focus: new Set() };

const selectEmphasis = (state: AppState): Emphasis => ({
  selected: new Set(state.ui.selectedIds),
  hovered: state.ui.hoveredId,
  focus: new Set(focusIds(state)),
});

/** Tells an engine what is pointed at, now and after each change, past React. Returns the way to stop. */
export function watchEmphasis(store: AppStore, listener: (emphasis: Emphasis) => void): () => void {
  listener(selectEmphasis(store.getState()));
  return store.subscribe(
    (state) => [state.ui.selectedIds, state.ui.hoveredId, focusIds(state)] as const,
    () => listener(selectEmphasis(store.getState())),
    { equalityFn: (a, b) => a.every((value, index) => value === b[index]) },
  );
}

/** Passes on each new wish to frame objects. Returns the way to stop. */
export const watchFraming = (store: AppStore, listener: (ids: readonly string[]) => void): (() => void) =>
  store.subscribe(
    (state) => state.ui.framing,
    (framing) => {
      if (framing) listener(framing.ids);
    },
  );
