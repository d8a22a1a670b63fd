import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/store.ts';
import { setUi } from './storeActions.ts';

type ViewCommands = Pick<
  Commands,
  | 'select'
  | 'hover'
  | 'setTheme'
  | 'setColourBy'
  | 'toggleLayer'
  | 'setOverlayOpacity'
  | 'setOverlaysHidden'
  | 'activateStep'
  | 'light'
  | 'setTask'
  | 'frame'
  | 'clearPointing'
  | 'setView'
  | 'maximisePane'
  | 'showPane'
  | 'showDrawer'
  | 'setDrawerOpen'
  | 'openDialog'
>;

/** The commands that only change what is shown and pointed at. */
export function createViewCommands(store: AppStore): ViewCommands {
  const ui = () => store.getState().ui;
  return {
    select: (ids) => setUi(store, { selectedIds: ids, activeStep: undefined, litIds: undefined }),
    hover(id) {
      if (ui().hoveredId !== id) setUi(store, { hoveredId: id });
    },
    setTheme: (theme) => setUi(store, { theme }),
    setColourBy: (colourBy) => setUi(store, { colourBy }),
    toggleLayer: (layer) => setUi(store, { layers: { ...ui().layers, [layer]: !ui().layers[layer] } }),
    setOverlayOpacity(opacity) {
      if (Number.isFinite(opacity)) setUi(store, { overlayOpacity: Math.min(1, Math.max(0, opacity)) });
    },
    setOverlaysHidden: (hidden) => setUi(store, { overlaysHidden: hidden }),
    activateStep: (step) => setUi(store, { activeStep: step }),
    light(ids) {
      if (ui().litIds !== ids) setUi(store, { litIds: ids });
    },
    setTask: (task) => setUi(store, { task }),
    frame: (ids) => setUi(store, { framing: { ids, serial: (ui().framing?.serial ?? 0) + 1 } }),
    clearPointing: () =>
      setUi(store, { selectedIds: [], hoveredId: undefined, activeStep: undefined, litIds: undefined }),
    setView: (view) => setUi(store, { view }),
    maximisePane: (pane) => setUi(store, { maximisedPane: pane, view: 'look' }),
    showPane(pane) {
      const { maximisedPane } = ui();
      setUi(store, {
        view: 'look',
        maximisedPane: maximisedPane === undefined ? undefined : pane,
        ...(pane === 'graph' || pane === 'scene' ? { sidePane: pane } : {}),
        ...(pane === 'twin' ? { drawerOpen: true } : {}),
        ...(pane === 'stage' ? {} : { columnPane: pane }),
      });
    },
    showDrawer: (tab) => setUi(store, { drawerTab: tab, drawerOpen: true }),
    setDrawerOpen: (open) => setUi(store, { drawerOpen: open }),
    openDialog: (dialog) => setUi(store, { dialog }),
  };
}
