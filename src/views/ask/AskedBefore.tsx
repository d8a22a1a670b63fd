import { History, RotateCcw } from 'lucide-react';
import type { AskRecord } from '../../reasoning/types.ts';
import { askedOfAnotherRevision } from '../../store/selectors.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** Says that an answer is of the twin before an edit, and asks again. Nothing while the twin is the one that was asked. */
export function AskedBefore(props: { readonly ask: AskRecord }) {
  const { ask: record } = props;
  const { ask } = useCommands();
  const other = useApp((state) => askedOfAnotherRevision(state, record.id));
  if (!other) return null;
  return (
    <p className="askedBefore">
      <History size={13} aria-hidden />
      <span>Asked before an edit of the twin.</span>
      <Button look="quiet" onClick={() => void ask(record.question)}>
        <RotateCcw size={13} aria-hidden /> Ask again
      </Button>
    </p>
  );
}

/** The same for a line of the list of questions. */
export function AskedBeforeMark(props: { readonly id: string }) {
  const other = useApp((state) => askedOfAnotherRevision(state, props.id));
  return other ? <span className="badge">before an edit</span> : null;
}
