import type { Task } from '../../reasoning/types.ts';

export type Theme = 'light' | 'dark' | 'system';
export type ColourBy = 'class' | 'instance' | 'depth' | 'evidence';
export type LayerName = 'boxes' | 'labels' | 'masks';
export type PaneId = 'stage' | 'graph' | 'scene' | 'ask' | 'twin';
export type DrawerTab = 'objects' | 'relations' | 'timeline' | 'json' | 'log';
/** What fills the window: a twin to look at and to ask, or the lab. */
export type ViewName = 'look' | 'lab';
export type DialogName = 'url' | 'keys' | 'commands' | 'models';

/** A wish to bring objects into view; `serial` grows so that the same wish can be made twice. */
export interface Framing {
  /** Empty: everything. */
  readonly ids: readonly string[];
  readonly serial: number;
}

/** What the interface shows and points at. One selection and one hover for all views. */
export interface UiState {
  readonly theme: Theme;
  readonly view: ViewName;
  readonly colourBy: ColourBy;
  readonly layers: Readonly<Record<LayerName, boolean>>;
  /** True while H hides every overlay. */
  readonly overlaysHidden: boolean;
  /** In [0, 1]. */
  readonly overlayOpacity: number;
  readonly selectedIds: readonly string[];
  readonly hoveredId: string | undefined;
  /** The program step (index) whose objects are lit up, if any. */
  readonly activeStep: number | undefined;
  /** Objects that are lit up while a person points at words about them; undefined while none are. */
  readonly litIds: readonly string[] | undefined;
  /** The kind of answer that questions are to get; undefined leaves it to the question. */
  readonly task: Task | undefined;
  /** The last wish to frame objects; stage, graph and scene move their cameras when it changes. */
  readonly framing: Framing | undefined;
  /** The pane that fills the window, if any. */
  readonly maximisedPane: PaneId | undefined;
  /** Which of the two shares the narrow layout's side pane. */
  readonly sidePane: 'graph' | 'scene';
  /** The pane shown under the stage in the one-column layout. */
  readonly columnPane: Exclude<PaneId, 'stage'>;
  readonly drawerTab: DrawerTab;
  readonly drawerOpen: boolean;
  readonly dialog: DialogName | undefined;
}

export const initialUi: UiState = {
  theme: 'system',
  view: 'look',
  colourBy: 'class',
  layers: { boxes: true, labels: true, masks: true },
  overlaysHidden: false,
  overlayOpacity: 0.4,
  selectedIds: [],
  hoveredId: undefined,
  activeStep: undefined,
  litIds: undefined,
  task: undefined,
  framing: undefined,
  maximisedPane: undefined,
  sidePane: 'graph',
  columnPane: 'ask',
  drawerTab: 'objects',
  drawerOpen: true,
  dialog: undefined,
};
