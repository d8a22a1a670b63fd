import { type TwinsightError, toTwinsightError } from '../core/errors.ts';
import type { Notice } from '../store/slices/notices.ts';
import type { RunningJob } from '../store/slices/perception.ts';
import type { SceneState } from '../store/slices/scene.ts';
import type { UiState } from '../store/slices/ui.ts';
import type { AppStore } from '../store/store.ts';

let serial = 0;

export const setUi = (store: AppStore, change: Partial<UiState>): void =>
  store.setState((state) => ({ ui: { ...state.ui, ...change } }));

export const setJob = (store: AppStore, job: RunningJob | undefined): void =>
  store.setState((state) => ({ perception: { ...state.perception, job } }));

/** Puts another scene in place; what pointed into the old twin, and what was asked of it, goes. */
export function replaceScene(store: AppStore, scene: SceneState): void {
  store.setState((state) => ({
    scene,
    conversation: { asks: [], shownAskId: undefined, suggestions: [] },
    ui: { ...state.ui, selectedIds: [], hoveredId: undefined, activeStep: undefined },
  }));
}

export function addNotice(store: AppStore, notice: Omit<Notice, 'id'>): void {
  serial += 1;
  const id = `notice-${serial}`;
  store.setState((state) => {
    const others = state.notices.notices.filter((other) => other.message !== notice.message);
    return { notices: { notices: [...others, { ...notice, id }].slice(-4) } };
  });
}

export function clearNotices(store: AppStore, place: Notice['place']): void {
  store.setState((state) => ({
    notices: { notices: state.notices.notices.filter((notice) => notice.place !== place) },
  }));
}

/** Shows a failure where it happened; what the person cancelled is no failure. */
export function reportFailure(store: AppStore, thrown: unknown, place: Notice['place']): TwinsightError {
  const error = toTwinsightError(thrown);
  if (error.code !== 'cancelled') {
    addNotice(store, {
      kind: 'error',
      place,
      message: error.message,
      remedy: error.remedy,
      code: error.code,
    });
  }
  return error;
}
