import { Maximize } from 'lucide-react';
import { IconButton } from '../ui/Controls.tsx';
import { type DrawnFacts, GRAPH_PREDICATES, type GraphPredicate } from './graphModel.ts';
import { predicateWords } from './wording.ts';

/** Which predicates are drawn, with how many facts each has (none are counted while a clip plays), and the button that shows the whole graph. */
export function GraphToolbar(props: {
  readonly predicates: readonly GraphPredicate[];
  readonly facts: DrawnFacts | undefined;
  readonly onChange: (predicates: readonly GraphPredicate[]) => void;
  readonly onFit: () => void;
}) {
  const toggle = (predicate: GraphPredicate): void => {
    const next = props.predicates.includes(predicate)
      ? props.predicates.filter((known) => known !== predicate)
      : GRAPH_PREDICATES.filter((known) => known === predicate || props.predicates.includes(known));
    props.onChange(next);
  };
  return (
    <div className="graph__bar">
      <fieldset className="graph__chips" aria-label="Predicates drawn">
        {GRAPH_PREDICATES.map((predicate) => (
          <button
            key={predicate}
            type="button"
            className="graph__chip"
            aria-pressed={props.predicates.includes(predicate)}
            disabled={props.facts?.get(predicate)?.length === 0 && !props.predicates.includes(predicate)}
            onClick={() => toggle(predicate)}
          >
            {predicateWords(predicate)}
            <span className="graph__count">{props.facts?.get(predicate)?.length}</span>
          </button>
        ))}
      </fieldset>
      <IconButton label="Show the whole graph" keys="0" onClick={props.onFit}>
        <Maximize size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
