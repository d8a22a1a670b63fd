import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import { formatScore } from '../../core/units.ts';
import { restingTwin } from '../../store/moment.ts';
import type { TwinObject } from '../../twin/schema/twin.ts';
import { useApp, useCommands } from '../context.tsx';
import { useObjectColour } from '../ui/ObjectChip.tsx';
import { Placeholder } from '../ui/Pane.tsx';
import { colourSwatch } from './colourSwatch.ts';
import { colourNames, formatDepth, formatSize, otherAttributes } from './format.ts';
import { nextSorting, type Sorting, type SortKey, sortObjects } from './sorting.ts';

const COLUMNS: readonly { readonly key: SortKey; readonly text: string; readonly right?: true }[] = [
  { key: 'label', text: 'Object' },
  { key: 'id', text: 'Id' },
  { key: 'score', text: 'Score', right: true },
  { key: 'size', text: 'Size, px', right: true },
  { key: 'x', text: 'Centre, px', right: true },
  { key: 'depth', text: 'Depth', right: true },
  { key: 'colour', text: 'Colours' },
];
const ROW_CAP = 1000;
const NO_OBJECTS: readonly TwinObject[] = [];

/** All objects of the twin: the list that stands in for the canvases where those cannot be seen. */
export function ObjectsTable() {
  const objects = useApp((state) => state.scene.twin?.objects ?? NO_OBJECTS);
  const measured = useApp((state) => state.scene.origin === 'measured');
  const [sorting, setSorting] = useState<Sorting>({ key: 'id', descending: false });
  const present = useApp(restingTwin);
  // Of a video: as they are at the time that is shown, and those that are not there with no state.
  const shown = useMemo(() => {
    const there = new Map(present?.objects.map((object) => [object.id, object]));
    return objects.map((object) => there.get(object.id) ?? { ...object, states: [] });
  }, [objects, present]);
  const sorted = useMemo(() => sortObjects(shown, sorting), [shown, sorting]);
  const body = useRef<HTMLTableSectionElement>(null);
  const firstSelected = useApp((state) => state.ui.selectedIds[0]);

  useEffect(() => {
    if (firstSelected === undefined) return;
    const row = body.current?.querySelector(`[data-id="${CSS.escape(firstSelected)}"]`);
    row?.scrollIntoView({ block: 'nearest' });
  }, [firstSelected]);

  if (objects.length === 0) {
    return (
      <Placeholder>
        {measured
          ? 'None of the 80 kinds of things that the detector knows was found.'
          : 'No objects in this twin.'}
      </Placeholder>
    );
  }
  return (
    <div className="scroll">
      <table className="table" aria-label="Objects of the twin">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th
                key={column.key}
                className={column.right ? 'right' : undefined}
                aria-sort={
                  sorting.key === column.key ? (sorting.descending ? 'descending' : 'ascending') : 'none'
                }
              >
                <button type="button" onClick={() => setSorting(nextSorting(sorting, column.key))}>
                  {column.text}
                  {sorting.key === column.key &&
                    (sorting.descending ? <ArrowDown size={12} /> : <ArrowUp size={12} />)}
                </button>
              </th>
            ))}
            <th>Attributes</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {sorted.slice(0, ROW_CAP).map((object, index) => (
            <ObjectRow key={object.id} object={object} first={index === 0} />
          ))}
        </tbody>
      </table>
      {sorted.length > ROW_CAP && (
        <p className="placeholder" style={{ height: 'auto' }}>
          {sorted.length - ROW_CAP} more objects are in the JSON; sort to bring others up.
        </p>
      )}
    </div>
  );
}

/** Moves the focus to another row; the row's own focus handler selects it. */
function moveFocus(event: KeyboardEvent<HTMLTableRowElement>): void {
  const row = event.currentTarget;
  const siblings = row.parentElement?.children;
  const target =
    event.key === 'ArrowDown'
      ? row.nextElementSibling
      : event.key === 'ArrowUp'
        ? row.previousElementSibling
        : event.key === 'Home'
          ? siblings?.item(0)
          : event.key === 'End'
            ? siblings?.item(siblings.length - 1)
            : undefined;
  if (!(target instanceof HTMLElement)) return;
  event.preventDefault();
  target.focus();
  target.click();
}

const ObjectRow = memo(function ObjectRow(props: { readonly object: TwinObject; readonly first: boolean }) {
  const { object, first } = props;
  const { hover, select, frame } = useCommands();
  const selected = useApp((state) => state.ui.selectedIds.includes(object.id));
  const hovered = useApp((state) => state.ui.hoveredId === object.id);
  const anySelected = useApp((state) => state.ui.selectedIds.length > 0);
  const colour = useObjectColour(object);
  const state = object.states[0];
  return (
    <tr
      data-id={object.id}
      data-hovered={hovered}
      data-absent={state === undefined}
      aria-selected={selected}
      tabIndex={selected || (first && !anySelected) ? 0 : -1}
      onPointerEnter={() => hover(object.id)}
      onPointerLeave={() => hover(undefined)}
      onClick={() => select([object.id])}
      onDoubleClick={() => frame([object.id])}
      onKeyDown={(event) => {
        if (event.key === 'Enter') frame([object.id]);
        else if (event.key === ' ') {
          event.preventDefault();
          select([object.id]);
        } else moveFocus(event);
      }}
    >
      <td>
        <span className="name">
          <span className="dot" style={{ background: colour }} />
          {object.label}
        </span>
      </td>
      <td className="mono muted">{object.id}</td>
      <td className="right">{formatScore(object.score)}</td>
      <td className="right muted">{formatSize(object)}</td>
      <td className="right muted">
        {state ? `${state.center[0].toFixed(0)}, ${state.center[1].toFixed(0)}` : '–'}
      </td>
      <td className="right">{formatDepth(state?.depth)}</td>
      <td>
        <ColourList object={object} />
      </td>
      <td className="muted">{otherAttributes(object)}</td>
    </tr>
  );
});

function ColourList(props: { readonly object: TwinObject }) {
  const colours = colourNames(props.object);
  if (colours.length === 0) return '–';
  return colours.map((colour, index) => {
    const swatch = colourSwatch(colour.value);
    return (
      <span key={colour.value}>
        {index > 0 && ', '}
        {swatch && <span className="swatch" style={{ background: swatch }} />}
        {colour.value}
      </span>
    );
  });
}
