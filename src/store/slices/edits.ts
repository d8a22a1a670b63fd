import type { EditHistory } from '../../twin/edit/history.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { SceneState } from './scene.ts';

/** What undo brings back. */
export interface TwinState extends Pick<SceneState, 'origin' | 'timings'> {
  readonly twin: Twin;
  /** Tells the states of a twin apart: 0 as it was opened; every edit makes a new one, undo brings an earlier one back. */
  readonly revision: number;
}

/** What a person changed in the twin at hand, and what is being changed. */
export interface EditsState {
  readonly history: EditHistory<TwinState>;
  /** Of the twin at hand. */
  readonly revision: number;
  /** The highest revision given out. */
  readonly lastRevision: number;
  /** The edit whose consequences are being measured, in words. */
  readonly pending: string | undefined;
}

export const initialEdits: EditsState = {
  history: { past: [], future: [] },
  revision: 0,
  lastRevision: 0,
  pending: undefined,
};
