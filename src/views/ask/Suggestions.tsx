import { useAsk } from './useAsk.ts';

/** Questions that the policy can read; a click asks one. */
export function Suggestions(props: {
  readonly label: string | undefined;
  readonly questions: readonly string[];
  readonly empty?: string | undefined;
}) {
  const ask = useAsk();
  if (props.questions.length === 0) return props.empty ? <p className="muted">{props.empty}</p> : null;
  return (
    <div>
      {props.label && <p className="label">{props.label}</p>}
      <div className="suggestions">
        {props.questions.map((question) => (
          <button key={question} type="button" className="suggestion" onClick={() => ask(question)}>
            {question}
          </button>
        ))}
      </div>
    </div>
  );
}
