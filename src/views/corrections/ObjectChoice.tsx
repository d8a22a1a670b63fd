import { X } from 'lucide-react';
import type { Region } from '../../io/corrections/schema.ts';
import { clipBox } from '../../twin/geometry/box.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button, IconButton, Segmented } from '../ui/Controls.tsx';
import { useObjectColour } from '../ui/ObjectChip.tsx';
import type { CorrectionFields } from './drafts.ts';

/** Of more the rest is chosen on the stage. */
const CAP = 60;

/** Which objects are right: what is selected, on the stage, in the graph or here; and outlines of what is no object of the twin. */
export function ObjectChoice(props: {
  readonly twin: Twin;
  readonly fields: CorrectionFields;
  readonly change: (part: Partial<CorrectionFields>) => void;
}) {
  const { twin, fields, change } = props;
  const { objects } = twin;
  const chosen = useApp((state) => state.ui.selectedIds);
  return (
    <div className="correctForm__objects">
      <div className="correctForm__row">
        <Segmented
          label="Measured by"
          value={fields.as}
          options={[
            { value: 'mask', text: 'Masks' },
            { value: 'box', text: 'Boxes' },
          ]}
          onChange={(as) => change({ as })}
        />
        <span className="muted">
          {chosen.length === 0
            ? 'Choose them here or on the stage; with Shift, more than one.'
            : `${chosen.length} chosen`}
        </span>
      </div>
      <ul className="chips">
        {objects.slice(0, CAP).map((object) => (
          <li key={object.id}>
            <ChoiceChip object={object} />
          </li>
        ))}
        {objects.length > CAP && (
          <li className="muted">and {objects.length - CAP} more: choose them on the stage</li>
        )}
      </ul>
      <Drawn twin={twin} drawn={fields.drawn} onChange={(drawn) => change({ drawn })} />
    </div>
  );
}

/** An object that is chosen or not; choosing it selects it in every view. */
function ChoiceChip(props: { readonly object: TwinObject }) {
  const { object } = props;
  const { id, label } = object;
  const { hover, select } = useCommands();
  const selected = useApp((state) => state.ui.selectedIds);
  const colour = useObjectColour(object);
  const chosen = selected.includes(id);
  return (
    <button
      type="button"
      className="objectChip"
      aria-pressed={chosen}
      onPointerEnter={() => hover(id)}
      onPointerLeave={() => hover(undefined)}
      onClick={() => select(chosen ? selected.filter((one) => one !== id) : [...selected, id])}
    >
      <span className="dot" style={{ background: colour }} />
      <span className="objectChip__label">{label}</span>
      <span className="objectChip__id">{id}</span>
    </button>
  );
}

/** Outlines that were pointed at with the stage's own tool. */
function Drawn(props: {
  readonly twin: Twin;
  readonly drawn: readonly Region[];
  readonly onChange: (drawn: readonly Region[]) => void;
}) {
  const { twin, drawn, onChange } = props;
  const { clearPrompt } = useCommands();
  const preview = useApp((state) => state.prompt.preview);
  const { width, height } = twin.source;
  const box = preview && clipBox(preview.box, width, height);
  return (
    <>
      {drawn.length > 0 && (
        <ul className="chips" aria-label="Drawn outlines">
          {drawn.map((region, index) => (
            <li key={region.box.join()} className="correctForm__drawn">
              outline {index + 1}
              <IconButton
                label={`Remove outline ${index + 1}`}
                onClick={() => onChange(drawn.filter((one) => one !== region))}
              >
                <X size={12} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {preview && box ? (
        <Button
          onClick={() => {
            // The same outline once.
            const others = drawn.filter((region) => region.box.join() !== box.join());
            onChange([...others, { box, mask: preview.mask }]);
            clearPrompt();
          }}
        >
          Add the outline on the stage
        </Button>
      ) : (
        <p className="muted">
          Missing in the twin? Outline it on the stage by clicks or a box, and add it here.
        </p>
      )}
    </>
  );
}
