import { formatScore } from '../../core/units.ts';
import { focusIds } from '../../store/selectors.ts';
import type { Relation } from '../../twin/relations/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useApp } from '../context.tsx';
import type { GraphEdge, GraphModel } from './graphModel.ts';
import { becauseText, predicateWords } from './wording.ts';

const SHOWN_FACTS = 2;

/** One line under the graph: why the pointed-at edge holds, or how much of what is there is drawn. */
export function FactStrip(props: {
  readonly twin: Twin;
  readonly model: GraphModel;
  readonly hoveredEdge: GraphEdge | undefined;
}) {
  const { twin, model, hoveredEdge } = props;
  const hoveredId = useApp((state) => state.ui.hoveredId);
  const focus = useApp(focusIds);
  const labels = new Map(twin.objects.map((object) => [object.id, object.label]));
  const facts = hoveredEdge?.facts ?? pointedFacts(model, hoveredId, focus);
  if (facts.length === 0) {
    const drawn = model.edges.reduce((sum, edge) => sum + edge.facts.length, 0);
    return <p className="graph__strip numeric">{coverageText(model.nodes.length, drawn, model.factCount)}</p>;
  }
  return (
    <ul className={hoveredEdge ? 'graph__strip graph__strip--whole' : 'graph__strip'} aria-live="polite">
      {facts.slice(0, SHOWN_FACTS).map((fact, index) => (
        <li key={`${fact.subject} ${fact.predicate} ${fact.object}`}>
          {labels.get(fact.subject)} <span className="mono muted">{fact.subject}</span>{' '}
          <strong>{predicateWords(fact.predicate)}</strong> {labels.get(fact.object)}{' '}
          <span className="mono muted">{fact.object}</span>{' '}
          <span className="mono graph__because">
            {formatScore(fact.score)} · {becauseText(fact)}
          </span>
          {index === SHOWN_FACTS - 1 && facts.length > SHOWN_FACTS && (
            <span className="graph__more"> and {facts.length - SHOWN_FACTS} more</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function coverageText(objects: number, drawn: number, facts: number): string {
  if (objects === 1) return '1 object: nothing to relate it to';
  if (facts === 0) return `${objects} objects · none of the relations chosen above holds`;
  const most = drawn < facts ? ' (the closest and clearest of each object)' : '';
  return `${objects} objects · ${drawn} of ${facts} ${facts === 1 ? 'relation' : 'relations'} drawn${most}`;
}

/** Facts of the hovered object; else those among two or more objects in focus, or all of the only one. */
function pointedFacts(
  model: GraphModel,
  hoveredId: string | undefined,
  focus: readonly string[],
): readonly Relation[] {
  const ids = hoveredId === undefined ? focus : [hoveredId];
  if (ids.length === 0) return [];
  const all = model.edges.flatMap((edge) => edge.facts);
  if (ids.length === 1) return all.filter((fact) => fact.subject === ids[0] || fact.object === ids[0]);
  return all.filter((fact) => ids.includes(fact.subject) && ids.includes(fact.object));
}
