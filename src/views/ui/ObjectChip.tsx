import { restingTwin } from '../../store/moment.ts';
import { evidenceIds } from '../../store/selectors.ts';
import type { TwinOrigin } from '../../store/slices/scene.ts';
import { EDIT_TOOL } from '../../twin/edit/support.ts';
import type { TwinObject } from '../../twin/schema/twin.ts';
import { useApp, useCommands } from '../context.tsx';
import { Tip } from './Controls.tsx';
import { NEUTRAL_COLOUR, objectColour } from './palette.ts';
import './objects.css';

/** The object's colour in every view, following the chosen meaning of colour. */
export function useObjectColour(object: TwinObject | undefined): string {
  return useApp((state) => {
    const { twin } = state.scene;
    return twin && object
      ? objectColour(object, twin, state.ui.colourBy, evidenceIds(state))
      : NEUTRAL_COLOUR;
  });
}

/** The object with this id in the twin at hand. */
export const useObject = (id: string): TwinObject | undefined =>
  useApp((state) => state.scene.twin?.objects.find((object) => object.id === id));

/** The object as it is where playing rests, with one state; undefined where it is not there then. */
export const useObjectAtRest = (id: string): TwinObject | undefined =>
  useApp((state) => restingTwin(state)?.objects.find((object) => object.id === id));

/** An object as a button: hover previews it in every view, a click selects it, a double click frames it. */
export function ObjectChip(props: {
  readonly id: string;
  /** What it was called, for when it is in the twin no longer. */
  readonly label?: string | undefined;
}) {
  const { id, label } = props;
  const { hover, select, frame } = useCommands();
  const object = useObject(id);
  const selected = useApp((state) => state.ui.selectedIds.includes(id));
  const hovered = useApp((state) => state.ui.hoveredId === id);
  const colour = useObjectColour(object);
  return (
    <button
      type="button"
      className="objectChip"
      aria-pressed={selected}
      data-hovered={hovered}
      data-gone={object === undefined}
      onPointerEnter={() => hover(id)}
      onPointerLeave={() => hover(undefined)}
      onFocus={() => hover(id)}
      onBlur={() => hover(undefined)}
      onClick={() => select([id])}
      onDoubleClick={() => frame([id])}
    >
      <span className="dot" style={{ background: colour }} />
      <span className="objectChip__label">{object?.label ?? label ?? 'not in this twin'}</span>
      <span className="objectChip__id">{id}</span>
    </button>
  );
}

const ORIGINS: Readonly<Record<TwinOrigin, string>> = {
  measured: 'Measured on this device just now.',
  recorded: 'Recorded earlier with the same models and shipped with the sample; nothing ran on this device.',
  imported: 'Read from a file; not measured here.',
  oracle: 'Made from human annotations, not from a model: what a perfect detector would give.',
};

/** How the twin came to be, and whether a person changed it since. */
export function OriginBadge() {
  const origin = useApp((state) => state.scene.origin);
  const edits = useApp((state) => state.scene.twin?.log.filter(({ tool }) => tool === EDIT_TOOL).length ?? 0);
  if (!origin) return null;
  return (
    <>
      {edits > 0 && (
        <Tip text={`Changed by a person: ${edits} ${edits === 1 ? 'edit' : 'edits'}, listed in the log.`}>
          <span className="badge badge--edited">edited</span>
        </Tip>
      )}
      <Tip text={ORIGINS[origin]}>
        <span className={`badge badge--${origin}`}>{origin}</span>
      </Tip>
    </>
  );
}
