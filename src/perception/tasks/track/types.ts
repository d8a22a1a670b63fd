import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { CameraMotion } from '../../../twin/schema/twin.ts';
import type { Detection } from '../../pixels.ts';

/**
 * What an object looks like, to tell it from others: the histogram of its colours, `APPEARANCE_LENGTH` shares that sum to 1
 * (`describeAppearance`). Two are compared by `appearanceLikeness`.
 */
export type AppearanceDescriptor = ArrayLike<number>;

/** A detection as the tracker takes it. */
export interface TrackableDetection extends Detection {
  readonly appearance?: AppearanceDescriptor | undefined;
}

/** What was detected in one sampled frame. Frames and times increase strictly from call to call. */
export interface FrameDetections {
  /** Index in the order of the container timestamps. */
  readonly frame: number;
  readonly timeUs: number;
  /** Also weak ones, down to `TrackerOptions.lowScore`: they prolong tracks though they begin none. */
  readonly detections: readonly TrackableDetection[];
  /** How the background moved since the frame given before; what is predicted moves with it. */
  readonly motion?: CameraMotion | undefined;
}

/** Where a track is in one sampled frame. */
export interface TrackState {
  readonly frame: number;
  readonly timeUs: number;
  /** As detected; in gaps between the boxes around them. */
  readonly box: ReadonlyBox;
  /** Of the detection; in gaps between those around them. */
  readonly score: number;
  /** Index into the frame's `detections`; absent where `interpolated`. */
  readonly detection?: number;
  /** Present in gaps: no detection was matched in this frame. */
  readonly interpolated?: true;
}

/** One thing seen over time. */
export interface Track {
  /** Counts from 1 in the order of births; numbers of tracks that were dropped are missing. */
  readonly id: number;
  /** The label that its detections vote for, each with its score. */
  readonly label: string;
  /** Mean score of the detections that carry the label. */
  readonly score: number;
  /** One per sampled frame from its first detection to its last, frames strictly increasing; never empty. */
  readonly states: readonly TrackState[];
}

/** A detection that was given to a track, as told at once. */
export interface Assignment {
  /** The track's id. */
  readonly track: number;
  /** Index into the frame's `detections`. */
  readonly detection: number;
  /** False while too little was seen of a track to be sure of it: `finish` drops it if that stays so. */
  readonly confirmed: boolean;
}

/** Tracks detections frame by frame; holds numbers per state, and never pixels. */
export interface Tracker {
  /** Takes the next sampled frame and tells which detections belong to which tracks. @throws RangeError unless frames and times increase */
  push(frame: FrameDetections): readonly Assignment[];
  /** All tracks that were confirmed, by id, gaps filled. The tracker may go on afterwards: this is a view of what was seen so far. */
  finish(): readonly Track[];
}

export interface TrackerOptions {
  /** From this score on a detection is matched first. Default 0.4. */
  readonly highScore?: number;
  /** Weaker detections than this are ignored. Default 0.1. */
  readonly lowScore?: number;
  /** From this score on an unmatched detection begins a track. Default 0.45. */
  readonly birthScore?: number;
  /** A track with one detection of this score is confirmed at once. Default 0.7. */
  readonly sureScore?: number;
  /**
   * The same where looks are `SPARSE_SECONDS` or more apart: nothing comes between them that could confirm it, and what is seen
   * once may be gone by the next. Default that of `sureScore`.
   */
  readonly sparseSureScore?: number;
  /**
   * Else it is confirmed once it has this many detections, in frames that follow each other: fewer where looks are so far apart
   * that they cover `CONFIRM_SECONDS`, but two. Default 2.
   */
  readonly confirmAfter?: number;
  /** A confirmed track is given up when it wasn't seen for this many seconds (and in two sampled frames). Default 2. */
  readonly maxGapSeconds?: number;
}
