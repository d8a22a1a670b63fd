import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindModelPreferences, parseModelPreferences } from './modelBindings.ts';
import { EMBEDDED, initialModels, MODEL_ROLES } from './slices/models.ts';
import { createAppStore } from './store.ts';

describe('the choice of models', () => {
  it('comes back on the next visit, without what was under way', () => {
    const values = new Map<string, string>();
    const storage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    };
    const first = createAppStore();
    bindModelPreferences(first, storage);
    first.setState(({ models }) => ({
      models: {
        ...models,
        active: { ...models.active, depth: 'depth-model' },
        source: 'https://hub.example.org/',
        openedId: 'depth-model',
      },
    }));
    const second = createAppStore();
    bindModelPreferences(second, storage);
    const { active, source, openedId } = second.getState().models;
    expect(active).toEqual({ ...initialModels.active, depth: 'depth-model' });
    expect(source).toBe('https://hub.example.org/');
    expect(openedId).toBeUndefined();
  });

  it('survives any text in the storage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { active, source } = parseModelPreferences(text, initialModels);
        expect(Object.keys(active)).toEqual([...MODEL_ROLES]);
        expect(typeof source).toBe('string');
      }),
    );
    expect(parseModelPreferences('{"active":{"detect":"<b>"}}', initialModels).active.detect).toBe(EMBEDDED);
  });
});
