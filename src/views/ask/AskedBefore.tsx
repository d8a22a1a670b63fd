import { FileText, History, RotateCcw } from 'lucide-react';
import type { AskRecord } from '../../reasoning/types.ts';
import { askedOfAnotherRevision, forcedTask } from '../../store/selectors.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/**
 * Says that an answer is of the twin before it was edited or measured anew, or was read from a file, and asks again. Nothing while the twin at hand
 * is the one that was asked.
 */
export function AskedBefore(props: { readonly ask: AskRecord }) {
  const { ask: record } = props;
  const { ask } = useCommands();
  const other = useApp((state) => askedOfAnotherRevision(state, record.id));
  const task = useApp((state) => forcedTask(state, record.id));
  const origin = useApp((state) => state.conversation.origins[record.id]);
  const opened = origin?.kind === 'opened' ? origin.file : undefined;
  if (!other && opened === undefined) return null;
  return (
    <p className="askedBefore">
      {opened === undefined ? <History size={13} aria-hidden /> : <FileText size={13} aria-hidden />}
      <span>
        {opened === undefined ? 'Asked before the twin changed.' : `Answered earlier, read from “${opened}”.`}
      </span>
      <Button look="quiet" onClick={() => void ask(record.question, task)}>
        <RotateCcw size={13} aria-hidden /> Ask again
      </Button>
    </p>
  );
}

/** The same for a line of the list of questions. */
export function AskedBeforeMark(props: { readonly id: string }) {
  const other = useApp((state) => askedOfAnotherRevision(state, props.id));
  const opened = useApp((state) => state.conversation.origins[props.id]?.kind === 'opened');
  if (opened) return <span className="badge">from a file</span>;
  return other ? <span className="badge">before a change</span> : null;
}
