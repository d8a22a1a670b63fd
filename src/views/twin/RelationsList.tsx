import { useMemo, useState } from 'react';
import { formatScore } from '../../core/units.ts';
import { formatBecause } from '../../reasoning/explain/numbers.ts';
import { restingTwin } from '../../store/moment.ts';
import { relationsAt } from '../../twin/relations/relations.ts';
import type { Predicate } from '../../twin/relations/types.ts';
import { PREDICATES } from '../../twin/relations/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useApp, useCommands } from '../context.tsx';
import { useObject, useObjectColour } from '../ui/ObjectChip.tsx';
import { Placeholder } from '../ui/Pane.tsx';

const ROW_CAP = 400;
/** Above this, relations are listed only for selected objects: their number grows with the square. */
const ALL_PAIRS_CAP = 120;

export const predicateText = (predicate: Predicate): string => predicate.replaceAll('_', ' ');

/** Relations derived from the twin, by predicate and by selected object, each with the numbers that decided it. */
export function RelationsList() {
  const twin = useApp(restingTwin);
  return twin ? <Relations twin={twin} /> : <Placeholder>No twin yet.</Placeholder>;
}

function Relations(props: { readonly twin: Twin }) {
  const { twin } = props;
  const [predicate, setPredicate] = useState<Predicate>();
  const selected = useApp((state) => state.ui.selectedIds);
  const restricted = selected.length > 0;
  const all = useMemo(() => {
    if (twin.objects.length > ALL_PAIRS_CAP && selected.length === 0) return undefined;
    const relations = relationsAt(twin, 0, predicate ? { predicates: [predicate] } : {});
    const wanted = new Set(selected);
    const shown =
      wanted.size === 0 ? relations : relations.filter((relation) => wanted.has(relation.subject));
    return [...shown].sort((a, b) => b.score - a.score);
  }, [twin, predicate, selected]);
  return (
    <div className="twin">
      <div className="filters">
        {PREDICATES.map((name) => (
          <button
            key={name}
            type="button"
            className="filter"
            aria-pressed={predicate === name}
            onClick={() => setPredicate(predicate === name ? undefined : name)}
          >
            {predicateText(name)}
          </button>
        ))}
        <span className="filters__note">
          {all ? `${all.length} ${all.length === 1 ? 'relation' : 'relations'}` : ''}
          {restricted ? ' of the selection' : ''}
        </span>
      </div>
      <div className="list">
        {all === undefined ? (
          <Placeholder>
            Select an object to list its relations: this twin has too many for one list.
          </Placeholder>
        ) : all.length === 0 ? (
          <Placeholder>No such relation holds{restricted ? ' for the selection' : ''}.</Placeholder>
        ) : (
          <div className="scroll">
            <table className="table" aria-label="Relations between objects">
              <thead>
                <tr>
                  <th>Subject</th>
                  <th>Predicate</th>
                  <th>Object</th>
                  <th className="right">Score</th>
                  <th>Because</th>
                </tr>
              </thead>
              <tbody>
                {all.slice(0, ROW_CAP).map((relation) => (
                  <tr key={`${relation.subject} ${relation.predicate} ${relation.object}`}>
                    <td>
                      <ObjectLink id={relation.subject} />
                    </td>
                    <td className="muted">{predicateText(relation.predicate)}</td>
                    <td>
                      <ObjectLink id={relation.object} />
                    </td>
                    <td className="right">{formatScore(relation.score)}</td>
                    <td className="because">{formatBecause(relation.because)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {all.length > ROW_CAP && (
              <p className="placeholder" style={{ height: 'auto' }}>
                The {ROW_CAP} clearest are listed; choose a predicate or select an object for the rest.
              </p>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

function ObjectLink(props: { readonly id: string }) {
  const { id } = props;
  const { hover, select } = useCommands();
  const object = useObject(id);
  const colour = useObjectColour(object);
  return (
    <button
      type="button"
      className="linkCell name"
      onPointerEnter={() => hover(id)}
      onPointerLeave={() => hover(undefined)}
      onClick={() => select([id])}
    >
      <span className="dot" style={{ background: colour }} />
      {object?.label} <span className="mono muted">{id}</span>
    </button>
  );
}
