import { CornerDownLeft } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Task } from '../../reasoning/types.ts';
import { shownAsk } from '../../store/selectors.ts';
import { useApp, useCommands } from '../context.tsx';
import { QUESTION_FIELD } from '../ui/actions.ts';
import { IconButton } from '../ui/Controls.tsx';
import { Notices } from '../ui/Notices.tsx';
import { Pane } from '../ui/Pane.tsx';
import { Select } from '../ui/Select.tsx';
import { keyText } from '../ui/useKeyboard.ts';
import { AnswerCard } from './AnswerCard.tsx';
import { AskedBefore } from './AskedBefore.tsx';
import { Asking } from './Asking.tsx';
import { History } from './History.tsx';
import { PolicyChoice } from './PolicyChoice.tsx';
import { Suggestions } from './Suggestions.tsx';
import { useAsk } from './useAsk.ts';
import { Writing } from './Writing.tsx';
import './ask.css';
import './why.css';
import './answers.css';
import './rollout.css';

/** Longer questions are cut by the field itself; the policy has its own, stricter word. */
const MAX_QUESTION = 20_000;

const PLACEHOLDERS = {
  ready: 'Ask about what is in the twin',
  working: 'Ask already: the answer comes with the twin',
  empty: 'Open an image, a clip or a sample to ask about it',
  unmeasured: 'Measure it to ask about it',
} as const;

/** Ask the twin: a question, its answer, the program that found it, and the evidence. */
export function AskPane() {
  const ask = useAsk();
  const [text, setText] = useState('');
  const ready = useApp((state) => state.scene.twin !== undefined);
  const working = useApp((state) => state.perception.job !== undefined);
  const opened = useApp((state) => state.scene.image !== undefined);
  const shown = useApp(shownAsk);
  const suggestions = useApp((state) => state.conversation.suggestions);
  const asking = useApp((state) => state.conversation.asking);
  const body = useRef<HTMLDivElement>(null);

  // What is new stands at the top: the question under way, then its answer.
  const news = asking ?? shown?.id;
  useEffect(() => {
    if (news !== undefined) body.current?.scrollTo({ top: 0 });
  }, [news]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const question = text.trim();
    if (question === '' || !(ready || working)) return;
    ask(question);
    setText('');
  };

  return (
    <Pane id="ask" title="Ask" keys={keyText('pane4')}>
      <div className="ask">
        <form className="ask__form" onSubmit={submit}>
          <input
            id={QUESTION_FIELD}
            value={text}
            maxLength={MAX_QUESTION}
            autoComplete="off"
            enterKeyHint="send"
            aria-label="Question about the image"
            placeholder={
              PLACEHOLDERS[ready ? 'ready' : working ? 'working' : opened ? 'unmeasured' : 'empty']
            }
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          <PolicyChoice />
          <TaskChoice />
          <IconButton label="Ask" type="submit" disabled={!(ready || working) || text.trim() === ''}>
            <CornerDownLeft size={15} aria-hidden />
          </IconButton>
        </form>
        <div className="ask__body" ref={body}>
          <Notices place="ask" />
          <Writing />
          <Asking />
          {shown && <AskedBefore ask={shown} />}
          {shown ? (
            <AnswerCard key={shown.id} ask={shown} />
          ) : (
            <Suggestions
              label={ready ? 'This twin can be asked' : undefined}
              questions={suggestions}
              empty={
                ready
                  ? undefined
                  : 'Questions about counts, places, colours, depth and use are answered from the twin, with the program and the objects that decided.'
              }
            />
          )}
          {shown && <History />}
        </div>
      </div>
    </Pane>
  );
}

const TASKS: readonly { readonly value: Task | 'auto'; readonly text: string }[] = [
  { value: 'auto', text: 'Auto' },
  { value: 'mask', text: 'Mask' },
  { value: 'box', text: 'Box' },
  { value: 'value', text: 'Value' },
  { value: 'summary', text: 'Summary' },
];

/** The kind of answer: by default the one that the question asks for. */
function TaskChoice() {
  const { setTask } = useCommands();
  const task = useApp((state) => state.ui.task);
  return (
    <Select
      label="Task"
      value={task ?? 'auto'}
      options={TASKS}
      onChange={(chosen) => setTask(chosen === 'auto' ? undefined : chosen)}
    />
  );
}
