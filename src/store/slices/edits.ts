import { type EditHistory, NO_HISTORY } from '../../twin/edit/history.ts';

/** What a person changed in the twin at hand, and what is being changed. */
export interface EditsState {
  readonly history: EditHistory;
  /** Of the twin at hand: 0 as it was opened; every edit makes a new one, undo brings an earlier one back. */
  readonly revision: number;
  /** The highest revision given out. */
  readonly lastRevision: number;
  /** The edit whose consequences are being measured, in words. */
  readonly pending: string | undefined;
}

export const initialEdits: EditsState = {
  history: NO_HISTORY,
  revision: 0,
  lastRevision: 0,
  pending: undefined,
};
