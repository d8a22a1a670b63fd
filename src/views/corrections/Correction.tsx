import { PenLine, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { correctionId } from '../../io/corrections/correction.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import type { AskOrigin } from '../../store/slices/conversation.ts';
import { useApp } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { CorrectionForm } from './CorrectionForm.tsx';
import { useCorrections } from './useCorrections.ts';
import './corrections.css';

/** The way to say what the right answer would have been; nothing where the twin that was asked is not known. */
export function Correction(props: { readonly ask: AskRecord }) {
  const { ask } = props;
  const origin = useApp((state) => state.conversation.origins[ask.id]);
  return origin?.kind === 'asked' ? <Correctable ask={ask} origin={origin} /> : null;
}

function Correctable(props: {
  readonly ask: AskRecord;
  readonly origin: Extract<AskOrigin, { kind: 'asked' }>;
}) {
  const { ask, origin } = props;
  const { rows, call } = useCorrections();
  const undo = useApp((state) => state.corrections.undo);
  const failed = useApp((state) => state.corrections.failure);
  const [open, setOpen] = useState(false);
  const { source } = origin.twin;
  const id = useMemo(() => correctionId(ask.question, source), [ask.question, source]);
  const begin = (): void => {
    // None of an earlier try.
    call((commands) => commands.dismissFailure());
    setOpen(true);
  };
  const row = rows?.find((one) => one.id === id);
  const failure = open || failed?.place === 'form' ? undefined : failed;
  if (open)
    return (
      <CorrectionForm ask={ask} twin={origin.twin} target={row?.target} onClose={() => setOpen(false)} />
    );
  return (
    <div className="correct">
      {row ? (
        <>
          <span role="status">
            Corrected to <b>{row.right}</b>: kept {row.heldOut ? 'to test with' : 'to train on'}.
          </span>
          <Button look="quiet" onClick={begin}>
            Edit
          </Button>
          <Button look="quiet" onClick={() => call((commands) => void commands.remove(id))}>
            Remove
          </Button>
        </>
      ) : (
        <Button look="quiet" className="correct__open" onClick={begin}>
          <PenLine size={13} aria-hidden /> {ask.execution?.answer ? 'Correct this' : 'Give the right answer'}
        </Button>
      )}
      {undo?.id === id && (
        <Button look="quiet" onClick={() => call((commands) => void commands.undo())}>
          <Undo2 size={13} aria-hidden /> {undo.what === 'removed' ? 'Bring it back' : 'Undo'}
        </Button>
      )}
      {failure && (
        <p className="correct__failure" role="alert">
          {failure.message} {failure.remedy}
        </p>
      )}
    </div>
  );
}
