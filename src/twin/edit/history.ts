/** A state as it was, and the edit that led away from it. */
export interface HistoryStep<State> {
  /** The edit in words (see `editTitle`). */
  readonly title: string;
  readonly state: State;
}

/** Edits: what undo goes back to, newest last, and what redo brings again, next last. States share their parts. */
export interface EditHistory<State> {
  readonly past: readonly HistoryStep<State>[];
  readonly future: readonly HistoryStep<State>[];
}

/** More steps than a person retraces; the oldest are forgotten. */
export const MAX_HISTORY = 50;

/** The history after an edit of `before`; what was undone earlier can no longer be redone. */
export const recordEdit = <State>(
  { past }: EditHistory<State>,
  title: string,
  before: State,
): EditHistory<State> => ({
  past: [...past, { title, state: before }].slice(-MAX_HISTORY),
  future: [],
});

interface Moved<State> {
  readonly history: EditHistory<State>;
  readonly present: State;
}

/** One edit back; undefined at the beginning. */
export function undoEdit<State>(
  { past, future }: EditHistory<State>,
  present: State,
): Moved<State> | undefined {
  const step = past.at(-1);
  if (!step) return undefined;
  const undone = { title: step.title, state: present };
  return { history: { past: past.slice(0, -1), future: [...future, undone] }, present: step.state };
}

/** One undone edit again; undefined where nothing was undone. */
export function redoEdit<State>(
  { past, future }: EditHistory<State>,
  present: State,
): Moved<State> | undefined {
  const step = future.at(-1);
  if (!step) return undefined;
  const redone = { title: step.title, state: present };
  return { history: { past: [...past, redone], future: future.slice(0, -1) }, present: step.state };
}
