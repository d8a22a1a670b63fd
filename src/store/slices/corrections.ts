import type { ErrorCode } from '../../core/errors.ts';
import type { CorrectionHead } from '../../io/corrections/schema.ts';

/** A corrected answer, without the twin that is kept with it. */
export interface CorrectionRow extends CorrectionHead {
  readonly id: string;
  /** The right answer as a person reads it. */
  readonly right: string;
  /** The name of the photo or clip. */
  readonly source: string;
  /** Never trained on: it tests what was learnt from the others. */
  readonly heldOut: boolean;
}

/** The corrected answers of this browser. */
export interface CorrectionsState {
  /** Oldest first; undefined until they were read. */
  readonly rows: readonly CorrectionRow[] | undefined;
  /** Where they are kept; `memory` keeps them for this visit. */
  readonly keeping: 'disk' | 'memory' | undefined;
  /** The latest change, which can be taken back. */
  readonly undo: { readonly id: string; readonly what: 'saved' | 'removed' } | undefined;
  /** What an import did. */
  readonly told: string | undefined;
  /** Why the latest wish failed; `form` where it was to correct an answer. */
  readonly failure:
    | {
        readonly place: 'form' | 'set';
        readonly code: ErrorCode;
        readonly message: string;
        readonly remedy: string;
      }
    | undefined;
}

export const initialCorrections: CorrectionsState = {
  rows: undefined,
  keeping: undefined,
  undo: undefined,
  told: undefined,
  failure: undefined,
};
