import type { SampleId } from './samples.ts';
import type { ColourBy, LayerName, Theme } from './slices/ui.ts';

/**
 * Everything a person can make the app do. Views call these and nothing else; the composition root (`src/app`)
 * implements them. Failures land in the store (`notices`), so none of these rejects.
 */
export interface Commands {
  /** Opens what was dropped, pasted or picked: an image, twin JSON, or a photo together with its COCO JSON. */
  openFiles(files: readonly File[]): Promise<void>;
  openUrl(url: string): Promise<void>;
  openSample(id: SampleId): Promise<void>;
  /** Replaces a recorded or imported twin by a fresh one measured from the image at hand. */
  analyse(): Promise<void>;
  /** Ends the running job, if any. */
  cancel(): void;
  ask(question: string): Promise<void>;
  exportTwin(): void;
  exportCoco(): void;
  exportOverlay(): Promise<void>;
  select(ids: readonly string[]): void;
  hover(id: string | undefined): void;
  setTheme(theme: Theme): void;
  setColourBy(colourBy: ColourBy): void;
  toggleLayer(layer: LayerName): void;
  setOverlayOpacity(opacity: number): void;
  dismissNotice(id: string): void;
}
