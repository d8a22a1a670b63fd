import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditHistory, MAX_HISTORY, recordEdit, redoEdit, undoEdit } from './history.ts';

type Numbers = EditHistory<number>;
const EMPTY: Numbers = { past: [], future: [] };

/** The history of a number that was counted up from 0, and where it is now. */
function counted(times: number): { history: Numbers; present: number } {
  let history = EMPTY;
  for (let value = 0; value < times; value++) history = recordEdit(history, `from ${value}`, value);
  return { history, present: times };
}

describe('edit history', () => {
  it('undoes and redoes any number of edits exactly', () => {
    fc.assert(
      fc.property(fc.nat(MAX_HISTORY), fc.nat(MAX_HISTORY), (times, back) => {
        const start = counted(times);
        let now = start;
        const steps = Math.min(times, back);
        for (let i = 0; i < steps; i++) now = undoEdit(now.history, now.present) ?? now;
        expect(now.present).toBe(times - steps);
        for (let i = 0; i < steps; i++) now = redoEdit(now.history, now.present) ?? now;
        expect(now).toEqual(start);
      }),
    );
  });

  it('ends at both ends', () => {
    expect(undoEdit(EMPTY, 0)).toBeUndefined();
    expect(redoEdit(EMPTY, 0)).toBeUndefined();
  });

  it('forgets what was undone once something else is edited', () => {
    const { history, present } = counted(2);
    const back = undoEdit(history, present);
    const again = recordEdit(back?.history ?? EMPTY, 'other', back?.present ?? present);
    expect(again.future).toEqual([]);
    expect(again.past.map(({ title }) => title)).toEqual(['from 0', 'other']);
  });

  it('keeps the newest steps only', () => {
    const { history } = counted(MAX_HISTORY + 7);
    expect(history.past).toHaveLength(MAX_HISTORY);
    expect(history.past[0]?.title).toBe('from 7');
  });
});
