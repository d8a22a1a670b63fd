import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindPreferences, parsePreferences } from './bindings.ts';
import { createAppStore } from './store.ts';

const memory = () => {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
};

describe('preferences', () => {
  it('come back on the next visit', () => {
    const storage = memory();
    const first = createAppStore();
    bindPreferences(first, storage);
    first.setState((state) => ({
      ui: { ...state.ui, theme: 'dark', colourBy: 'depth', layers: { ...state.ui.layers, labels: false } },
    }));
    const second = createAppStore();
    bindPreferences(second, storage);
    const { theme, colourBy, layers } = second.getState().ui;
    expect({ theme, colourBy, layers }).toEqual({
      theme: 'dark',
      colourBy: 'depth',
      layers: { boxes: true, labels: false, masks: true },
    });
  });

  it('do not keep what is pointed at', () => {
    const storage = memory();
    const store = createAppStore();
    bindPreferences(store, storage);
    store.setState((state) => ({ ui: { ...state.ui, selectedIds: ['o1'] } }));
    expect(storage.getItem('ui')).toBeNull();
  });

  it('survive any text in the storage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { overlayOpacity, theme } = parsePreferences(text);
        if (overlayOpacity !== undefined) expect(overlayOpacity).toBeLessThanOrEqual(1);
        expect([undefined, 'light', 'dark', 'system']).toContain(theme);
      }),
      { numRuns: 200 },
    );
  });
});
