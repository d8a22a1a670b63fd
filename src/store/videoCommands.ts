import type { PlaybackRate } from './slices/playback.ts';

/** What a person can do with a clip. Times are container timestamps in microseconds. Failures land on the stage. */
export interface VideoCommands {
  /** Plays, or pauses where it plays. */
  togglePlaying(): void;
  pause(): void;
  /** Shows the frame of a time. */
  seek(timeUs: number): void;
  /** So many frames on, or back. */
  step(frames: number): void;
  /** To the next frame that was looked at, or the one before. */
  stepMeasured(by: 1 | -1): void;
  setRate(rate: PlaybackRate): void;
  /** Proposes how to measure the clip at hand anew. */
  propose(): Promise<void>;
  /** Chooses one of the proposed samplings. */
  chooseSampling(choice: number): void;
  /** Measures the proposed clip; `cancel` ends that with what was measured so far. */
  measure(): Promise<void>;
  /** Asks which codecs this browser decodes. */
  probeCodecs(): Promise<void>;
  /** Lets the proposal be. */
  dismissProposal(): void;
}
