import { type FormEvent, useId, useState } from 'react';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** Where models come from: the hub, or a mirror with its layout. */
export function SourceForm() {
  const { models } = useCommands();
  const source = useApp((state) => state.models.source);
  const busy = useApp((state) => state.models.job !== undefined);
  const [editing, setEditing] = useState(false);
  if (editing) return <Form onDone={() => setEditing(false)} />;
  return (
    <div className="modelsSource">
      <p>
        Source: <span className="mono">{source === '' ? 'huggingface.co' : source}</span>
      </p>
      <Button look="quiet" disabled={busy} onClick={() => setEditing(true)}>
        Change the source
      </Button>
      {source !== '' && (
        <Button look="quiet" disabled={busy} onClick={() => void models.setSource('')}>
          Back to the hub
        </Button>
      )}
    </div>
  );
}

function Form(props: { readonly onDone: () => void }) {
  const { models } = useCommands();
  const source = useApp((state) => state.models.source);
  const [address, setAddress] = useState(source);
  const [fault, setFault] = useState<string>();
  const faultId = useId();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = await models.setSource(address);
    setFault(wrong);
    if (wrong === undefined) props.onDone();
  };
  return (
    <form className="modelsSource" onSubmit={(event) => void submit(event)}>
      <input
        className="field"
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://hub.example.org/"
        aria-label="Address of a mirror"
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : faultId}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Button type="submit">Use it</Button>
      <Button look="quiet" onClick={props.onDone}>
        Keep the old one
      </Button>
      <p id={faultId} className={fault === undefined ? 'muted' : 'modelWarning'} role={fault && 'alert'}>
        {fault ?? 'A mirror has the hub’s layout. Files are checked in the same way. Empty: the hub.'}
      </p>
    </form>
  );
}
