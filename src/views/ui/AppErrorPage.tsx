import { Button } from './Controls.tsx';

/** The last resort: the whole interface failed to draw. */
export function AppErrorPage(props: { readonly error: Error; readonly retry: () => void }) {
  return (
    <main className="paneError" role="alert">
      <h1>Twinsight could not be drawn</h1>
      <p className="paneError__detail">{props.error.message}</p>
      <p className="muted">
        Nothing that you opened has left this machine. Draw the page again; if it fails twice, reload it.
      </p>
      <div style={{ display: 'flex', gap: 8 }}>
        <Button look="primary" onClick={props.retry}>
          Draw it again
        </Button>
        <Button onClick={() => location.reload()}>Reload</Button>
      </div>
    </main>
  );
}
