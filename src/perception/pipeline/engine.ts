import { TwinsightError } from '../../core/errors.ts';
import { needsFinerMask } from '../../twin/schema/maskQuality.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { Job } from '../job.ts';
import { type ProbeScope, probeCapability } from '../runtime/capability.ts';
import { failHere } from '../runtime/faults.ts';
import type { RuntimeVariant } from '../runtime/manifest.ts';
import type { Tensors } from '../runtime/ortSession.ts';
import { SessionShelf } from '../runtime/sessions.ts';
import type { CapabilityReport, Rung } from '../runtime/types.ts';
import type { TextLine } from '../tasks/ocr/types.ts';
import type { Segmented, SegmentPrompt } from '../tasks/segment/types.ts';
import type { AnalysedVideo } from '../video/analyseVideo.ts';
import { analyseVideoFile, type VideoRequest } from '../video/analyseVideoFile.ts';
import { type AnalyseOptions, type AnalyseOutput, analyse, timeRuns } from './analyse.ts';
import { CanvasReader } from './canvasReader.ts';
import { describeAttributes, describeDepth, describeTwin } from './describeTwin.ts';
import { type LoadedDetector, loadDetector, timeWarmRun } from './loadDetector.ts';
import { measuring, type OpenImage, openImage, sourceOf } from './openImage.ts';
import { detectorOutputs } from './runDetector.ts';
import { Segmenter } from './segmenter.ts';
import { TextReader } from './textReader.ts';

/** What `load` reports of the detector at work. */
export interface DetectorAtWork extends LoadedDetector {
  readonly provider: SessionShelf['device'];
  readonly threads: number;
  readonly warmMs?: number;
}

interface Loaded {
  readonly detector: LoadedDetector;
  readonly segmenter: Segmenter;
  readonly textReader: TextReader;
}

/** Something to measure of the objects with these ids. */
export interface Need {
  readonly kind: 'mask' | 'text' | 'depth' | 'attributes';
  readonly ids: readonly string[];
  /** Masks by the fast path, of all objects of the twin at once. */
  readonly fast?: boolean | undefined;
}

/** The perception of one worker: one runtime on one rung, with the sessions of its models, and at most one image. */
export class PerceptionEngine {
  readonly #scope: ProbeScope;
  readonly #siteRoot: URL;
  readonly #reader = new CanvasReader();
  #shelf: SessionShelf | undefined;
  #loaded: Loaded | undefined;
  #image: OpenImage | undefined;
  /** What the detector gave for the image at hand, 10 MB, once it was needed for masks. */
  #outputs: Tensors | undefined;

  #videoRun: { stopped: boolean } | undefined;

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
    this.#loaded ??= await this.#load(shelf, job);
    const { detector } = this.#loaded;
    const atWork = { ...detector, provider: shelf.device, threads: shelf.threads };
    if (!measure) return atWork;
    job.progress({ phase: 'measuring-devices' });
    return { ...atWork, warmMs: await timeWarmRun(detector.session) };
  }

  /** Opens an image and forgets the one before; a refused file leaves that in place. */
  async open(bytes: ArrayBuffer, name: string, job: Job): Promise<OpenImage> {
    const opened = await openImage(bytes, name, this.#reader, job);
    this.#forgetImage();
    this.#image = opened;
    return opened;
  }

  async analyse(imageId: string, options: AnalyseOptions, job: Job): Promise<AnalyseOutput> {
    const { loaded, image } = this.#ready(imageId);
    await failHere();
    const { twin, timings, outputs } = await analyse({
      model: loaded.detector,
      segmenter: loaded.segmenter,
      pixels: image.pixels,
      source: sourceOf(image),
      ...options,
      ...job,
    });
    this.#outputs = outputs;
    const { reading, decode } = image.timings;
    return { twin, timings: { reading, decode, ...timings, total: reading + decode + (timings.total ?? 0) } };
  }

  /** Measures what these objects lack; see the contract. */
  async refine(imageId: string, twin: Twin, need: Need, job: Job): Promise<AnalyseOutput> {
    const start = performance.now();
    const refined = await this.#measure(imageId, twin, need, job);
    const total = performance.now() - start;
    return { twin: refined, timings: { [need.kind]: total, total } };
  }

  /** The mask of what a prompt points at. */
  async segment(imageId: string, prompt: SegmentPrompt, job: Job): Promise<Segmented> {
    const { loaded, image } = this.#ready(imageId);
    job.progress({ phase: 'segmenting' });
    // Only clicks without a box ask what the detector saw; a photo that came with its twin was not detected yet.
    if (prompt.box === undefined) this.#outputs ??= await detectorOutputs(loaded.detector, image.pixels);
    return loaded.segmenter.prompt(image.photo, this.#outputs, prompt, job);
  }

  /** The lines of text in the photo; with `whole` the photo is one line, edge to edge. */
  async readText(imageId: string, whole: boolean, job: Job): Promise<TextLine[]> {
    const { loaded, image } = this.#ready(imageId);
    if (whole) return loaded.textReader.readWhole(image.photo, job);
    return loaded.textReader.read(image.photo, undefined, job);
  }

  /** Adds to a twin from elsewhere what follows from its boxes and the open image's pixels. */
  describe(imageId: string, twin: Twin): Twin {
    return describeTwin(twin, measuring(this.#open(imageId)));
  }

  /** Builds the twin of a video; the open image stays open. One at a time. */
  async analyseVideo(request: VideoRequest, job: Job): Promise<AnalysedVideo> {
    if (this.#loaded === undefined) throw badRequest('The detector is not loaded in this worker.');
    await failHere();
    const { detector, segmenter } = this.#loaded;
    const run = { stopped: false };
    this.#videoRun = run;
    try {
      return await analyseVideoFile(request, { detector, segmenter, stopped: () => run.stopped, ...job });
    } finally {
      this.#videoRun = undefined;
    }
  }

  /** Asks the running analysis of a video to end with what it has; false where none is running. */
  stopVideo(): boolean {
    if (!this.#videoRun) return false;
    this.#videoRun.stopped = true;
    return true;
  }

  /** Bare model runs on the open image, in milliseconds each. */
  timeDetector(imageId: string, runs: number, signal: AbortSignal): Promise<number[]> {
    const { loaded, image } = this.#ready(imageId);
    return timeRuns(loaded.detector, image.pixels, runs, signal);
  }

  /** Lets go of the sessions and of the image. */
  async dispose(): Promise<void> {
    this.#forgetImage();
    this.#loaded = undefined;
    await this.#shelf?.dispose();
    this.#shelf = undefined;
  }

  /** A GPU that is simulated takes minutes for the pixels of a photo's text, the CPU itself a second. */
  async #textProvider(rung: Rung): Promise<RuntimeVariant> {
    if (rung !== 'webgpu') return 'wasm';
    return (await this.probe()).adapter?.isFallback ? 'wasm' : 'webgpu';
  }

  async #measure(imageId: string, twin: Twin, { kind, ids, fast }: Need, job: Job): Promise<Twin> {
    const image = this.#open(imageId);
    switch (kind) {
      case 'attributes':
        return describeAttributes(twin, { ...measuring(image), anew: ids });
      case 'depth':
        return describeDepth(twin, measuring(image));
      case 'mask': {
        const { loaded } = this.#ready(imageId);
        if (fast) {
          this.#outputs ??= await detectorOutputs(loaded.detector, image.pixels);
          return loaded.segmenter.fastTwin(twin, this.#outputs, job);
        }
        const coarse = new Set(ids.filter((id) => lacksFineMask(twin, id)));
        if (coarse.size === 0) return twin;
        const refined = await loaded.segmenter.fineTwin(twin, image.photo, coarse, job);
        return describeAttributes(refined, { ...measuring(image), anew: [...coarse] });
      }
      case 'text':
        return this.#ready(imageId).loaded.textReader.textTwin(twin, image.photo, ids, job);
    }
  }

  async #load(shelf: SessionShelf, job: Job): Promise<Loaded> {
    const { detector, cardFeatures } = await loadDetector(shelf, job);
    return {
      detector,
      segmenter: new Segmenter(shelf, cardFeatures),
      textReader: new TextReader(shelf, await this.#textProvider(shelf.rung)),
    };
  }

  #forgetImage(): void {
    this.#image?.photo.dispose();
    this.#image = undefined;
    this.#outputs = undefined;
    this.#loaded?.segmenter.forget();
  }

  #open(imageId: string): OpenImage {
    if (this.#image?.sha256 !== imageId) throw badRequest('That image is no longer open in this worker.');
    return this.#image;
  }

  #ready(imageId: string): { loaded: Loaded; image: OpenImage } {
    const image = this.#open(imageId);
    if (this.#loaded === undefined) throw badRequest('The detector is not loaded in this worker.');
    return { loaded: this.#loaded, image };
  }
}

function lacksFineMask(twin: Twin, id: string): boolean {
  const state = twin.objects.find((object) => object.id === id)?.states[0];
  return state !== undefined && needsFinerMask(twin, state);
}

const badRequest = (message: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy: 'Open the image again.' });
