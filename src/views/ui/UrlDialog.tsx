import { type FormEvent, useState } from 'react';
import { useCommands } from '../context.tsx';
import { Button } from './Controls.tsx';
import { Dialog, DialogTitle } from './Dialog.tsx';

export function UrlDialog(props: { readonly open: boolean }) {
  return (
    <Dialog open={props.open}>
      <UrlForm />
    </Dialog>
  );
}

function UrlForm() {
  const { openUrl, openDialog } = useCommands();
  const [address, setAddress] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() === '') return;
    openDialog(undefined);
    void openUrl(address);
  };
  return (
    <form onSubmit={submit}>
      <DialogTitle>Open an address</DialogTitle>
      <p className="muted" style={{ marginTop: 4 }}>
        The image is fetched by this browser, from that site only, without cookies. Sites that do not let
        other pages read their files refuse; then save the image and drop it here.
      </p>
      <div className="dialog__row">
        <input
          className="field"
          type="text"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.org/photo.jpg"
          aria-label="Address of an image"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button look="primary" type="submit" style={{ height: 32 }}>
          Open
        </Button>
      </div>
    </form>
  );
}
