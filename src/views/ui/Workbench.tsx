import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import type { PreferenceStorage } from '../../store/preferences.ts';
import { useApp } from '../context.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { Notices } from './Notices.tsx';
import { Placeholder } from './Pane.tsx';
import { Panes } from './Panes.tsx';
import { TopBar } from './TopBar.tsx';
import { UrlDialog } from './UrlDialog.tsx';
import { useIdleProbe } from './useIdleProbe.ts';
import { useIncoming } from './useIncoming.ts';
import { useKeyboard } from './useKeyboard.ts';
import './workbench.css';

const LabView = lazy(() => import('../lab/LabView.tsx'));
const ModelsSheet = lazy(() => import('../models/ModelsSheet.tsx'));

/** The whole window. */
export function Workbench(props: { readonly preferences: PreferenceStorage }) {
  useKeyboard();
  useIdleProbe();
  const dialog = useApp((state) => state.ui.dialog);
  const view = useApp((state) => state.ui.view);
  const [dragging, setDragging] = useState(false);
  const [sheetWanted, setSheetWanted] = useState(false);
  if (dialog === 'models' && !sheetWanted) setSheetWanted(true);
  useIncoming(setDragging);
  return (
    <div className="workbench">
      <TopBar />
      <main className="workbench__main">
        <h1 className="visuallyHidden">Twinsight: look at an image and ask its digital twin</h1>
        {view === 'lab' ? (
          <Suspense fallback={<Placeholder>Loading the lab…</Placeholder>}>
            <LabView />
          </Suspense>
        ) : (
          <Panes preferences={props.preferences} />
        )}
      </main>
      <UrlDialog open={dialog === 'url'} />
      <KeysDialog open={dialog === 'keys'} />
      <CommandPalette open={dialog === 'commands'} />
      {sheetWanted && (
        <Suspense fallback={null}>
          <ModelsSheet open={dialog === 'models'} />
        </Suspense>
      )}
      <div className="appNotices">
        <Notices place="app" />
      </div>
      {dragging && createPortal(<div className="dropTarget">Drop to open</div>, document.body)}
    </div>
  );
}
