import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { CorrectionTarget } from '../../io/corrections/schema.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button, Segmented } from '../ui/Controls.tsx';
import { type AnswerKind, type CorrectionFields, draftOf, fieldsFor } from './drafts.ts';
import { ObjectChoice } from './ObjectChoice.tsx';
import { useCorrections } from './useCorrections.ts';

const KINDS: readonly { readonly value: AnswerKind; readonly text: string }[] = [
  { value: 'number', text: 'Number' },
  { value: 'truth', text: 'Yes or no' },
  { value: 'words', text: 'Words' },
  { value: 'objects', text: 'Objects' },
  { value: 'summary', text: 'Summary' },
  { value: 'none', text: 'Nothing fits' },
];

/** What the right answer is: a small form that begins suited to the answer given. */
export function CorrectionForm(props: {
  readonly ask: AskRecord;
  /** As it was when asked. */
  readonly twin: Twin;
  /** What it was corrected to before. */
  readonly target: CorrectionTarget | undefined;
  readonly onClose: () => void;
}) {
  const { ask, twin, target, onClose } = props;
  const { select } = useCommands();
  const { rows, call } = useCorrections();
  const chosen = useApp((state) => state.ui.selectedIds);
  const failure = useApp((state) => state.corrections.failure);
  const task = ask.reading.readable ? ask.reading.task : undefined;
  const [fields, setFields] = useState(() => {
    const before = rows?.find((row) => row.target === target);
    return fieldsFor(ask.execution?.answer, task, target, before?.task);
  });
  const change = (part: Partial<CorrectionFields>): void => setFields({ ...fields, ...part });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (target?.kind === 'regions') select(target.regions.flatMap(({ id }) => id ?? []));
    form.current?.querySelector<HTMLElement>('input, textarea')?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
  }, [target, select]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    call((commands) => {
      void commands.correct(ask.id, draftOf(fields, chosen)).then((kept) => kept && onClose());
    });
  };
  return (
    <form
      ref={form}
      className="correctForm"
      aria-label="Correct this answer"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <p className="label">The right answer is</p>
      <Segmented
        label="Kind of answer"
        value={fields.kind}
        options={KINDS}
        onChange={(kind) => change({ kind })}
      />
      <Field twin={twin} fields={fields} change={change} />
      {failure?.place === 'form' && (
        <p className="answer__error" role="alert">
          {failure.message} <span className="muted">{failure.remedy}</span>
        </p>
      )}
      <div className="correctForm__end">
        <Button type="submit" look="primary">
          Keep it
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <span className="muted">Kept in this browser with its twin, to train on in the Lab.</span>
      </div>
    </form>
  );
}

function Field(props: {
  readonly twin: Twin;
  readonly fields: CorrectionFields;
  readonly change: (part: Partial<CorrectionFields>) => void;
}) {
  const { twin, fields, change } = props;
  switch (fields.kind) {
    case 'number':
    case 'words':
      return (
        <input
          className="field correctForm__text"
          aria-label={fields.kind === 'number' ? 'Right number' : 'Right words'}
          placeholder={fields.kind === 'number' ? '3' : 'blue'}
          inputMode={fields.kind === 'number' ? 'decimal' : 'text'}
          autoComplete="off"
          value={fields.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      );
    case 'summary':
      return (
        <textarea
          className="field correctForm__summary"
          aria-label="Right summary"
          rows={3}
          value={fields.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      );
    case 'truth':
      return (
        <Segmented
          label="Yes or no"
          value={fields.truth === undefined ? '' : fields.truth ? 'yes' : 'no'}
          options={[
            { value: 'yes', text: 'Yes' },
            { value: 'no', text: 'No' },
          ]}
          onChange={(value) => change({ truth: value === 'yes' })}
        />
      );
    case 'objects':
      return <ObjectChoice twin={twin} fields={fields} change={change} />;
    case 'none':
      return <p className="muted">Nothing in this picture fits the question.</p>;
  }
}
