import type { Twin } from '../../twin/schema/twin.ts';

/** How the twin came to be; shown as a badge wherever the twin is shown. */
export type TwinOrigin = 'measured' | 'recorded' | 'imported' | 'oracle';

export interface ShownImage {
  /** Key of the pixels in the `MediaRegistry`; pixels never enter the store. */
  readonly mediaId: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** The image at hand and its twin. An image without twin is being analysed; a twin without image was imported alone. */
export interface SceneState {
  readonly image: ShownImage | undefined;
  readonly twin: Twin | undefined;
  readonly origin: TwinOrigin | undefined;
  /** Milliseconds by stage of the run that made the twin. */
  readonly timings: Readonly<Record<string, number>> | undefined;
}

export const initialScene: SceneState = {
  image: undefined,
  twin: undefined,
  origin: undefined,
  timings: undefined,
};
