import { type TwinsightError, toTwinsightError } from '../core/errors.ts';
import { initialConversation } from '../store/slices/conversation.ts';
import { type EditsState, initialEdits, type TwinState } from '../store/slices/edits.ts';
import type { Notice } from '../store/slices/notices.ts';
import type { RunningJob } from '../store/slices/perception.ts';
import { initialPrompt, type PromptState } from '../store/slices/prompt.ts';
import type { SceneState } from '../store/slices/scene.ts';
import type { UiState } from '../store/slices/ui.ts';
import type { VideoState } from '../store/slices/video.ts';
import type { AppState, AppStore } from '../store/store.ts';
import type { Twin } from '../twin/schema/twin.ts';

let serial = 0;

/** Changes what the interface shows; nothing else of the state. */
export const setUi = (store: AppStore, change: Partial<UiState>): void =>
  store.setState((state) => ({ ui: { ...state.ui, ...change } }));

/** Shows the running job, or none. */
export const setJob = (store: AppStore, job: RunningJob | undefined): void =>
  store.setState((state) => ({ perception: { ...state.perception, job } }));

/** Changes what is known of the clip at hand and of a proposed one. */
export const setVideo = (store: AppStore, change: Partial<VideoState>): void =>
  store.setState((state) => ({ video: { ...state.video, ...change } }));

/** Changes what is pointed at with the segment tool. */
export const setPrompt = (store: AppStore, change: Partial<PromptState>): void =>
  store.setState((state) => ({ prompt: { ...state.prompt, ...change } }));

/** Forgets the prompt at hand; the tool stays. */
export const clearPrompt = (store: AppStore): void =>
  store.setState(({ prompt: { tool, positive, crosshair } }) => ({
    prompt: { ...initialPrompt, tool, positive, crosshair },
  }));

/** The twin at hand as undo would bring it back. */
export function twinState({ scene, edits }: AppState): TwinState | undefined {
  const { twin, origin, timings } = scene;
  return twin && { twin, origin, timings, revision: edits.revision };
}

/** The twin at hand, as soon as the running job has it; undefined where there is none and none to come. */
export async function twinAtHand(store: AppStore): Promise<Twin | undefined> {
  const decided = ({ scene, perception }: AppState): boolean =>
    scene.twin !== undefined || perception.job === undefined;
  if (!decided(store.getState())) {
    await new Promise<void>((resolve) => {
      const stop = store.subscribe((state) => {
        if (!decided(state)) return;
        stop();
        resolve();
      });
    });
  }
  return store.getState().scene.twin;
}

/** Puts another state of the same twin in place. What was asked stays; what pointed at objects that are gone goes. */
export function replaceTwin(store: AppStore, present: TwinState, history: EditsState['history']): void {
  const { revision, ...shown } = present;
  const ids = new Set(shown.twin.objects.map(({ id }) => id));
  store.setState(({ scene, edits, ui }) => ({
    scene: { ...scene, ...shown },
    edits: { ...edits, history, revision, lastRevision: Math.max(edits.lastRevision, revision) },
    ui: {
      ...ui,
      selectedIds: ui.selectedIds.filter((id) => ids.has(id)),
      hoveredId: ids.has(ui.hoveredId ?? '') ? ui.hoveredId : undefined,
      activeStep: undefined,
      litIds: undefined,
    },
  }));
}

/**
 * Puts another scene in place; what pointed into the old twin, what was asked of it and changed in it, goes. A question that
 * waits for its answer stays: it may have been asked of the twin to come.
 */
export function replaceScene(store: AppStore, scene: SceneState): void {
  store.setState((state) => ({
    scene,
    conversation: { ...initialConversation, asking: state.conversation.asking },
    edits: initialEdits,
    prompt: { ...initialPrompt, tool: scene.image ? state.prompt.tool : 'select' },
    ui: { ...state.ui, selectedIds: [], hoveredId: undefined, activeStep: undefined, litIds: undefined },
  }));
}

/** Tells the person something. The same message is shown once; beyond four the oldest goes. */
export function addNotice(store: AppStore, notice: Omit<Notice, 'id'>): void {
  serial += 1;
  const id = `notice-${serial}`;
  store.setState((state) => {
    const others = state.notices.notices.filter((other) => other.message !== notice.message);
    return { notices: { notices: [...others, { ...notice, id }].slice(-4) } };
  });
}

/** Takes back the notices of one place. */
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
