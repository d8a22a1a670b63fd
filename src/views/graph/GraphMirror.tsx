import { memo } from 'react';
import { focusIds } from '../../store/selectors.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useApp } from '../context.tsx';
import type { GraphModel } from './graphModel.ts';
import { factText } from './wording.ts';

export const optionId = (listId: string, objectId: string): string => `${listId}-${objectId}`;

interface MirrorProps {
  readonly twin: Twin;
  readonly model: GraphModel;
  readonly listId: string;
}

/** What the canvas shows, for assistive technology: one option per node, with its drawn relations in its name. */
export const GraphMirror = memo(function GraphMirror({ twin, model, listId }: MirrorProps) {
  const selected = useApp((state) => state.ui.selectedIds);
  const lit = useApp(focusIds);
  const labels = new Map(twin.objects.map((object) => [object.id, object.label]));
  const factsOf = new Map<string, string[]>(model.nodes.map((node) => [node.id, []]));
  for (const edge of model.edges) {
    for (const fact of edge.facts) factsOf.get(fact.subject)?.push(factText(fact, labels));
  }
  return (
    <div className="visuallyHidden" role="presentation">
      {model.nodes.map((node) => (
        <div
          key={node.id}
          id={optionId(listId, node.id)}
          role="option"
          tabIndex={-1}
          aria-selected={selected.includes(node.id)}
          data-lit={lit.includes(node.id)}
        >
          {[`${node.label} ${node.id}`, ...(factsOf.get(node.id) ?? [])].join('; ')}
        </div>
      ))}
    </div>
  );
});
