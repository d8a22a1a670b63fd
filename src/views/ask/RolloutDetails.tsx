import { useState } from 'react';
import { formatDuration } from '../../core/units.ts';
import { DEFAULT_LIMITS } from '../../reasoning/rollout/limits.ts';
import type { Trace } from '../../twin/trace/schema.ts';
import { Segmented } from '../ui/Controls.tsx';
import { Knew } from './Construction.tsx';
import { Disclosure } from './Disclosure.tsx';
import { outcomeText } from './outcomeText.ts';

type Part = 'rounds' | 'transcript' | 'prompt';

const PARTS = [
  { value: 'rounds', text: 'Rounds' },
  { value: 'transcript', text: 'Transcript' },
  { value: 'prompt', text: 'Prompt' },
] as const;

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** The whole rollout on demand: rounds, transcript, prompt, outcome and what it spent of its budget. */
export function RolloutDetails(props: { readonly trace: Trace }) {
  const { trace } = props;
  const { rounds, tokens, ms, outcome } = trace;
  const [part, setPart] = useState<Part>('rounds');
  const answered = outcome.kind === 'answered';
  const all = tokens.prompt + tokens.written + tokens.injected;
  const hint = `${answered ? '' : 'not answered · '}${count(rounds.length, 'round')} · ${count(all, 'token')} · ${formatDuration(ms.total)}`;
  return (
    <Disclosure title="Rollout" hint={hint} open={!answered}>
      <p className={answered ? 'muted' : 'answer__error'}>Outcome: {outcomeText(outcome)}</p>
      <dl className="budget" aria-label="Budget">
        <Spent name="rounds" used={`${rounds.length}`} of={`${DEFAULT_LIMITS.rounds}`} />
        <Spent
          name="tokens written"
          used={`${tokens.written}`}
          of={DEFAULT_LIMITS.tokens.toLocaleString('en-GB')}
        />
        <Spent name="time" used={formatDuration(ms.total)} of={formatDuration(DEFAULT_LIMITS.ms)} />
        <Spent name="prompt" used={count(tokens.prompt, 'token')} />
        <Spent name="results" used={count(tokens.injected, 'token')} />
        <Spent name="tools" used={formatDuration(ms.tools)} />
      </dl>
      {trace.toolRuns.length === 0 && (
        <>
          <p className="muted">No tool had to run: what the twin knew was enough.</p>
          <Knew before={trace.twin.before} after={trace.twin.after} />
        </>
      )}
      <Segmented label="Part of the rollout" value={part} options={PARTS} onChange={setPart} />
      {part === 'rounds' && <Rounds trace={trace} />}
      {part === 'transcript' && <Transcript trace={trace} />}
      {part === 'prompt' && <PromptText trace={trace} />}
      <p className="muted">Tokens are counted approximately; tokenizers of models differ.</p>
    </Disclosure>
  );
}

function Spent(props: { readonly name: string; readonly used: string; readonly of?: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {props.used}
        {props.of !== undefined && <span className="muted"> of {props.of}</span>}
      </dd>
    </div>
  );
}

function Rounds(props: { readonly trace: Trace }) {
  const { rounds, segments } = props.trace;
  const last = segments.findLastIndex(({ tag }) => tag === 'results');
  const ending = segments.slice(last + 1);
  const numbered = rounds.map((round, index) => ({ ...round, number: index + 1 }));
  return (
    <ol className="rounds">
      {numbered.map(({ number, reason, plan, results, ms, error }) => (
        <li key={number}>
          <p className="rounds__head">
            <b>Round {number}</b> <span className="muted">{formatDuration(ms)}</span>
          </p>
          {reason !== '' && <p>{reason}</p>}
          <Block tag="plan" text={plan} />
          <Block tag="results" text={results} />
          {error && <p className="answer__error">{error.message}</p>}
        </li>
      ))}
      <li>
        <p className="rounds__head">
          <b>Answer</b>
        </p>
        {ending.map(({ tag, text }) =>
          tag === 'reason' ? <p key={tag}>{text.trim()}</p> : <Block key={tag} tag={tag} text={text} />,
        )}
      </li>
    </ol>
  );
}

function Transcript(props: { readonly trace: Trace }) {
  const numbered = props.trace.segments.map((segment, index) => ({
    ...segment,
    key: `${index} ${segment.tag}`,
  }));
  return (
    <div className="transcript">
      {numbered.map(({ tag, text, key }) => (
        <Block key={key} tag={tag} text={text} />
      ))}
      {props.trace.unread !== undefined && <Block tag="unread" text={props.trace.unread} />}
    </div>
  );
}

/** A scrolled region without controls must take the focus, or the keyboard could not reach its end (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

function Block(props: { readonly tag: string; readonly text: string }) {
  return (
    <figure className="block" data-tag={props.tag}>
      <figcaption className="mono">&lt;{props.tag}&gt;</figcaption>
      <pre className="mono" {...SCROLLED_BY_KEYS}>
        {props.text.trim()}
      </pre>
    </figure>
  );
}

function PromptText(props: { readonly trace: Trace }) {
  const { parts, text } = props.trace.prompt;
  return (
    <div className="transcript">
      <dl className="budget" aria-label="Tokens of the prompt">
        {parts.map(({ name, tokens }) => (
          <Spent key={name} name={name} used={count(tokens, 'token')} />
        ))}
      </dl>
      <Block tag="prompt" text={text} />
    </div>
  );
}
