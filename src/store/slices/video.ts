import type { SamplingPlan } from '../../../workers/contracts/video.ts';

/** What is known of a clip, in words and numbers; its frames come from the video worker. */
export interface ClipFacts {
  /** Key of the shown frame in the `MediaRegistry`. */
  readonly mediaId: string;
  readonly name: string;
  /** "MP4", "WebM", … */
  readonly container: string;
  /** "H.264", "VP9", … */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly durationUs: number;
}

/** With fewer looks than this, what moves is rarely followed: from one to the next it is somewhere else. */
export const ENOUGH_LOOKS = 12;

/** What is proposed before a clip is measured: the person chooses how many frames are looked at, knowing the cost. */
export interface VideoProposal {
  readonly clip: ClipFacts;
  /** The cheapest first. */
  readonly choices: readonly SamplingPlan[];
  /** Index into `choices`. */
  readonly chosen: number;
  /** What the person should know of the file. */
  readonly notices: readonly string[];
}

/** A small picture of one frame; its pixels are in the `MediaRegistry`. */
export interface Thumbnail {
  readonly mediaId: string;
  readonly timeUs: number;
}

export interface VideoState {
  /** The clip at hand; undefined for pictures and for twins of videos that were opened without their clip. */
  readonly clip: ClipFacts | undefined;
  /** Spread evenly over the clip at hand, in the order of time. */
  readonly thumbnails: readonly Thumbnail[];
  /** Waits for the person's word. */
  readonly proposal: VideoProposal | undefined;
}

export const initialVideo: VideoState = { clip: undefined, thumbnails: [], proposal: undefined };
