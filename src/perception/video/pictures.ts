import type { CountedFrame } from './frameLedger.ts';

/** How the frames of a clip are decoded: by WebCodecs, or, where these can't, by seeking a video element of the page. */
export type Decoding = 'webcodecs' | 'video-element';

/** A decoded frame that can be drawn. */
export type Picture = VideoFrame | ImageBitmap;

/** Gives single frames of a clip by their timestamps. One call at a time. */
export interface PictureReader {
  /** True where its pictures are turned already as the file asks for it; else whoever draws them turns them. */
  readonly upright: boolean;
  /**
   * The frame with exactly this timestamp; whoever gets it closes it. Undefined where it cannot be decoded.
   *
   * @param alive called while it is decoded, as a sign of life
   * @throws TwinsightError `cancelled`
   */
  frameAt(
    timeUs: number,
    signal: AbortSignal,
    alive?: () => void,
  ): Promise<CountedFrame<Picture> | undefined>;
  /** Closes everything that is open. */
  dispose(): void;
}

/** When a frame is shown: from its own timestamp until that of the next one, in microseconds. */
export interface ShownSpan {
  readonly startUs: number;
  readonly endUs: number;
}

/** A video element of the page that has the same file open: a worker has no such element. */
export interface PageFrames {
  /** The upright frame that the element shows in this span; undefined where it shows none that begins then. */
  frameAt(span: ShownSpan, signal: AbortSignal): Promise<ImageBitmap | undefined>;
}
