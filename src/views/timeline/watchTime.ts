import type { AppState, AppStore } from '../../store/store.ts';

/** Tells of the state now, and with every frame that is shown, past React. Returns the way to stop. */
export function watchTime(store: AppStore, listener: (state: AppState) => void): () => void {
  listener(store.getState());
  return store.subscribe(
    ({ playback, scene }) => [playback.timeUs, playback.framesUs, scene.twin] as const,
    () => listener(store.getState()),
    { equalityFn: (a, b) => a.every((value, index) => value === b[index]) },
  );
}
