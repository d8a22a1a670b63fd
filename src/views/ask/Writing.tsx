import { useEffect, useRef } from 'react';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** A scrolled region without controls must take the focus, or the keyboard could not reach its end (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** A rollout while a model writes it, with the way to stop it. */
export function Writing() {
  const writing = useApp((state) => state.policies.writing);
  const question = useApp((state) => state.conversation.asking);
  const { stopAsking } = useCommands();
  const text = useRef<HTMLPreElement>(null);
  const transcript = writing?.transcript ?? '';
  useEffect(() => {
    // The end of what is written stays in view.
    if (transcript !== '') text.current?.scrollTo({ top: text.current.scrollHeight });
  }, [transcript]);
  if (!writing) return null;
  const doing = transcript === '' ? 'reads the question' : 'writes';
  return (
    <section className="writing" aria-label="Being written">
      <div className="writing__head">
        <span>“{question}”</span>
        <span role="status">
          {writing.policy} {doing}
        </span>
        <Button look="quiet" onClick={stopAsking}>
          Stop
        </Button>
      </div>
      {transcript !== '' && (
        <pre ref={text} className="mono" {...SCROLLED_BY_KEYS}>
          {transcript.trim()}
        </pre>
      )}
    </section>
  );
}
