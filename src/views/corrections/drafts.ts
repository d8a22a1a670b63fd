import type { CorrectionTarget, Region } from '../../io/corrections/schema.ts';
import type { Task } from '../../reasoning/types.ts';
import type { CorrectionDraft } from '../../store/correctionCommands.ts';
import type { Answer } from '../../twin/query/types.ts';

/** What a person can say that the answer should be. */
export type AnswerKind = 'number' | 'truth' | 'words' | 'objects' | 'summary' | 'none';

/** What stands in the form: all fields, so that switching kinds loses nothing. */
export interface CorrectionFields {
  readonly kind: AnswerKind;
  readonly text: string;
  readonly truth: boolean | undefined;
  readonly as: 'mask' | 'box';
  readonly drawn: readonly Region[];
}

const EMPTY: CorrectionFields = { kind: 'words', text: '', truth: undefined, as: 'mask', drawn: [] };

/** The form as it opens: with what was said before, else suited to the answer that is to be corrected. */
export function fieldsFor(
  answer: Answer | undefined,
  task: Task | undefined,
  target: CorrectionTarget | undefined,
  targetTask: Task | undefined,
): CorrectionFields {
  if (target) return fieldsOf(target, targetTask);
  const as = task === 'box' || answer?.type === 'box' ? 'box' : 'mask';
  const { value } = answer ?? {};
  // Of two answers the one that was not given is the right one.
  if (typeof value === 'boolean') return { ...EMPTY, kind: 'truth', truth: !value, as };
  if (typeof value === 'number') return { ...EMPTY, kind: 'number', as };
  if (answer?.type === 'summary') return { ...EMPTY, kind: 'summary', text: answer.text, as };
  if (task === 'mask' || task === 'box') return { ...EMPTY, kind: 'objects', as };
  return { ...EMPTY, as };
}

function fieldsOf(target: CorrectionTarget, task: Task | undefined): CorrectionFields {
  switch (target.kind) {
    case 'none':
      return { ...EMPTY, kind: 'none' };
    case 'summary':
      return { ...EMPTY, kind: 'summary', text: target.text };
    case 'regions':
      return {
        ...EMPTY,
        kind: 'objects',
        as: task === 'box' ? 'box' : 'mask',
        drawn: target.regions.filter(({ id }) => id === undefined),
      };
    case 'value': {
      const { value } = target;
      if (typeof value === 'boolean') return { ...EMPTY, kind: 'truth', truth: value };
      return { ...EMPTY, kind: typeof value === 'number' ? 'number' : 'words', text: String(value) };
    }
  }
}

/** @param ids the objects that are chosen, in every view */
export function draftOf(fields: CorrectionFields, ids: readonly string[]): CorrectionDraft {
  const { kind, text, truth, as, drawn } = fields;
  switch (kind) {
    case 'truth':
      return { kind, value: truth };
    case 'objects':
      return { kind: as, ids, drawn };
    case 'none':
      return { kind };
    default:
      return { kind, text };
  }
}
