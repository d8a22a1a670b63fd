import type { AskRecord } from '../../reasoning/types.ts';
import { forcedTask } from '../../store/selectors.ts';
import type { Trace } from '../../twin/trace/schema.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { outcomeText } from './outcomeText.ts';

/** Says that a model gave no answer, shows what it wrote, and offers the grammar. Nothing where it answered. */
export function Broken(props: { readonly ask: AskRecord; readonly trace: Trace }) {
  const { ask: record, trace } = props;
  const { ask } = useCommands();
  const task = useApp((state) => forcedTask(state, record.id));
  if (trace.outcome.kind === 'answered' || !isModel(record.policy)) return null;
  const text = writtenText(trace);
  return (
    <div className="broken">
      <div role="alert">
        <p className="answer__text">No answer by {record.policy}</p>
        <p className="muted">{capital(outcomeText(trace.outcome))}. This is what it wrote:</p>
      </div>
      <pre className="mono" {...SCROLLED_BY_KEYS}>
        {text === '' ? '(nothing)' : text}
      </pre>
      <Button onClick={() => void ask(record.question, task, 'grammar')}>Ask the grammar instead</Button>
    </div>
  );
}

/** A scrolled region without controls must take the focus, or the keyboard could not reach its end (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

const isModel = (policy: string): boolean => policy !== 'grammar' && policy !== 'program';

const writtenText = ({ segments, unread }: Trace): string =>
  [...segments.map(({ tag, text }) => `<${tag}>${text}</${tag}>`), unread?.trim() ?? '']
    .filter((part) => part !== '')
    .join('\n');

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
