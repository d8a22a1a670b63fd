import { TwinsightError } from '../../core/errors.ts';
import type { Twin, TwinSource } from '../../twin/schema/twin.ts';
import { type ProbeScope, probeCapability } from '../runtime/capability.ts';
import { failHere } from '../runtime/faults.ts';
import type { CapabilityReport, Rung } from '../runtime/types.ts';
import { type AnalyseOutput, analyse, timeRuns } from './analyse.ts';
import { describeTwin } from './describeTwin.ts';
import { type LoadedModel, loadDetector, timeWarmRun } from './loadDetector.ts';
import { type OpenImage, openImage } from './openImage.ts';
import type { ProgressReport } from './progress.ts';

export interface Job {
  readonly signal: AbortSignal;
  readonly progress: ProgressReport;
}

/** The perception of one worker: at most one detector and one image. */
export class PerceptionEngine {
  readonly #scope: ProbeScope;
  readonly #siteRoot: URL;
  #model: LoadedModel | undefined;
  #image: OpenImage | undefined;

  /** @param siteRoot address that `models/` and the runtime's folder are relative to */
  constructor(scope: ProbeScope, siteRoot: URL) {
    this.#scope = scope;
    this.#siteRoot = siteRoot;
  }

  probe(): Promise<CapabilityReport> {
    return probeCapability(this.#scope);
  }

  /** Loads the detector; with `measure` also times a warm run. A second rung needs another worker. */
  async load(rung: Rung, measure: boolean, job: Job): Promise<LoadedModel & { warmMs?: number }> {
    if (this.#model !== undefined && this.#model.rung !== rung) {
      throw badRequest(`This worker runs on ${this.#model.rung}; ${rung} needs a new one.`);
    }
    this.#model ??= await loadDetector({
      rung,
      siteRoot: this.#siteRoot,
      hardwareConcurrency: this.#scope.navigator.hardwareConcurrency,
      ...job,
    });
    if (!measure) return this.#model;
    job.progress({ phase: 'measuring-devices' });
    return { ...this.#model, warmMs: await timeWarmRun(this.#model.session) };
  }

  /** Opens an image and forgets the one before; a refused file leaves that in place. */
  async open(bytes: ArrayBuffer, name: string, job: Job): Promise<OpenImage> {
    this.#image = await openImage(bytes, name, job.signal, job.progress);
    return this.#image;
  }

  async analyse(
    imageId: string,
    options: { minScore?: number | undefined; maxObjects?: number | undefined },
    job: Job,
  ): Promise<AnalyseOutput> {
    const { model, image } = this.#ready(imageId);
    await failHere();
    const { twin, timings } = await analyse({
      model,
      pixels: image.pixels,
      source: sourceOf(image),
      ...options,
      ...job,
    });
    const { reading, decode } = image.timings;
    return { twin, timings: { reading, decode, ...timings, total: reading + decode + (timings.total ?? 0) } };
  }

  /** Adds to a twin from elsewhere what follows from its boxes and the open image's pixels. */
  describe(imageId: string, twin: Twin): Twin {
    if (this.#image?.sha256 !== imageId) throw notOpen();
    const { pixels, width, height } = this.#image;
    const pixelScale = { x: pixels.width / width, y: pixels.height / height };
    return describeTwin(twin, { pixels, pixelScale, timer: () => performance.now() });
  }

  /** Bare model runs on the open image, in milliseconds each. */
  timeDetector(imageId: string, runs: number, signal: AbortSignal): Promise<number[]> {
    const { model, image } = this.#ready(imageId);
    return timeRuns(model, image.pixels, runs, signal);
  }

  #ready(imageId: string): { model: LoadedModel; image: OpenImage } {
    if (this.#image?.sha256 !== imageId) throw notOpen();
    if (this.#model === undefined) throw badRequest('The detector is not loaded in this worker.');
    return { model: this.#model, image: this.#image };
  }
}

const badRequest = (message: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy: 'Open the image again.' });

const notOpen = (): TwinsightError => badRequest('That image is no longer open in this worker.');

const sourceOf = (image: OpenImage): TwinSource => ({
  kind: 'image',
  name: image.name.slice(0, 1024),
  width: image.width,
  height: image.height,
  frameCount: 1,
  durationUs: 0,
  sha256: image.sha256,
});
