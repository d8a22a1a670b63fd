import { TwinsightError } from '../../core/errors.ts';
import type { Twin, TwinSource } from '../../twin/schema/twin.ts';
import type { Job } from '../job.ts';
import { type ProbeScope, probeCapability } from '../runtime/capability.ts';
import { failHere } from '../runtime/faults.ts';
import { SessionShelf } from '../runtime/sessions.ts';
import type { CapabilityReport, Rung } from '../runtime/types.ts';
import type { Segmented, SegmentPrompt } from '../tasks/segment/types.ts';
import { type AnalyseOptions, type AnalyseOutput, analyse, timeRuns } from './analyse.ts';
import { CanvasReader } from './canvasReader.ts';
import { type DescribeInput, describeAttributes, describeDepth, describeTwin } from './describeTwin.ts';
import { type LoadedDetector, loadDetector, timeWarmRun } from './loadDetector.ts';
import { type OpenImage, openImage } from './openImage.ts';

/** What `load` reports of the detector at work. */
export interface DetectorAtWork extends LoadedDetector {
  readonly provider: SessionShelf['device'];
  readonly threads: number;
  readonly warmMs?: number;
}

/** Something to measure of the objects with these ids. */
export interface Need {
  readonly kind: 'mask' | 'text' | 'depth' | 'attributes';
  readonly ids: readonly string[];
}

/** The perception of one worker: one runtime on one rung, with the sessions of its models, and at most one image. */
export class PerceptionEngine {
  readonly #scope: ProbeScope;
  readonly #siteRoot: URL;
  readonly #reader = new CanvasReader();
  #shelf: SessionShelf | undefined;
  #detector: LoadedDetector | undefined;
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
  async load(rung: Rung, measure: boolean, job: Job): Promise<DetectorAtWork> {
    const { hardwareConcurrency } = this.#scope.navigator;
    this.#shelf ??= new SessionShelf({ rung, siteRoot: this.#siteRoot, hardwareConcurrency });
    const shelf = this.#shelf;
    if (shelf.rung !== rung) throw badRequest(`This worker runs on ${shelf.rung}; ${rung} needs a new one.`);
    this.#detector ??= await loadDetector(shelf, job);
    const loaded = { ...this.#detector, provider: shelf.device, threads: shelf.threads };
    if (!measure) return loaded;
    job.progress({ phase: 'measuring-devices' });
    return { ...loaded, warmMs: await timeWarmRun(this.#detector.session) };
  }

  /** Opens an image and forgets the one before; a refused file leaves that in place. */
  async open(bytes: ArrayBuffer, name: string, job: Job): Promise<OpenImage> {
    const opened = await openImage(bytes, name, this.#reader, job);
    this.#image?.photo.dispose();
    this.#image = opened;
    return opened;
  }

  async analyse(imageId: string, options: AnalyseOptions, job: Job): Promise<AnalyseOutput> {
    const { detector, image } = this.#ready(imageId);
    await failHere();
    const { twin, timings } = await analyse({
      model: detector,
      pixels: image.pixels,
      source: sourceOf(image),
      ...options,
      ...job,
    });
    const { reading, decode } = image.timings;
    return { twin, timings: { reading, decode, ...timings, total: reading + decode + (timings.total ?? 0) } };
  }

  /** Measures what these objects lack; see the contract. */
  async refine(imageId: string, twin: Twin, need: Need, _job: Job): Promise<AnalyseOutput> {
    const image = this.#open(imageId);
    const start = performance.now();
    const refined = ((): Twin => {
      switch (need.kind) {
        case 'attributes':
          return describeAttributes(twin, { ...measuring(image), anew: need.ids });
        case 'depth':
          return describeDepth(twin, measuring(image));
        case 'mask':
        case 'text':
          throw badRequest(`This worker has no model for ${need.kind} yet.`);
      }
    })();
    const total = performance.now() - start;
    return { twin: refined, timings: { [need.kind]: total, total } };
  }

  /** The mask of what a prompt points at. */
  async segment(imageId: string, _prompt: SegmentPrompt, _job: Job): Promise<Segmented> {
    this.#ready(imageId);
    throw badRequest('This worker has no model for masks yet.');
  }

  /** Adds to a twin from elsewhere what follows from its boxes and the open image's pixels. */
  describe(imageId: string, twin: Twin): Twin {
    return describeTwin(twin, measuring(this.#open(imageId)));
  }

  /** Bare model runs on the open image, in milliseconds each. */
  timeDetector(imageId: string, runs: number, signal: AbortSignal): Promise<number[]> {
    const { detector, image } = this.#ready(imageId);
    return timeRuns(detector, image.pixels, runs, signal);
  }

  /** Lets go of the sessions and of the image. */
  async dispose(): Promise<void> {
    this.#image?.photo.dispose();
    this.#image = undefined;
    this.#detector = undefined;
    await this.#shelf?.dispose();
    this.#shelf = undefined;
  }

  #open(imageId: string): OpenImage {
    if (this.#image?.sha256 !== imageId) throw badRequest('That image is no longer open in this worker.');
    return this.#image;
  }

  #ready(imageId: string): { shelf: SessionShelf; detector: LoadedDetector; image: OpenImage } {
    const image = this.#open(imageId);
    if (this.#shelf === undefined || this.#detector === undefined)
      throw badRequest('The detector is not loaded in this worker.');
    return { shelf: this.#shelf, detector: this.#detector, image };
  }
}

const badRequest = (message: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy: 'Open the image again.' });

function measuring({ pixels, width, height }: OpenImage): DescribeInput {
  const pixelScale = { x: pixels.width / width, y: pixels.height / height };
  return { pixels, pixelScale, timer: () => performance.now() };
}

const sourceOf = (image: OpenImage): TwinSource => ({
  kind: 'image',
  name: image.name.slice(0, 1024),
  width: image.width,
  height: image.height,
  frameCount: 1,
  durationUs: 0,
  sha256: image.sha256,
});
