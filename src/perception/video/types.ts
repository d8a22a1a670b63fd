import type { ReadonlyBox } from '../../twin/geometry/box.ts';
import type { TwinSource } from '../../twin/schema/twin.ts';
import type { Job } from '../job.ts';
import type { MeasuredAttribute } from '../tasks/attributes/describe.ts';
import type { MaskGrid } from '../tasks/segment/maskGrid.ts';
import type { ObjectMask } from '../tasks/segment/types.ts';
import type { TrackableDetection } from '../tasks/track/types.ts';
import type { GrayImage } from './cameraMotion.ts';

/** A frame at hand; `image` is whatever the looker looks at. */
export interface FrameAtHand<I> {
  readonly frame: number;
  readonly timeUs: number;
  readonly image: I;
  /** Lets go of the pixels. */
  close(): void;
}

/** Gives the frames of a clip, one at a time. */
export interface FrameSource<I> {
  /** Undefined where the frame cannot be decoded. @param alive called while it is decoded: that may begin at a key frame far back */
  read(frame: number, signal: AbortSignal, alive?: () => void): Promise<FrameAtHand<I> | undefined>;
  /** The most decoded frames that were alive at once. */
  readonly mostAlive: number;
}

/** What the models and the pixels say of one frame, boxes in canonical pixels. */
export interface FrameSeen {
  readonly detections: readonly TrackableDetection[];
  /** One for each detection, where one was found and masks are wanted. */
  readonly masks: readonly (ObjectMask | undefined)[];
  readonly gray: GrayImage;
  /** Colours of a detection, measured when they are asked for. */
  colours(detection: number): readonly MeasuredAttribute[];
}

/** Looks at frames. */
export interface FrameLooker<I> {
  look(image: I, job: Job): Promise<FrameSeen>;
  /** What the fine head says of each of these boxes. */
  outline(image: I, boxes: readonly ReadonlyBox[], job: Job): Promise<readonly MaskGrid[]>;
}

/** The models' names, and what decodes the frames, and where they run, for the log; without what a run of a video adds. */
export interface VideoModels {
  readonly detector: {
    readonly model: string;
    readonly revision: string;
    readonly device: string;
    readonly dtype: string;
  };
  readonly decoder: VideoModels['detector'];
  readonly fast: VideoModels['detector'];
  readonly fine: VideoModels['detector'];
}

export type VideoMasks = 'none' | 'fast' | 'fine';

export interface AnalyseVideoInput<I> extends Job {
  readonly frames: FrameSource<I>;
  readonly looker: FrameLooker<I>;
  readonly models: VideoModels;
  /** Indices of the frames to look at, rising. */
  readonly plan: readonly number[];
  readonly source: TwinSource;
  readonly masks: VideoMasks;
  /** True once the person wants what there is. */
  readonly stopped: () => boolean;
  readonly now: () => number;
}
