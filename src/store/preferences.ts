/**
 * Key–value text that survives a reload, where the browser allows it: private windows and strict settings make
 * `localStorage` throw on access, and then preferences last as long as the page.
 */
export interface PreferenceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const PREFIX = 'twinsight.';

export function createPreferenceStorage(open: () => Storage): PreferenceStorage {
  const session = new Map<string, string>();
  let backing: Storage | undefined;
  try {
    backing = open();
    backing.getItem(`${PREFIX}probe`);
  } catch {
    backing = undefined;
  }
  return {
    getItem: (key) => {
      const kept = session.get(key);
      if (kept !== undefined) return kept;
      try {
        return backing?.getItem(PREFIX + key) ?? null;
      } catch {
        return null;
      }
    },
    setItem: (key, value) => {
      session.set(key, value);
      try {
        backing?.setItem(PREFIX + key, value);
      } catch {
        backing = undefined; // Full or withdrawn: the session copy goes on.
      }
    },
  };
}
