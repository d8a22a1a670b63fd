import type { OpenedVideo, SamplingPlan } from '../../workers/contracts/video.ts';
import { TwinsightError } from '../core/errors.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { JobOptions } from './detectorLadder.ts';
import type { PerceivedVideo, PerceiveVideoOptions } from './headlessApi.ts';
import { renderOverlayClip } from './overlayClip.ts';
import type { PerceptionHost } from './perceptionHost.ts';
import { spawnVideoWorker } from './spawnVideoWorker.ts';
import { type Clip, createVideoHost } from './videoHost.ts';

/** Clips up to this long are looked at frame by frame unless a rate is asked for. */
const MAX_EVERY_US = 5_000_000;

/** Videos without the interface. */
export interface HeadlessVideo {
  open(file: File): Promise<OpenedVideo>;
  /** The frame of the clip opened last that is shown at a time. */
  frame(timeUs: number): Promise<{ readonly timeUs: number; readonly png: Blob }>;
  perceive(file: File, options: PerceiveVideoOptions, job?: JobOptions): Promise<PerceivedVideo>;
  /** The clip opened last with a twin drawn over it. */
  overlay(twin: Twin, ids: readonly string[]): Promise<Blob>;
}

export function createHeadlessVideo(
  host: Pick<PerceptionHost, 'load' | 'analyseVideo' | 'detector'>,
): HeadlessVideo {
  const clips = createVideoHost({ spawn: spawnVideoWorker });
  let open: Clip | undefined;
  const openClip = (): Clip => {
    if (open) return open;
    throw new TwinsightError({
      code: 'bad-request',
      message: 'No clip is open.',
      remedy: 'Call openVideo or perceiveVideo first.',
    });
  };

  const planOf = (clip: Clip, { rate, startUs = 0, endUs }: PerceiveVideoOptions): Promise<SamplingPlan> => {
    const length = (endUs ?? clip.opened.durationUs) - startUs;
    const wanted = rate ?? (length <= MAX_EVERY_US ? 'every' : undefined);
    return clip.plan({ startUs, ...(endUs === undefined ? {} : { endUs }), ...(wanted && { rate: wanted }) });
  };

  return {
    async open(file) {
      open = await clips.open(file);
      return open.opened;
    },
    async frame(timeUs) {
      const shown = await openClip().frameAt(timeUs);
      const { width, height } = shown.bitmap;
      const canvas = new OffscreenCanvas(width, height);
      // The context takes the bitmap over.
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(shown.bitmap);
      return { timeUs: shown.timeUs, png: await canvas.convertToBlob({ type: 'image/png' }) };
    },
    async perceive(file, options, job = {}) {
      await host.load(options.device, job);
      const start = performance.now();
      const clip = await clips.open(file, job);
      open = clip;
      const plan = await planOf(clip, options);
      const { name, sha256, ms, notices } = clip.opened;
      const { masks } = options;
      const analysis = await host.analyseVideo(
        { file, name, sha256, plan },
        { ...job, ...(masks && { masks }) },
      );
      const total = performance.now() - start;
      const { twin, timings, frames } = analysis;
      return {
        twin,
        timings: { ...timings, open: ms, total },
        detector: host.detector ?? (await host.load(options.device)),
        plan,
        frames,
        notices: [...notices, ...analysis.notices],
      };
    },
    overlay: async (twin, ids) => renderOverlayClip(openClip(), twin, ids),
  };
}
