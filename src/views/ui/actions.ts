import { isVideo } from '../../store/moment.ts';
import { SAMPLES } from '../../store/samples.ts';
import { evidenceIds, focusIds } from '../../store/selectors.ts';
import type { PromptState } from '../../store/slices/prompt.ts';
import type { PaneId } from '../../store/slices/ui.ts';
import type { AppState } from '../../store/store.ts';
import type { AppServices } from '../context.tsx';
import { focusWhenShown } from './focusWhenShown.ts';
import type { KeyName } from './keys.ts';

export type ActionGroup = 'Source' | 'Overlay' | 'View' | 'Time' | 'Objects' | 'Edit' | 'Twin' | 'App';

/** Something a person can do: listed in the command palette, and reachable by its key. */
export interface Action {
  readonly title: string;
  readonly group: ActionGroup;
  readonly key?: KeyName;
  readonly run: (services: AppServices) => void;
  /** Absent: always. */
  readonly enabled?: (state: AppState) => boolean;
}

export const QUESTION_FIELD = 'question';
/** The label of the selected object, in the twin's pane. */
export const LABEL_FIELD = 'object-label';

const hasTwin = (state: AppState): boolean => state.scene.twin !== undefined;
const hasImage = (state: AppState): boolean => state.scene.image !== undefined;
const isStill = (state: AppState): boolean => hasTwin(state) && hasImage(state) && !isVideo(state);
const hasSelection = ({ scene, ui }: AppState): boolean =>
  scene.twin?.objects.some(({ id }) => ui.selectedIds.includes(id)) ?? false;
const isPrompting = ({ box, points }: PromptState): boolean => box !== undefined || points.length > 0;

/** Selects the object after (or before) the selected one, in the twin's order, and wraps around. */
function walk({ store, commands }: AppServices, by: 1 | -1): void {
  const { scene, ui } = store.getState();
  const ids = scene.twin?.objects.map((object) => object.id) ?? [];
  if (ids.length === 0) return;
  const current = ids.indexOf(ui.selectedIds.at(-1) ?? '');
  const next = current < 0 ? (by > 0 ? 0 : ids.length - 1) : (current + by + ids.length) % ids.length;
  const id = ids[next];
  if (id !== undefined) commands.select([id]);
}

function stepBack({ store, commands }: AppServices): void {
  const { perception, prompt, ui } = store.getState();
  if (ui.dialog) commands.openDialog(undefined);
  else if (perception.job) commands.cancel();
  else if (isPrompting(prompt)) commands.clearPrompt();
  else if (prompt.tool === 'segment') commands.setTool('select');
  else if (ui.selectedIds.length > 0 || ui.activeStep !== undefined) commands.clearPointing();
  else if (ui.maximisedPane) commands.maximisePane(undefined);
}

const pane = (id: PaneId, title: string, key: KeyName): Action => ({
  title: `Maximise or restore ${title}`,
  group: 'View',
  key,
  run: ({ store, commands }) =>
    commands.maximisePane(store.getState().ui.maximisedPane === id ? undefined : id),
});

const zoom = (title: string, key: KeyName, detail: StageZoom): Action => ({
  title,
  group: 'View',
  key,
  run: () => document.dispatchEvent(new CustomEvent<StageZoom>(STAGE_ZOOM, { detail })),
  enabled: hasImage,
});

/** How commands reach the stage's own zoom, which is no state of the app. */
export const STAGE_ZOOM = 'twinsight-stage-zoom';
export type StageZoom = 'in' | 'out' | 'fit' | 'actual';

const time = (title: string, key: KeyName, run: Action['run']): Action => ({
  title,
  group: 'Time',
  key,
  run,
  enabled: isVideo,
});

export const ACTIONS: readonly Action[] = [
  { title: 'Open a file…', group: 'Source', key: 'open', run: ({ commands }) => commands.pickFiles() },
  { title: 'Open an address…', group: 'Source', run: ({ commands }) => commands.openDialog('url') },
  ...SAMPLES.map(
    (sample): Action => ({
      title: `Open the sample “${sample.title}”`,
      group: 'Source',
      run: ({ commands }) => void commands.openSample(sample.id),
    }),
  ),
  {
    title: 'Measure what is open now',
    group: 'Source',
    run: ({ commands }) => void commands.analyse(),
    enabled: hasImage,
  },
  {
    title: 'Ask a question',
    group: 'Twin',
    key: 'question',
    run: ({ commands }) => {
      commands.showPane('ask');
      focusWhenShown(QUESTION_FIELD);
    },
  },
  {
    title: 'Hide or show all overlays',
    group: 'Overlay',
    key: 'hideOverlays',
    run: ({ store, commands }) => commands.setOverlaysHidden(!store.getState().ui.overlaysHidden),
  },
  { title: 'Boxes', group: 'Overlay', key: 'boxes', run: ({ commands }) => commands.toggleLayer('boxes') },
  { title: 'Masks', group: 'Overlay', key: 'masks', run: ({ commands }) => commands.toggleLayer('masks') },
  { title: 'Labels', group: 'Overlay', key: 'labels', run: ({ commands }) => commands.toggleLayer('labels') },
  ...(['class', 'instance', 'depth', 'evidence'] as const).map(
    (colourBy): Action => ({
      title: `Colour by ${colourBy}`,
      group: 'Overlay',
      run: ({ commands }) => commands.setColourBy(colourBy),
    }),
  ),
  {
    title: 'Frame the selection',
    group: 'Objects',
    key: 'frame',
    run: ({ store, commands }) => commands.frame(focusIds(store.getState())),
    enabled: hasTwin,
  },
  { title: 'Next object', group: 'Objects', key: 'nextObject', run: (services) => walk(services, 1) },
  {
    title: 'Previous object',
    group: 'Objects',
    key: 'previousObject',
    run: (services) => walk(services, -1),
  },
  {
    title: 'Select objects by clicks',
    group: 'Edit',
    key: 'selectTool',
    run: ({ commands }) => commands.setTool('select'),
    enabled: hasTwin,
  },
  {
    title: 'Segment an object by clicks or a box',
    group: 'Edit',
    key: 'segmentTool',
    run: ({ commands }) => commands.setTool('segment'),
    enabled: isStill,
  },
  {
    title: 'Sharpen the mask of the selected object',
    group: 'Edit',
    run: ({ store, commands }) => {
      const [id] = store.getState().ui.selectedIds;
      if (id !== undefined) void commands.sharpenMask(id);
    },
    enabled: (state) => isStill(state) && hasSelection(state),
  },
  {
    title: 'Rename the selected object',
    group: 'Edit',
    key: 'rename',
    run: ({ commands }) => {
      commands.showPane('twin');
      commands.showDrawer('objects');
      focusWhenShown(LABEL_FIELD);
    },
    enabled: hasSelection,
  },
  {
    title: 'Delete the selected objects',
    group: 'Edit',
    key: 'remove',
    run: ({ store, commands }) => {
      const { scene, ui } = store.getState();
      const ids = scene.twin?.objects.map(({ id }) => id).filter((id) => ui.selectedIds.includes(id));
      void commands.edit({ kind: 'remove', ids: ids ?? [] });
    },
    enabled: hasSelection,
  },
  {
    title: 'Undo the last edit',
    group: 'Edit',
    key: 'undo',
    run: ({ commands }) => commands.undoEdit(),
    enabled: (state) => state.edits.history.past.length > 0,
  },
  {
    title: 'Redo the undone edit',
    group: 'Edit',
    key: 'redo',
    run: ({ commands }) => commands.redoEdit(),
    enabled: (state) => state.edits.history.future.length > 0,
  },
  {
    title: 'Select the evidence of the answer',
    group: 'Objects',
    run: ({ store, commands }) => commands.select(evidenceIds(store.getState())),
    enabled: (state) => evidenceIds(state).length > 0,
  },
  { title: 'Clear, cancel or close', group: 'Objects', key: 'escape', run: stepBack },
  time('Play or pause', 'play', ({ commands }) => commands.video.togglePlaying()),
  time('One frame back', 'stepBack', ({ commands }) => commands.video.step(-1)),
  time('One frame on', 'stepForward', ({ commands }) => commands.video.step(1)),
  time('Back to the measured frame before', 'measuredBack', ({ commands }) =>
    commands.video.stepMeasured(-1),
  ),
  time('On to the next measured frame', 'measuredForward', ({ commands }) => commands.video.stepMeasured(1)),
  zoom('Zoom in', 'zoomIn', 'in'),
  zoom('Zoom out', 'zoomOut', 'out'),
  zoom('Fit the image', 'fit', 'fit'),
  pane('stage', 'the stage', 'pane1'),
  pane('graph', 'the graph', 'pane2'),
  pane('scene', 'the scene', 'pane3'),
  pane('ask', 'ask', 'pane4'),
  pane('twin', 'the twin', 'pane5'),
  {
    title: 'Open or close the drawer',
    group: 'View',
    key: 'drawer',
    run: ({ store, commands }) => commands.setDrawerOpen(!store.getState().ui.drawerOpen),
  },
  {
    title: 'Save the twin as JSON',
    group: 'Twin',
    run: ({ commands }) => commands.exportTwin(),
    enabled: hasTwin,
  },
  {
    title: 'Save as COCO JSON',
    group: 'Twin',
    run: ({ commands }) => commands.exportCoco(),
    enabled: hasTwin,
  },
  {
    title: 'Save the traces of all questions',
    group: 'Twin',
    run: ({ commands }) => void commands.exportTraces(),
    enabled: hasTwin,
  },
  {
    title: 'Save the overlay as PNG',
    group: 'Twin',
    run: ({ commands }) => void commands.exportOverlay(),
    enabled: isStill,
  },
  ...(['light', 'dark', 'system'] as const).map(
    (theme): Action => ({
      title: `Theme: ${theme}`,
      group: 'App',
      run: ({ commands }) => commands.setTheme(theme),
    }),
  ),
  { title: 'Look', group: 'View', run: ({ commands }) => commands.setView('look') },
  { title: 'Lab: train a policy', group: 'View', run: ({ commands }) => commands.setView('lab') },
  {
    title: 'Models…',
    group: 'App',
    run: ({ commands }) => {
      void commands.models.open(undefined);
      commands.openDialog('models');
    },
  },
  {
    title: 'Cancel the download of a model',
    group: 'App',
    run: ({ commands }) => commands.models.cancel(),
    enabled: (state) => state.models.job !== undefined,
  },
  {
    title: 'Ask the browser to keep stored models',
    group: 'App',
    run: ({ commands }) => void commands.models.persist(),
    enabled: (state) => state.models.storage?.persisted === false,
  },
  {
    title: 'Keyboard shortcuts',
    group: 'App',
    key: 'keys',
    run: ({ commands }) => commands.openDialog('keys'),
  },
  {
    title: 'Find a command…',
    group: 'App',
    key: 'commands',
    run: ({ commands }) => commands.openDialog('commands'),
  },
];

export const isEnabled = (action: Action, state: AppState): boolean => action.enabled?.(state) ?? true;
