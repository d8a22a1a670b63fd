import { Menu } from '@base-ui/react/menu';
import { Tabs } from '@base-ui/react/tabs';
import { ChevronDown, ChevronUp, Copy, Download } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isVideo } from '../../store/moment.ts';
import type { DrawerTab } from '../../store/slices/ui.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { Button, IconButton } from '../ui/Controls.tsx';
import { Pane, Placeholder } from '../ui/Pane.tsx';
import { keyText } from '../ui/useKeyboard.ts';
import { JsonTree } from './JsonTree.tsx';
import { ObjectsTable } from './ObjectsTable.tsx';
import { RelationsList } from './RelationsList.tsx';
import { ToolLog } from './ToolLog.tsx';
import './twin.css';

// Shown once an object is chosen.
const ObjectInspector = lazy(async () => ({
  default: (await import('./ObjectInspector.tsx')).ObjectInspector,
}));
const TimelineView = lazy(async () => ({
  default: (await import('../timeline/TimelineView.tsx')).TimelineView,
}));

const TABS: readonly { readonly value: DrawerTab; readonly text: string }[] = [
  { value: 'objects', text: 'Objects' },
  { value: 'relations', text: 'Relations' },
  { value: 'timeline', text: 'Timeline' },
  { value: 'json', text: 'JSON' },
  { value: 'log', text: 'Log' },
];

const isTab = (value: unknown): value is DrawerTab => TABS.some((tab) => tab.value === value);

/** The twin itself, as tables and text. */
export function TwinPane(props: { readonly collapsible: boolean }) {
  const { showDrawer, setDrawerOpen } = useCommands();
  const video = useApp(isVideo);
  const chosen = useApp((state) => state.ui.drawerTab);
  const tab = chosen === 'timeline' && !video ? 'objects' : chosen;
  const tabs = video ? TABS : TABS.filter(({ value }) => value !== 'timeline');
  const open = useApp((state) => state.ui.drawerOpen) || !props.collapsible;
  const objects = useApp((state) => state.scene.twin?.objects.length);
  const runs = useApp((state) => state.scene.twin?.log.length);
  const counts: Partial<Record<DrawerTab, number | undefined>> = { objects, log: runs };
  const heading = (
    <>
      <h2 className="visuallyHidden">Twin</h2>
      <Tabs.List className="tabs" aria-label="Views of the twin">
        {tabs.map(({ value, text }) => (
          <Tabs.Tab key={value} value={value} className="tab" onClick={() => showDrawer(value)}>
            {text}
            {counts[value] !== undefined && <span className="tab__count">{counts[value]}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <span style={{ flex: 1 }} />
    </>
  );
  const actions = (
    <>
      {tab === 'json' && <CopyJson />}
      {objects !== undefined && <SaveMenu />}
      {props.collapsible && (
        <IconButton
          label={open ? 'Close the drawer' : 'Open the drawer'}
          keys={keyText('drawer')}
          aria-expanded={open}
          onClick={() => setDrawerOpen(!open)}
        >
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
        </IconButton>
      )}
    </>
  );
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => isTab(value) && showDrawer(value)}
      style={{ height: '100%' }}
    >
      <Pane id="twin" title="Twin" heading={heading} keys={keyText('pane5')} actions={actions}>
        {tabs.map(({ value }) => (
          <Tabs.Panel key={value} value={value} style={{ height: '100%' }}>
            {open && tab === value && <TabContent tab={value} />}
          </Tabs.Panel>
        ))}
      </Pane>
    </Tabs.Root>
  );
}

function TabContent(props: { readonly tab: DrawerTab }) {
  const twin = useApp((state) => state.scene.twin);
  const working = useApp((state) => state.perception.job !== undefined);
  const clip = useApp((state) => state.video.clip !== undefined);
  if (!twin) {
    return (
      <Placeholder>
        {working
          ? 'The twin is being measured…'
          : clip
            ? 'Once the clip is measured, its tracks are here.'
            : 'The twin of an opened image or clip is listed here: objects, relations, JSON, log.'}
      </Placeholder>
    );
  }
  if (props.tab === 'objects') {
    return (
      <div className="objects">
        <ObjectsTable />
        <Suspense fallback={null}>
          <ObjectInspector />
        </Suspense>
      </div>
    );
  }
  if (props.tab === 'relations') return <RelationsList />;
  if (props.tab === 'log') return <ToolLog />;
  if (props.tab === 'timeline')
    return (
      <Suspense fallback={<Placeholder>Loading the timeline…</Placeholder>}>
        <TimelineView />
      </Suspense>
    );
  return (
    <div className="scroll">
      <div className="json">
        <JsonTree value={twin} open />
      </div>
    </div>
  );
}

function CopyJson() {
  const { store } = useServices();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(JSON.stringify(store.getState().scene.twin, null, 2));
      setCopied('yes');
    } catch {
      setCopied('failed'); // No permission, or a page that is not focused.
    }
    setTimeout(() => setCopied('no'), 2000);
  };
  const text = { no: 'Copy', yes: 'Copied', failed: 'Not permitted' }[copied];
  return (
    <Button look="quiet" onClick={() => void copy()}>
      <Copy size={13} aria-hidden /> <span role="status">{text}</span>
    </Button>
  );
}

function SaveMenu() {
  const { exportTwin, exportCoco, exportMot, exportYoutubeVis, exportOverlay, exportTraces } = useCommands();
  const video = useApp((state) => state.scene.twin?.source.kind === 'video');
  const asked = useApp((state) => state.conversation.asks.some(({ trace }) => trace !== undefined));
  const image = useApp((state) => state.scene.image !== undefined);
  return (
    <Menu.Root>
      <Menu.Trigger className="button button--quiet">
        <Download size={13} aria-hidden /> Save
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4} align="end">
          <Menu.Popup className="popup menu">
            <Menu.Item className="menu__item" onClick={exportTwin}>
              Twin JSON <span className="menu__hint">.twin.json</span>
            </Menu.Item>
            {video ? (
              <>
                <Menu.Item className="menu__item" onClick={exportYoutubeVis}>
                  Tracks and masks, YouTube-VIS <span className="menu__hint">.vis.json</span>
                </Menu.Item>
                <Menu.Item className="menu__item" onClick={exportMot}>
                  Tracks, MOTChallenge <span className="menu__hint">.mot.txt</span>
                </Menu.Item>
              </>
            ) : (
              <Menu.Item className="menu__item" onClick={exportCoco}>
                COCO JSON <span className="menu__hint">.coco.json</span>
              </Menu.Item>
            )}
            <Menu.Item className="menu__item" disabled={!asked} onClick={() => void exportTraces()}>
              Traces of the questions <span className="menu__hint">.trace.jsonl</span>
            </Menu.Item>
            <Menu.Item className="menu__item" disabled={!image} onClick={() => void exportOverlay()}>
              Overlay PNG <span className="menu__hint">.png</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
