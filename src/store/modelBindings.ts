import type { PreferenceStorage } from './preferences.ts';
import { MODEL_ROLES, type ModelsState } from './slices/models.ts';
import type { AppStore } from './store.ts';

const KEY = 'models';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Kept = Pick<ModelsState, 'active' | 'source'>;

/** Reads which models were at work; whether they are still there is found out when they are needed. */
export function parseModelPreferences(text: string | null, initial: Kept): Kept {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return initial;
  }
  if (!isRecord(kept)) return initial;
  const active = isRecord(kept.active) ? kept.active : {};
  const chosen = { ...initial.active };
  for (const role of MODEL_ROLES) {
    const id = active[role];
    if (typeof id === 'string' && /^[\w.-]{1,80}$/.test(id)) chosen[role] = id;
  }
  const source = typeof kept.source === 'string' && kept.source.length < 500 ? kept.source : initial.source;
  return { active: chosen, source };
}

export const writeModelPreferences = ({ active, source }: Kept): string => JSON.stringify({ active, source });

/** Takes over the choice of models of the last visit and keeps that of this one. Returns the way to stop. */
export function bindModelPreferences(store: AppStore, storage: PreferenceStorage): () => void {
  const kept = parseModelPreferences(storage.getItem(KEY), store.getState().models);
  store.setState((state) => ({ models: { ...state.models, ...kept } }));
  let last = writeModelPreferences(kept);
  return store.subscribe(
    (state) => state.models,
    (models) => {
      const next = writeModelPreferences(models);
      if (next === last) return;
      last = next;
      storage.setItem(KEY, next);
    },
  );
}
