import {
  type CodecSupport,
  type OpenedVideo,
  type SamplingPlan,
  type SamplingRate,
  type ShownFrame,
  type VideoContract,
  videoContract,
} from '../../workers/contracts/video.ts';
import type { MethodProgress } from '../../workers/rpc/contract.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { type Deadline, WorkerHost } from '../../workers/rpc/workerHost.ts';
import { type OfferedFrames, offerFrames } from './offerFrames.ts';

type Deadlines = { readonly [M in keyof VideoContract]: Deadline };

/** Opening reads the whole file for its hash, with progress; a frame after a long way from its key frame takes seconds. */
const DEADLINES: Deadlines = {
  open: { totalMs: 300_000, silenceMs: 20_000 },
  codecs: { totalMs: 15_000, silenceMs: 15_000 },
  plan: { totalMs: 10_000, silenceMs: 10_000 },
  frameAt: { totalMs: 30_000, silenceMs: 30_000 },
  thumbnails: { totalMs: 120_000, silenceMs: 120_000 },
};

export interface OpenClipOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MethodProgress<VideoContract, 'open'>) => void;
}

/** What of a clip is to be sampled, and what a frame costs where that is known. */
export interface SamplingWish {
  readonly rate?: SamplingRate;
  readonly startUs?: number;
  readonly endUs?: number;
  readonly msPerFrame?: number;
}

/** An open clip. The worker holds the latest one only: another is opened there again when it is asked for frames. */
export interface Clip {
  readonly file: File;
  readonly opened: OpenedVideo;
  plan(wish?: SamplingWish): Promise<SamplingPlan>;
  /** The frame that is shown at a time, with its own timestamp. The caller closes the bitmap. */
  frameAt(timeUs: number, options?: { readonly maxSide?: number }): Promise<ShownFrame>;
  /** Small frames spread evenly. The caller closes the bitmaps. */
  thumbnails(count: number, maxSide: number): Promise<readonly ShownFrame[]>;
}

/** The page's end of the video worker. Everything rejects with a `TwinsightError` and leaves the host usable. */
export interface VideoHost {
  codecs(): Promise<readonly CodecSupport[]>;
  open(file: File, options?: OpenClipOptions): Promise<Clip>;
  dispose(): void;
}

/** Creates the page's end of the video worker, which is started at the first call. */
export function createVideoHost(options: {
  readonly spawn: () => WorkerEndpoint;
  readonly deadlines?: Partial<Deadlines>;
}): VideoHost {
  const host = new WorkerHost({
    contract: videoContract,
    spawn: options.spawn,
    deadlines: { ...DEADLINES, ...options.deadlines },
  });
  /** What the worker of a generation has open. */
  let held: { readonly file: File; readonly generation: number; readonly videoId: string } | undefined;
  let offered: OfferedFrames | undefined;
  let opening: { readonly file: File; readonly video: Promise<OpenedVideo> } | undefined;

  const openInWorker = (file: File, wish: OpenClipOptions): Promise<OpenedVideo> => {
    const open = async (): Promise<OpenedVideo> => {
      held = undefined; // whatever comes of this, the worker may have forgotten the clip before
      offered?.dispose();
      offered = offerFrames(file);
      const { port } = offered;
      const opened = await host.call(
        'open',
        { file, name: file.name, frames: port },
        { ...wish, transfer: [port] },
      );
      held = { file, generation: host.generation, videoId: opened.videoId };
      return opened;
    };
    const video = open().finally(() => {
      if (opening?.video === video) opening = undefined;
    });
    opening = { file, video };
    return video;
  };

  /** The worker's handle of a clip; frames that are asked for at once wait for the same opening. */
  const handleOf = async (file: File): Promise<string> => {
    if (opening?.file === file) return (await opening.video).videoId;
    const alive = host.alive && held?.generation === host.generation;
    if (alive && held?.file === file) return held.videoId;
    return (await openInWorker(file, {})).videoId;
  };

  return {
    codecs: () => host.call('codecs', {}),
    async open(file, wish = {}) {
      const opened = await openInWorker(file, wish);
      return {
        file,
        opened,
        plan: async (sampling = {}) => host.call('plan', { videoId: await handleOf(file), ...sampling }),
        frameAt: async (timeUs, { maxSide } = {}) =>
          host.call('frameAt', {
            videoId: await handleOf(file),
            timeUs,
            ...(maxSide === undefined ? {} : { maxSide }),
          }),
        thumbnails: async (count, maxSide) => {
          const videoId = await handleOf(file);
          return (await host.call('thumbnails', { videoId, count, maxSide })).thumbnails;
        },
      };
    },
    dispose() {
      offered?.dispose();
      host.dispose();
    },
  };
}
