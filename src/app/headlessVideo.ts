import type { SamplingPlan } from '../../workers/contracts/video.ts';
import { TwinsightError } from '../core/errors.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { PerceivedVideo, PerceiveVideoOptions } from './headlessApi.ts';
import { renderOverlayClip } from './overlayClip.ts';
import type { PerceptionHost } from './perceptionHost.ts';
import { spawnVideoWorker } from './spawnVideoWorker.ts';
import { type Clip, createVideoHost } from './videoHost.ts';

/** Clips up to this long are looked at frame by frame unless a rate is asked for. */
const MAX_EVERY_US = 5_000_000;

/** Videos without the interface. */
export interface HeadlessVideo {
  perceive(file: File, options: PerceiveVideoOptions): Promise<PerceivedVideo>;
  /** The clip opened last with a twin drawn over it. */
  overlay(twin: Twin, ids: readonly string[]): Promise<Blob>;
}

export function createHeadlessVideo(
  host: Pick<PerceptionHost, 'load' | 'analyseVideo' | 'detector'>,
): HeadlessVideo {
  const clips = createVideoHost({ spawn: spawnVideoWorker });
  let open: Clip | undefined;

  const planOf = (clip: Clip, { rate, startUs = 0, endUs }: PerceiveVideoOptions): Promise<SamplingPlan> => {
    const length = (endUs ?? clip.opened.durationUs) - startUs;
    const wanted = rate ?? (length <= MAX_EVERY_US ? 'every' : undefined);
    return clip.plan({ startUs, ...(endUs === undefined ? {} : { endUs }), ...(wanted && { rate: wanted }) });
  };

  return {
    async perceive(file, options) {
      await host.load(options.device);
      const start = performance.now();
      const clip = await clips.open(file);
      open = clip;
      const plan = await planOf(clip, options);
      const { name, sha256, ms, notices } = clip.opened;
      const { masks } = options;
      const analysis = await host.analyseVideo({ file, name, sha256, plan }, masks ? { masks } : {});
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
    async overlay(twin, ids) {
      if (!open)
        throw new TwinsightError({
          code: 'bad-request',
          message: 'No clip is open.',
          remedy: 'Call perceiveVideo first.',
        });
      return renderOverlayClip(open, twin, ids);
    },
  };
}
