import type { Job } from '../job.ts';
import type { LoadedDetector } from '../pipeline/loadDetector.ts';
import type { Segmenter } from '../pipeline/segmenter.ts';
import { type AnalysedVideo, analyseVideo } from './analyseVideo.ts';
import { CanonicalFrames } from './canonicalFrames.ts';
import { openClip } from './clip.ts';
import { bitmapSource, createLooker } from './lookAtFrames.ts';
import type { Decoding, PageFrames } from './pictures.ts';
import type { VideoMasks } from './types.ts';

/** As long as the name of a twin's source may be. */
const MAX_NAME_LENGTH = 1024;

export interface VideoRequest {
  readonly file: Blob;
  readonly name: string;
  /** Of the file, in hex; empty where unknown. */
  readonly sha256: string;
  readonly plan: { readonly frames: readonly number[] };
  readonly masks?: VideoMasks | undefined;
  /** The page's video element, for what WebCodecs do not decode. */
  readonly page?: PageFrames | undefined;
}

const DECODERS: Readonly<Record<Decoding, string>> = {
  webcodecs: 'WebCodecs',
  'video-element': 'video element, by seeking',
};

export interface VideoTools extends Job {
  readonly detector: LoadedDetector;
  readonly segmenter: Segmenter;
  readonly stopped: () => boolean;
}

/** Opens a clip and builds its twin over the planned frames; see `openClip` and `analyseVideo`. */
export async function analyseVideoFile(
  { file, name, sha256, plan, masks = 'fine', page }: VideoRequest,
  { detector, segmenter, stopped, signal, progress }: VideoTools,
): Promise<AnalysedVideo> {
  progress({ phase: 'reading' });
  const clip = await openClip(file, name, { signal, page });
  const frames = new CanonicalFrames(clip);
  try {
    const { width, height, timesUs, durationUs, decoding, codec } = clip.facts;
    const { id: model, revision, dtype } = detector.entry;
    return await analyseVideo({
      frames: bitmapSource(frames),
      looker: createLooker(detector, segmenter, masks),
      models: {
        decoder: { model: DECODERS[decoding], revision: codec, device: 'browser', dtype: 'rgba8' },
        detector: { model, revision, dtype, device: detector.device },
        ...(await segmenter.models({ signal, progress })),
      },
      plan: plan.frames,
      source: {
        kind: 'video',
        name: name.slice(0, MAX_NAME_LENGTH),
        width,
        height,
        frameCount: timesUs.length,
        durationUs,
        sha256,
      },
      masks,
      stopped,
      now: () => performance.now(),
      signal,
      progress,
    });
  } finally {
    frames.dispose();
    clip.dispose();
  }
}
