import { Plus, Sparkles, Trash2, X } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { isVideo } from '../../store/moment.ts';
import type { Attribute, Provenance, Twin, TwinObject } from '../../twin/schema/twin.ts';
import { useApp, useCommands } from '../context.tsx';
import { LABEL_FIELD } from '../ui/actions.ts';
import { Button, IconButton } from '../ui/Controls.tsx';
import { useObjectAtRest, useObjectColour } from '../ui/ObjectChip.tsx';
import { keyText } from '../ui/useKeyboard.ts';
import { formatDepth } from './format.ts';

/** Everything about the selected object that a person can correct. Nothing where no object is selected. */
export function ObjectInspector() {
  const { edit } = useCommands();
  const twin = useApp((state) => state.scene.twin);
  const selectedIds = useApp((state) => state.ui.selectedIds);
  const chosen = twin?.objects.filter(({ id }) => selectedIds.includes(id)) ?? [];
  const [object, ...others] = chosen;
  if (!twin || !object) return null;
  if (others.length === 0) return <OneObject key={object.id} object={object} twin={twin} />;
  return (
    <aside className="inspector" aria-label="Selected objects">
      <h3 className="inspector__title">{chosen.length} objects selected</h3>
      <div className="inspector__actions">
        <Button onClick={() => void edit({ kind: 'remove', ids: chosen.map(({ id }) => id) })}>
          <Trash2 size={13} aria-hidden /> Delete them
        </Button>
      </div>
    </aside>
  );
}

const provenance = (twin: Twin, by: Provenance | undefined): string => {
  if (by === undefined) return '';
  return by === 'human' ? 'by a person' : `by ${twin.log[by]?.tool ?? '?'}, run ${by}`;
};

function OneObject(props: { readonly object: TwinObject; readonly twin: Twin }) {
  const { object, twin } = props;
  const { edit, sharpenMask } = useCommands();
  const colour = useObjectColour(object);
  const video = useApp(isVideo);
  const photo = useApp((state) => state.scene.image !== undefined) && !video;
  const pending = useApp((state) => state.edits.pending);
  const { id } = object;
  const state = useObjectAtRest(id)?.states[0];
  const depth = state?.depth;
  return (
    <aside className="inspector" aria-label={`Selected object ${id}`} aria-busy={pending !== undefined}>
      <h3 className="inspector__title">
        <span className="dot" style={{ background: colour }} />
        <span>{object.label}</span> <span className="mono muted">{id}</span>
        <span className="inspector__by">{provenance(twin, state?.by)}</span>
        {photo && (
          <IconButton
            label={state?.mask ? 'Sharpen the mask' : 'Outline it'}
            disabled={pending !== undefined}
            onClick={() => void sharpenMask(id)}
          >
            <Sparkles size={14} aria-hidden />
          </IconButton>
        )}
        <IconButton
          label="Delete the object"
          keys={keyText('remove')}
          disabled={pending !== undefined}
          onClick={() => void edit({ kind: 'remove', ids: [id] })}
        >
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </h3>
      <CommitField
        id={LABEL_FIELD}
        label="Label"
        value={object.label}
        onCommit={(label) => void edit({ kind: 'rename', id, label })}
      />
      {video && (
        <p className="inspector__time muted">
          {state === undefined
            ? 'Not in the frame that is shown.'
            : `Depth ${formatDepth(depth)}${state.interpolated ? ', between two looks' : ''}.`}
        </p>
      )}
      {!video && (
        <CommitField
          label={`Depth${depth?.unit === 'relative' ? ', relative' : ', m'}`}
          value={depth ? String(Number(depth.mean.toFixed(2))) : ''}
          inputMode="decimal"
          placeholder="unknown"
          note={provenance(twin, depth?.by)}
          onCommit={(text) =>
            void edit({ kind: 'depth', id, distance: Number.parseFloat(text.replace(',', '.')) })
          }
        />
      )}
      <AttributeList object={object} twin={twin} />
    </aside>
  );
}

/** A text field that takes effect on Enter or when it is left, and forgets what was typed on Escape. */
function CommitField(props: {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly id?: string;
  readonly inputMode?: 'text' | 'decimal';
  readonly placeholder?: string;
  readonly note?: string;
}) {
  const { label, value, onCommit, note } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  /** What was handed on already: leaving the field after Enter is no second edit. */
  const [sent, setSent] = useState(value);
  if (shown !== value) {
    setShown(value);
    setSent(value);
    setText(value);
  }
  const commit = (): void => {
    const typed = text.trim();
    if (typed === '') setText(value);
    if (typed === '' || typed === sent) return;
    setSent(typed);
    onCommit(typed);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape') setText(value);
  };
  return (
    <div className="inspector__row">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        value={text}
        maxLength={256}
        autoComplete="off"
        inputMode={props.inputMode}
        placeholder={props.placeholder}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {note && <span className="inspector__by">{note}</span>}
    </div>
  );
}

const score = ({ score: value, by }: Attribute): string => (by === 'human' ? '' : ` ${value.toFixed(2)}`);

function AttributeList(props: { readonly object: TwinObject; readonly twin: Twin }) {
  const { object, twin } = props;
  const { edit } = useCommands();
  const { id } = object;
  return (
    <>
      <ul className="inspector__attributes" aria-label="Attributes">
        {Object.entries(object.attributes).map(([name, attribute]) => (
          <li key={name} title={provenance(twin, attribute.by)}>
            <span className="muted">{name}</span> {attribute.value}
            <span className="muted">{score(attribute)}</span>
            <IconButton
              label={`Remove ${name}: ${attribute.value}`}
              onClick={() => void edit({ kind: 'attribute', id, name, value: undefined })}
            >
              <X size={12} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <NewAttribute onAdd={(name, value) => void edit({ kind: 'attribute', id, name, value })} />
    </>
  );
}

function NewAttribute(props: { readonly onAdd: (name: string, value: string) => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const names = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onAdd(name, value);
    setName('');
    setValue('');
  };
  return (
    <form className="inspector__row" onSubmit={submit}>
      <input
        className="field"
        value={name}
        list={names}
        maxLength={64}
        aria-label="Name of the attribute to set"
        placeholder="attribute"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <datalist id={names}>
        {['colour', 'material', 'state', 'text', 'size'].map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
      <input
        className="field"
        value={value}
        maxLength={256}
        aria-label="Value of the attribute to set"
        placeholder="value"
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <IconButton
        type="submit"
        label="Set the attribute"
        disabled={name.trim() === '' || value.trim() === ''}
      >
        <Plus size={14} aria-hidden />
      </IconButton>
    </form>
  );
}
