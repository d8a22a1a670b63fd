import { describe, expect, it } from 'vitest';
import { KITCHEN, STREET } from '../../test/support/scenes.ts';
import type { AskRecord } from '../reasoning/types.ts';
import { earlierAsk, evidenceIds, focusIds, forcedTask, shownAsk } from './selectors.ts';
import { type AskOrigin, initialConversation, withAsks } from './slices/conversation.ts';
import { type AppState, initialState } from './store.ts';

const record = (id: string): AskRecord => ({
  id,
  question: id,
  policy: 'grammar',
  reading: { readable: true, task: 'value', program: '', notes: [] },
  execution: {
    steps: [
      { line: 1, name: 'a', source: '', value: { type: 'Object', id: 'o2' }, because: [] },
      { line: 2, name: 'b', source: '', value: { type: 'Bool', value: true }, because: [] },
    ],
    evidence: [`evidence of ${id}`],
  },
  ms: 1,
});

const state = (ui: Partial<AppState['ui']>, shownAskId?: string): AppState => ({
  ...initialState,
  conversation: {
    ...initialState.conversation,
    asks: [record('first'), record('second')],
    shownAskId,
  },
  ui: { ...initialState.ui, ...ui },
});

describe('selectors', () => {
  it('show the newest ask until another is chosen', () => {
    expect(shownAsk(state({}))?.id).toBe('second');
    expect(shownAsk(state({}, 'first'))?.id).toBe('first');
    expect(evidenceIds(state({}, 'first'))).toEqual(['evidence of first']);
  });

  it('let a lit step stand out before the selection', () => {
    expect(focusIds(state({ selectedIds: ['o1'] }))).toEqual(['o1']);
    expect(focusIds(state({ selectedIds: ['o1'], activeStep: 0 }))).toEqual(['o2']);
    expect(focusIds(state({ selectedIds: ['o1'], activeStep: 1 }))).toEqual([]);
    expect(focusIds(state({ selectedIds: ['o1'], activeStep: 9 }))).toEqual(['o1']);
  });

  it('give the same array for the same state', () => {
    const lit = state({ activeStep: 0 });
    expect(focusIds(lit)).toBe(focusIds({ ...lit }));
  });
});

describe('a conversation', () => {
  const asked = (id: string, question: string, origin: Partial<Extract<AskOrigin, { kind: 'asked' }>>) => ({
    record: { ...record(id), question },
    origin: { kind: 'asked', revision: 0, twin: KITCHEN, task: undefined, ...origin } as const,
  });

  const withThree = (...asks: Parameters<typeof withAsks>[1]): AppState => ({
    ...initialState,
    conversation: withAsks(initialConversation, asks),
  });

  it('compares an answer with that to the same question before an edit', () => {
    const state = withThree(
      asked('a', 'How many?', {}),
      asked('b', 'Where?', {}),
      asked('c', 'How many?', { revision: 1, twin: STREET }),
    );
    const [first, , last] = state.conversation.asks;
    expect(last && earlierAsk(state, last)?.id).toBe('a');
    expect(first && earlierAsk(state, first)).toBeUndefined();
  });

  it('compares nothing that was asked of the same twin, for another task, or read from a file', () => {
    const again = asked('z', 'How many?', { revision: 1 });
    const others = [
      asked('a', 'How many?', { revision: 1 }),
      asked('b', 'How many?', { task: 'mask' }),
      { record: { ...record('c'), question: 'How many?' }, origin: { kind: 'opened', file: 'c.jsonl' } },
    ] as const;
    for (const other of others) {
      const state = withThree(other, again);
      expect(earlierAsk(state, again.record)).toBeUndefined();
    }
    expect(forcedTask(withThree(others[1]), 'b')).toBe('mask');
    expect(forcedTask(withThree(others[2]), 'c')).toBeUndefined();
  });

  it('forgets the oldest questions, and where they came from', () => {
    const many = Array.from({ length: 130 }, (_, index) => asked(`q${index}`, 'How many?', {}));
    const { asks, origins } = withAsks(initialConversation, many);
    expect(asks).toHaveLength(100);
    expect(Object.keys(origins)).toEqual(asks.map(({ id }) => id));
  });

  it('lights what words are about before what a step is about', () => {
    expect(focusIds(state({ litIds: ['o7'], activeStep: 0, selectedIds: ['o1'] }))).toEqual(['o7']);
  });
});
