import type { Region } from '../io/corrections/schema.ts';

/** What a person says is right, as it stands in the form. */
export type CorrectionDraft =
  | { readonly kind: 'number' | 'words' | 'summary'; readonly text: string }
  | { readonly kind: 'truth'; readonly value: boolean | undefined }
  | {
      readonly kind: 'mask' | 'box';
      /** Objects of the twin that was asked. */
      readonly ids: readonly string[];
      readonly drawn: readonly Region[];
    }
  | { readonly kind: 'none' };

/** What a person can do with corrected answers. Failures land in the `corrections` slice, so none of these rejects. */
export interface CorrectionCommands {
  /** Reads what is kept. */
  load(): Promise<void>;
  /** Keeps the right answer to a question of the conversation, in place of an earlier one. Gives whether it was kept. */
  correct(askId: string, draft: CorrectionDraft): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** Takes the latest change back. */
  undo(): Promise<void>;
  /** Saves all of them as one file. */
  exportSet(): Promise<void>;
  /** Adds those of a file that the person picks. */
  pickSet(): void;
  dismissFailure(): void;
}
