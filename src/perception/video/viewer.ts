import { TwinsightError } from '../../core/errors.ts';
import { SerialQueue } from '../../core/serialQueue.ts';
import { type CanonicalFrame, CanonicalFrames } from './canonicalFrames.ts';
import type { ClipFacts } from './clip.ts';
import { FrameLedger } from './frameLedger.ts';
import { MAX_FRAMES_ALIVE } from './limits.ts';
import { type OpenVideo, openVideo, type VideoJob } from './openVideo.ts';
import type { PageFrames } from './pictures.ts';
import { type PlanRequest, planSampling, type SamplingPlan } from './plan.ts';
import { corruptVideo } from './refusals.ts';

export interface ViewedVideo extends ClipFacts {
  readonly videoId: string;
  readonly sha256: string;
}

interface Viewed extends OpenVideo {
  readonly videoId: string;
  readonly frames: CanonicalFrames;
  readonly thumbnails: CanonicalFrames;
}

/** Where a time is in rising times: the last one that is not later; the first one before all. */
export function frameIndexAt(timesUs: readonly number[], timeUs: number): number {
  let [low, high] = [0, timesUs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesUs[middle] ?? 0) <= timeUs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Opens clips, the latest only, and gives their frames for showing. */
export class VideoViewer {
  readonly #queues = { frames: new SerialQueue(), thumbnails: new SerialQueue() };
  #viewed: Viewed | undefined;
  #opened = 0;

  /**
   * Opens a clip and forgets the one before; a refused file leaves that in place.
   * @param page the page's video element, for what WebCodecs do not decode
   */
  async open(file: Blob, name: string, job: VideoJob, page?: PageFrames): Promise<ViewedVideo> {
    const opened = await openVideo(file, name, job, page);
    this.#forget();
    this.#opened += 1;
    const videoId = `v${this.#opened}`;
    const { clip, sha256 } = opened;
    // Two decoders at work together stay within the limit of one.
    const frames = new CanonicalFrames(clip, new FrameLedger(MAX_FRAMES_ALIVE - 1));
    const thumbnails = new CanonicalFrames(clip, new FrameLedger(1));
    this.#viewed = { ...opened, videoId, frames, thumbnails };
    return { ...clip.facts, videoId, sha256 };
  }

  plan(videoId: string, request: Omit<PlanRequest, 'timesUs' | 'durationUs'>): SamplingPlan {
    const { timesUs, durationUs } = this.#open(videoId).clip.facts;
    try {
      return planSampling({ timesUs, durationUs, ...request });
    } catch (thrown) {
      if (thrown instanceof RangeError) throw badRequest(thrown.message, 'Choose another part of the clip.');
      throw thrown;
    }
  }

  /** The frame that is shown at a time; where it cannot be decoded, the nearest one before that can. */
  frameAt(
    videoId: string,
    timeUs: number,
    maxSide: number | undefined,
    signal: AbortSignal,
  ): Promise<CanonicalFrame> {
    return this.#queues.frames.run(async () => {
      const { clip, frames } = this.#open(videoId);
      const { timesUs, name } = clip.facts;
      const wanted = frameIndexAt(timesUs, timeUs);
      for (let frame = wanted; frame >= Math.max(0, wanted - MAX_STEPS_BACK); frame--) {
        const decoded = await frames.read(frame, signal, { maxSide });
        if (decoded) return decoded;
      }
      throw corruptVideo(name, `its frames around ${(timeUs / 1e6).toFixed(2)} s cannot be decoded`);
    });
  }

  /** Up to `count` frames, spread evenly; those that cannot be decoded are left out. */
  thumbnails(
    videoId: string,
    count: number,
    maxSide: number,
    signal: AbortSignal,
  ): Promise<CanonicalFrame[]> {
    return this.#queues.thumbnails.run(async () => {
      const { clip, thumbnails } = this.#open(videoId);
      const { timesUs, durationUs } = clip.facts;
      const at = (step: number): number => frameIndexAt(timesUs, ((step + 0.5) / count) * durationUs);
      const wanted = new Set(Array.from({ length: count }, (_, step) => at(step)));
      const decoded: CanonicalFrame[] = [];
      try {
        for (const frame of wanted) {
          const thumbnail = await thumbnails.read(frame, signal, { maxSide });
          if (thumbnail) decoded.push(thumbnail);
        }
        return decoded;
      } catch (thrown) {
        for (const { bitmap } of decoded) bitmap.close();
        throw thrown;
      }
    });
  }

  #forget(): void {
    const viewed = this.#viewed;
    this.#viewed = undefined;
    viewed?.frames.dispose();
    viewed?.thumbnails.dispose();
    viewed?.clip.dispose();
  }

  #open(videoId: string): Viewed {
    if (this.#viewed?.videoId !== videoId)
      throw badRequest('That clip is no longer open in this worker.', 'Open the clip again.');
    return this.#viewed;
  }
}

/** Over a damaged stretch the last whole frame stays on show. */
const MAX_STEPS_BACK = 60;

const badRequest = (message: string, remedy: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy });
