import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import {
  type EditHistory,
  MAX_HISTORY,
  NO_HISTORY,
  type Present,
  recordEdit,
  redoEdit,
  undoEdit,
} from './history.ts';

const twin = soundTwin();

/** Edits a number of times, each with a revision of its own. */
function edited(times: number): { history: EditHistory; present: Present } {
  let history = NO_HISTORY;
  for (let revision = 0; revision < times; revision++) {
    history = recordEdit(history, `edit ${revision}`, { twin, revision });
  }
  return { history, present: { twin, revision: times } };
}

describe('edit history', () => {
  it('undoes and redoes any number of edits exactly', () => {
    fc.assert(
      fc.property(fc.nat(MAX_HISTORY), fc.nat(MAX_HISTORY), (times, back) => {
        const start = edited(times);
        let { history, present } = start;
        const steps = Math.min(times, back);
        for (let i = 0; i < steps; i++)
          ({ history, present } = undoEdit(history, present) ?? { history, present });
        expect(present.revision).toBe(times - steps);
        for (let i = 0; i < steps; i++)
          ({ history, present } = redoEdit(history, present) ?? { history, present });
        expect({ history, present }).toEqual(start);
      }),
    );
  });

  it('ends at both ends', () => {
    expect(undoEdit(NO_HISTORY, { twin, revision: 0 })).toBeUndefined();
    expect(redoEdit(NO_HISTORY, { twin, revision: 0 })).toBeUndefined();
  });

  it('forgets what was undone once something else is edited', () => {
    const { history, present } = edited(2);
    const back = undoEdit(history, present);
    const again = recordEdit(back?.history ?? NO_HISTORY, 'other', back?.present ?? present);
    expect(again.future).toEqual([]);
    expect(again.past.map(({ title }) => title)).toEqual(['edit 0', 'other']);
  });

  it('keeps the newest steps only', () => {
    const { history } = edited(MAX_HISTORY + 7);
    expect(history.past).toHaveLength(MAX_HISTORY);
    expect(history.past[0]?.title).toBe('edit 7');
  });
});
