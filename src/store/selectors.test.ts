import { describe, expect, it } from 'vitest';
import type { AskRecord } from '../reasoning/types.ts';
import { evidenceIds, focusIds, shownAsk } from './selectors.ts';
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
