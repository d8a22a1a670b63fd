import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { formatDuration } from '../../core/units.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import { useCommands } from '../context.tsx';
import { AnswerView } from './AnswerView.tsx';
import { Disclosure } from './Disclosure.tsx';
import { Suggestions } from './Suggestions.tsx';
import { TASK_WORDS } from './tasks.ts';

// What stands behind an answer is looked at later, if at all.
const Why = lazy(async () => ({ default: (await import('./Why.tsx')).Why }));
const AnswerActions = lazy(async () => ({ default: (await import('./AnswerActions.tsx')).AnswerActions }));
const AnswerDetails = lazy(async () => ({ default: (await import('./AnswerDetails.tsx')).AnswerDetails }));

const QUESTION_SHOWN = 400;

/** One asked question: the answer in the view of its kind, what changed since it was asked before, why, and the rollout. */
export function AnswerCard(props: { readonly ask: AskRecord }) {
  const { ask } = props;
  const { light } = useCommands();
  useEffect(() => () => light(undefined), [light]);
  const question =
    ask.question.length > QUESTION_SHOWN
      ? `${ask.question.slice(0, QUESTION_SHOWN)}… (${ask.question.length} characters)`
      : ask.question;
  return (
    <article className="answer" aria-label="Answer">
      <p className="answer__question">{question}</p>
      {ask.reading.readable ? (
        <Read ask={ask} reading={ask.reading} />
      ) : (
        <Unread ask={ask} reading={ask.reading} />
      )}
    </article>
  );
}

/** Stands as high as its first row while it is loaded. */
const Actions = (props: { readonly ask: AskRecord }) => (
  <Suspense fallback={<div style={{ height: 'var(--control)' }} />}>
    <AnswerActions ask={props.ask} />
  </Suspense>
);

function Unread(props: {
  readonly ask: AskRecord;
  readonly reading: Extract<AskRecord['reading'], { readable: false }>;
}) {
  return (
    <div className="answer__unread">
      <div role="status">
        <p className="answer__text">I can’t read this question</p>
        <p className="muted" style={{ marginTop: 4 }}>
          {props.reading.reason}
        </p>
      </div>
      <Suggestions label="These I can read" questions={props.reading.suggestions} />
      <Actions ask={props.ask} />
    </div>
  );
}

function Read(props: {
  readonly ask: AskRecord;
  readonly reading: Extract<AskRecord['reading'], { readable: true }>;
}) {
  const { ask, reading } = props;
  const { execution } = ask;
  const { select } = useCommands();
  const [why, setWhy] = useState(true);
  const whyPlace = useRef<HTMLDivElement>(null);
  const answer = execution?.answer;
  return (
    <>
      {execution && answer && (
        <AnswerView
          ask={ask}
          answer={answer}
          evidence={execution.evidence}
          onWhy={() => {
            select(execution.evidence);
            setWhy(true);
            requestAnimationFrame(() => whyPlace.current?.scrollIntoView({ block: 'nearest' }));
          }}
        />
      )}
      {execution?.error && (
        <div className="answer__error" role="alert">
          <p>The program stopped: {execution.error.message}</p>
          <p className="muted">
            Line {execution.error.line}, column {execution.error.column}. Ask it in other words.
          </p>
        </div>
      )}
      <Actions ask={ask} />
      <div className="answer__details">
        {execution && execution.steps.length > 0 && (
          <div ref={whyPlace}>
            <Disclosure title="Why: the program, step by step" open={why} onOpen={setWhy}>
              <Suspense fallback={null}>
                <Why ask={ask} steps={execution.steps} />
              </Suspense>
            </Disclosure>
          </div>
        )}
        <Suspense fallback={null}>
          <AnswerDetails ask={ask} />
        </Suspense>
      </div>
      <div className="answer__facts">
        <span>
          task <b>{TASK_WORDS[reading.task]}</b>
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
