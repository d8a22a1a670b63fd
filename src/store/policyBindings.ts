import type { PreferenceStorage } from './preferences.ts';
import { isPolicyId } from './slices/policies.ts';
import type { AppStore } from './store.ts';

const KEY = 'policy';

/** Takes over the policy of the last visit and keeps that of this one. Returns the way to stop. */
export function bindPolicyPreference(store: AppStore, storage: PreferenceStorage): () => void {
  const kept = storage.getItem(KEY) ?? '';
  // A tuned policy lasts as long as the page.
  if (isPolicyId(kept) && kept !== 'tuned')
    store.setState((state) => ({ policies: { ...state.policies, chosen: kept } }));
  return store.subscribe(
    (state) => state.policies.chosen,
    (chosen) => storage.setItem(KEY, chosen),
  );
}
