import type { PreferenceStorage } from './preferences.ts';
import type { ColourBy, LayerName, Theme, UiState } from './slices/ui.ts';
import type { AppStore } from './store.ts';

const KEY = 'ui';
const THEMES: readonly Theme[] = ['light', 'dark', 'system'];
const COLOURS: readonly ColourBy[] = ['class', 'instance', 'depth', 'evidence'];
const LAYERS: readonly LayerName[] = ['boxes', 'labels', 'masks'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what an earlier visit left, and takes only what still makes sense. */
export function parsePreferences(text: string | null): Partial<UiState> {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (!isRecord(kept)) return {};
  const theme = THEMES.find((value) => value === kept.theme);
  const colourBy = COLOURS.find((value) => value === kept.colourBy);
  const hidden = Array.isArray(kept.hiddenLayers) ? kept.hiddenLayers : [];
  const shown = (layer: LayerName): boolean => !hidden.includes(layer);
  const opacity = typeof kept.overlayOpacity === 'number' ? kept.overlayOpacity : Number.NaN;
  return {
    ...(theme ? { theme } : {}),
    ...(colourBy ? { colourBy } : {}),
    ...(opacity >= 0 && opacity <= 1 ? { overlayOpacity: opacity } : {}),
    ...(typeof kept.drawerOpen === 'boolean' ? { drawerOpen: kept.drawerOpen } : {}),
    layers: { boxes: shown('boxes'), labels: shown('labels'), masks: shown('masks') },
  };
}

export function writePreferences(ui: UiState): string {
  const { theme, colourBy, overlayOpacity, drawerOpen, layers } = ui;
  const hiddenLayers = LAYERS.filter((layer) => !layers[layer]);
  return JSON.stringify({ theme, colourBy, overlayOpacity, drawerOpen, hiddenLayers });
}

/** Takes over the preferences of the last visit and keeps those of this one. Returns the way to stop. */
export function bindPreferences(store: AppStore, storage: PreferenceStorage): () => void {
  const kept = parsePreferences(storage.getItem(KEY));
  store.setState((state) => ({ ui: { ...state.ui, ...kept } }));
  let last = writePreferences(store.getState().ui);
  return store.subscribe(
    (state) => state.ui,
    (ui) => {
      const next = writePreferences(ui);
      if (next === last) return;
      last = next;
      storage.setItem(KEY, next);
    },
  );
}
