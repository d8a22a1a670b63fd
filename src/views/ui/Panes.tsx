import { Tabs } from '@base-ui/react/tabs';
import { lazy, type ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { PreferenceStorage } from '../../store/preferences.ts';
import type { PaneId, UiState } from '../../store/slices/ui.ts';
import { AskPane } from '../ask/AskPane.tsx';
import { useApp, useCommands } from '../context.tsx';
import { StagePane } from '../stage/StagePane.tsx';
import { TwinPane } from '../twin/TwinPane.tsx';
import { Segmented } from './Controls.tsx';
import { Pane } from './Pane.tsx';
import { keyText } from './useKeyboard.ts';
import { useLayout } from './useLayout.ts';

const GraphView = lazy(async () => ({ default: (await import('../graph/GraphView.tsx')).GraphView }));
const SceneView = lazy(async () => ({ default: (await import('../scene/SceneView.tsx')).SceneView }));

const GraphPane = (props: { readonly heading?: ReactNode }) => (
  <Pane id="graph" title="Graph" heading={props.heading} keys={keyText('pane2')}>
    <GraphView />
  </Pane>
);

const ScenePane = (props: { readonly heading?: ReactNode }) => (
  <Pane id="scene" title="Scene" heading={props.heading} keys={keyText('pane3')}>
    <SceneView />
  </Pane>
);

/** Graph or scene, with the switch between them in place of the title. */
function SidePane() {
  const { showPane } = useCommands();
  const shown = useApp((state) => state.ui.sidePane);
  const heading = (
    <>
      <Segmented
        label="Graph or scene"
        value={shown}
        options={[
          { value: 'graph', text: 'Graph' },
          { value: 'scene', text: 'Scene' },
        ]}
        onChange={showPane}
      />
      <span style={{ flex: 1 }} />
    </>
  );
  return shown === 'graph' ? <GraphPane heading={heading} /> : <ScenePane heading={heading} />;
}

const PANES: Readonly<Record<PaneId, () => ReactNode>> = {
  stage: () => <StagePane />,
  graph: () => <GraphPane />,
  scene: () => <ScenePane />,
  ask: () => <AskPane />,
  twin: () => <TwinPane collapsible={false} />,
};

/** All panes in the arrangement that the window has room for; one of them alone while it is maximised. */
export function Panes(props: { readonly preferences: PreferenceStorage }) {
  const layout = useLayout();
  const maximised = useApp((state) => state.ui.maximisedPane);
  if (maximised) return PANES[maximised]();
  if (layout === 'column') return <Column />;
  return <Split wide={layout === 'wide'} preferences={props.preferences} />;
}

function Split(props: { readonly wide: boolean; readonly preferences: PreferenceStorage }) {
  const { wide, preferences } = props;
  const open = useApp((state) => state.ui.drawerOpen);
  const storage = preferences;
  const rows = useDefaultLayout({ id: 'rows', panelIds: open ? ['top', 'drawer'] : ['top'], storage });
  const columns = useDefaultLayout({ id: wide ? 'columns' : 'columns-medium', storage });
  const right = useDefaultLayout({ id: wide ? 'right' : 'right-medium', storage });
  const views = useDefaultLayout({ id: 'views', storage });
  const top = (
    <Group id={wide ? 'columns' : 'columns-medium'} orientation="horizontal" {...columns}>
      <Panel id="stage" defaultSize="52" minSize="320px">
        <StagePane />
      </Panel>
      <Separator className="separator" aria-label="Width of the stage" />
      <Panel id="right" minSize="300px">
        <Group id={wide ? 'right' : 'right-medium'} orientation="vertical" {...right}>
          <Panel id="views" defaultSize="46" minSize="140px">
            {wide ? (
              <Group id="views" orientation="horizontal" {...views}>
                <Panel id="graph" minSize="180px">
                  <GraphPane />
                </Panel>
                <Separator className="separator" aria-label="Width of the graph" />
                <Panel id="scene" minSize="180px">
                  <ScenePane />
                </Panel>
              </Group>
            ) : (
              <SidePane />
            )}
          </Panel>
          <Separator className="separator" aria-label="Height of graph and scene" />
          <Panel id="ask" minSize="140px">
            <AskPane />
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Group id="rows" orientation="vertical" style={{ flex: 1, minHeight: 0 }} {...rows}>
        <Panel id="top" minSize="240px">
          {top}
        </Panel>
        {open && (
          <>
            <Separator className="separator" aria-label="Height of the drawer" />
            <Panel id="drawer" defaultSize="25" minSize="90px">
              <TwinPane collapsible />
            </Panel>
          </>
        )}
      </Group>
      {!open && (
        <div style={{ height: 'calc(var(--pane-head) + 1px)', borderTop: '1px solid var(--line)' }}>
          <TwinPane collapsible />
        </div>
      )}
    </div>
  );
}

const COLUMN_TABS: readonly { readonly value: UiState['columnPane']; readonly text: string }[] = [
  { value: 'ask', text: 'Ask' },
  { value: 'twin', text: 'Twin' },
  { value: 'graph', text: 'Graph' },
  { value: 'scene', text: 'Scene' },
];

/** One column for narrow windows: the stage, and the other panes as tabs under it. */
function Column() {
  const { showPane } = useCommands();
  const pane = useApp((state) => state.ui.columnPane);
  return (
    <Tabs.Root className="column" value={pane}>
      <div className="column__stage">
        <StagePane />
      </div>
      <Tabs.List className="tabs column__tabs" aria-label="Panes">
        {COLUMN_TABS.map(({ value, text }) => (
          <Tabs.Tab key={value} value={value} className="tab" onClick={() => showPane(value)}>
            {text}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={pane} className="column__pane" key={pane}>
        {PANES[pane]()}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
