export type Theme = 'light' | 'dark' | 'system';
export type ColourBy = 'class' | 'instance' | 'depth' | 'evidence';
export type LayerName = 'boxes' | 'labels' | 'masks';

/** What the interface shows and points at. One selection and one hover for all views. */
export interface UiState {
  readonly theme: Theme;
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
}

export const initialUi: UiState = {
  theme: 'system',
  colourBy: 'class',
  layers: { boxes: true, labels: true, masks: true },
  overlaysHidden: false,
  overlayOpacity: 0.4,
  selectedIds: [],
  hoveredId: undefined,
  activeStep: undefined,
};
