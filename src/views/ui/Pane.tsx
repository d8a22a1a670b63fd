import { Maximize2, Minimize2 } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import type { PaneId } from '../../store/slices/ui.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button, IconButton } from './Controls.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import './pane.css';

/** A quiet stand-in while a view's code is on its way, or where it has nothing to show yet. */
export function Placeholder(props: { readonly children: ReactNode }) {
  return <div className="placeholder">{props.children}</div>;
}

/**
 * A named region of the window: title, actions, and a body that its child fills. A double click on the title, or the
 * button at its end, makes it fill the window. Code that loads late and failures while drawing stay inside.
 */
export function Pane(props: {
  readonly id: PaneId;
  readonly title: string;
  /** Stands in the place of the title text; the title still names the region. */
  readonly heading?: ReactNode;
  readonly actions?: ReactNode;
  readonly keys?: string;
  readonly children: ReactNode;
}) {
  const { maximisePane } = useCommands();
  const maximised = useApp((state) => state.ui.maximisedPane === props.id);
  const toggle = () => maximisePane(maximised ? undefined : props.id);
  return (
    <section className="pane" aria-label={props.title} data-pane={props.id}>
      <header className="pane__head">
        {props.heading ?? (
          <h2 className="pane__title" onDoubleClick={toggle}>
            {props.title}
          </h2>
        )}
        <div className="pane__actions">{props.actions}</div>
        <IconButton
          label={maximised ? `Restore ${props.title.toLowerCase()}` : `Maximise ${props.title.toLowerCase()}`}
          keys={props.keys}
          onClick={toggle}
        >
          {maximised ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
        </IconButton>
      </header>
      <div className="pane__body">
        <ErrorBoundary
          fallback={(error, retry) => <PaneError title={props.title} error={error} retry={retry} />}
        >
          <Suspense fallback={<Placeholder>Loading {props.title.toLowerCase()}…</Placeholder>}>
            {props.children}
          </Suspense>
        </ErrorBoundary>
      </div>
    </section>
  );
}

function PaneError(props: { readonly title: string; readonly error: Error; readonly retry: () => void }) {
  return (
    <div className="paneError" role="alert">
      <p>
        <strong>{props.title} could not be drawn.</strong> The other panes and your twin are untouched.
      </p>
      <p className="paneError__detail">{props.error.message}</p>
      <Button onClick={props.retry}>Draw it again</Button>
    </div>
  );
}
