import { describe, expect, it } from 'vitest';
import { createPreferenceStorage } from './preferences.ts';

function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    length: 0,
    clear: () => values.clear(),
    key: () => null,
    getItem: (key) => values.get(key) ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

describe('createPreferenceStorage', () => {
  it('keeps values across instances', () => {
    const backing = memoryStorage();
    createPreferenceStorage(() => backing).setItem('theme', 'dark');
    expect(createPreferenceStorage(() => backing).getItem('theme')).toBe('dark');
  });

  it('lasts for the page where storage is blocked', () => {
    const blocked = createPreferenceStorage(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(blocked.getItem('theme')).toBeNull();
    blocked.setItem('theme', 'dark');
    expect(blocked.getItem('theme')).toBe('dark');
  });

  it('goes on in memory when writing fails', () => {
    const full = memoryStorage();
    full.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const preferences = createPreferenceStorage(() => full);
    preferences.setItem('theme', 'light');
    expect(preferences.getItem('theme')).toBe('light');
  });
});
