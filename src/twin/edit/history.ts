import type { Twin } from '../schema/twin.ts';

/** A twin as it was, and the edit that led away from it. */
export interface HistoryStep {
  /** The edit in words (see `editTitle`). */
  readonly title: string;
  readonly twin: Twin;
  /** Tells the states of the twin apart: equal after undo, different after every edit. */
  readonly revision: number;
}

/** The edits of a twin: what undo goes back to, newest last, and what redo brings again, next last. Twins share their parts. */
export interface EditHistory {
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

/** The present: the twin at hand and its revision. */
export type Present = Omit<HistoryStep, 'title'>;

/** More steps than a person retraces; the oldest are forgotten. */
export const MAX_HISTORY = 50;

export const NO_HISTORY: EditHistory = { past: [], future: [] };

/** The history after an edit; what was undone before it can no longer be redone. */
export const recordEdit = (history: EditHistory, title: string, before: Present): EditHistory => ({
  past: [...history.past, { title, twin: before.twin, revision: before.revision }].slice(-MAX_HISTORY),
  future: [],
});

interface Moved {
  readonly history: EditHistory;
  readonly present: Present;
  /** The edit that was taken back or made again. */
  readonly title: string;
}

/** One edit back; undefined at the beginning. */
export function undoEdit({ past, future }: EditHistory, { twin, revision }: Present): Moved | undefined {
  const step = past.at(-1);
  if (!step) return undefined;
  const { title } = step;
  return {
    history: { past: past.slice(0, -1), future: [...future, { title, twin, revision }] },
    present: { twin: step.twin, revision: step.revision },
    title,
  };
}

/** One undone edit again; undefined where nothing was undone. */
export function redoEdit({ past, future }: EditHistory, { twin, revision }: Present): Moved | undefined {
  const step = future.at(-1);
  if (!step) return undefined;
  const { title } = step;
  return {
    history: { past: [...past, { title, twin, revision }], future: future.slice(0, -1) },
    present: { twin: step.twin, revision: step.revision },
    title,
  };
}
