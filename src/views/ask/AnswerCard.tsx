import { formatDuration } from '../../core/units.ts';
import type { AskRecord, Task } from '../../reasoning/types.ts';
import type { Execution } from '../../twin/query/types.ts';
import { useApp } from '../context.tsx';
import { ObjectChip } from '../ui/ObjectChip.tsx';
import { Needs } from './Needs.tsx';
import { ProgramSteps } from './ProgramSteps.tsx';
import { Suggestions } from './Suggestions.tsx';

const TASKS: Readonly<Record<Task, string>> = {
  mask: 'segmentation',
  box: 'grounding',
  value: 'question answering',
  summary: 'summary',
};

const CHIP_CAP = 40;
const LONG_TEXT = 90;
const QUESTION_SHOWN = 400;

/** One asked question: the answer, how the words were read, the program step by step, and the objects that decided. */
export function AnswerCard(props: { readonly ask: AskRecord }) {
  const { ask } = props;
  const question =
    ask.question.length > QUESTION_SHOWN
      ? `${ask.question.slice(0, QUESTION_SHOWN)}… (${ask.question.length} characters)`
      : ask.question;
  return (
    <article className="answer" aria-label="Answer">
      <p className="answer__question">{question}</p>
      {ask.reading.readable ? <Read ask={ask} reading={ask.reading} /> : <Unread reading={ask.reading} />}
    </article>
  );
}

function Unread(props: { readonly reading: Extract<AskRecord['reading'], { readable: false }> }) {
  return (
    <div className="answer__unread">
      <div role="status">
        <p className="answer__text">I can’t read this question</p>
        <p className="muted" style={{ marginTop: 4 }}>
          {props.reading.reason}
        </p>
      </div>
      <Suggestions label="These I can read" questions={props.reading.suggestions} />
    </div>
  );
}

function Read(props: {
  readonly ask: AskRecord;
  readonly reading: Extract<AskRecord['reading'], { readable: true }>;
}) {
  const { ask, reading } = props;
  const { execution } = ask;
  const answer = execution?.answer;
  const long = (answer?.text.length ?? 0) > LONG_TEXT;
  return (
    <>
      <div className="answer__row">
        {answer && (
          <p className={long ? 'answer__text answer__text--long' : 'answer__text'} role="status">
            {answer.text}
          </p>
        )}
        {execution && <Evidence execution={execution} />}
      </div>
      {execution?.error && (
        <div className="answer__error" role="alert">
          <p>The program stopped: {execution.error.message}</p>
          <p className="muted">
            Line {execution.error.line}, column {execution.error.column}. Ask it in other words.
          </p>
        </div>
      )}
      {execution && <Needs steps={execution.steps} />}
      {execution && execution.steps.length > 0 && (
        <section>
          <h3 className="label">Program</h3>
          <ProgramSteps steps={execution.steps} />
        </section>
      )}
      <div className="answer__facts">
        <span>
          task <b>{TASKS[reading.task]}</b>
        </span>
        {answer && (
          <span>
            answer <b>{answer.type}</b>
          </span>
        )}
        <span>
          policy <b>{ask.policy}</b>
        </span>
        <span>
          answered in <b>{formatDuration(ask.ms)}</b>
        </span>
        {reading.notes.map((note) => (
          <span key={note}>{note}</span>
        ))}
      </div>
    </>
  );
}

function Evidence(props: { readonly execution: Execution }) {
  const { evidence } = props.execution;
  const empty = useApp((state) => state.scene.twin?.objects.length === 0);
  if (evidence.length === 0) {
    return empty ? <p className="muted">The twin has no objects: nothing was detected.</p> : null;
  }
  return (
    <section>
      <h3 className="visuallyHidden">Evidence</h3>
      <ul className="chips">
        {evidence.slice(0, CHIP_CAP).map((id) => (
          <li key={id}>
            <ObjectChip id={id} />
          </li>
        ))}
        {evidence.length > CHIP_CAP && <li className="muted">and {evidence.length - CHIP_CAP} more</li>}
      </ul>
    </section>
  );
}
