/** How fast a clip can be played, as multiples of its own pace. */
export const PLAYBACK_RATES = [0.25, 0.5, 1, 1.5, 2] as const;
export type PlaybackRate = (typeof PLAYBACK_RATES)[number];

/** Where in a video the views are. All times are container timestamps in microseconds. */
export interface PlaybackState {
  /** When each frame that can be shown begins, rising: those of the clip, or of its twin where it was opened alone. Empty: a picture. */
  readonly framesUs: readonly number[];
  /** End of the last frame. */
  readonly durationUs: number;
  /** Of the frame on the stage: what the decoder gave, never what a clock expected. Changes with every frame that is played. */
  readonly timeUs: number;
  /** Where playing last paused or was sought to: what React shows, which does not render for every frame. */
  readonly restUs: number;
  readonly playing: boolean;
  readonly rate: PlaybackRate;
}

export const initialPlayback: PlaybackState = {
  framesUs: [],
  durationUs: 0,
  timeUs: 0,
  restUs: 0,
  playing: false,
  rate: 1,
};

/** Index of the frame that is shown at a time: the last one that does not begin later, the first before all; −1 for a picture. */
export function frameIndexAt(framesUs: readonly number[], timeUs: number): number {
  let low = 0;
  let high = framesUs.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((framesUs[middle] ?? 0) <= timeUs) low = middle;
    else high = middle - 1;
  }
  return high;
}
