import type { CapabilityReport } from '../../workers/contracts/capability.ts';
import {
  type DevicePreference,
  type LoadedDetector,
  type Need,
  type OpenedImage,
  type PerceptionContract,
  perceptionContract,
  type ReadLine,
  type Segmented,
  type SegmentPrompt,
  type VideoAnalysis,
} from '../../workers/contracts/perception.ts';
import type { SamplingPlan } from '../../workers/contracts/video.ts';
import type { MethodArgs, MethodResult } from '../../workers/rpc/contract.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { type Deadline, WorkerHost } from '../../workers/rpc/workerHost.ts';
import { type ErrorCode, TwinsightError, toTwinsightError } from '../core/errors.ts';
import { SerialQueue } from '../core/serialQueue.ts';
import { checkFileSize } from '../io/image/limits.ts';
import type { Rung } from '../perception/runtime/types.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { climbLadder, type JobOptions, type PerceptionWorkerHost } from './detectorLadder.ts';
import { createDeviceVerdicts, type DeviceVerdicts } from './deviceVerdicts.ts';
import { readFile } from './readFile.ts';

type Deadlines = { readonly [M in keyof PerceptionContract]: Deadline };

/** Silence beyond these means a stuck worker: a download or a decode reports progress, a run on a phone takes seconds. */
const DEADLINES: Deadlines = {
  probe: { totalMs: 15_000, silenceMs: 15_000 },
  load: { totalMs: 300_000, silenceMs: 60_000 },
  open: { totalMs: 20_000, silenceMs: 10_000 },
  analyse: { totalMs: 60_000, silenceMs: 20_000 },
  refine: { totalMs: 300_000, silenceMs: 20_000 },
  segment: { totalMs: 60_000, silenceMs: 20_000 },
  readText: { totalMs: 300_000, silenceMs: 20_000 },
  describe: { totalMs: 30_000, silenceMs: 30_000 },
  // Every frame is a sign of life, and so is every step on its way; how many there are is the plan's business.
  analyseVideo: { totalMs: 6 * 3_600_000, silenceMs: 60_000 },
  stopVideo: { totalMs: 60_000, silenceMs: 60_000 },
  timeDetector: { totalMs: 600_000, silenceMs: 600_000 },
};

/** Failures of the worker or its device, after which the same job may well succeed in a new worker. */
const RECOVERABLE: readonly ErrorCode[] = ['inference-failed', 'model-wrong-answer', 'worker-crashed'];

export interface PerceptionHostOptions {
  /** Starts the perception worker (see `spawnPerceptionWorker.ts`). */
  readonly spawn: () => WorkerEndpoint;
  readonly deadlines?: Partial<Deadlines>;
  readonly verdicts?: DeviceVerdicts;
}

export interface AnalyseOptions extends JobOptions {
  /** Detections below this score are left out. */
  readonly minScore?: number;
  readonly maxObjects?: number;
  /** Also masks; on unless switched off. */
  readonly masks?: boolean;
}

/** A clip as the video worker opened it, with the frames to look at. */
export interface PlannedVideo {
  readonly file: Blob;
  readonly name: string;
  readonly sha256: string;
  readonly plan: SamplingPlan;
}

export interface AnalyseVideoOptions extends JobOptions {
  /** Also masks, by the fast path alone or the main objects by the fine one; fine unless said otherwise. */
  readonly masks?: 'none' | 'fast' | 'fine';
}

export type Analysis = MethodResult<PerceptionContract, 'analyse'>;
export type Refinement = MethodResult<PerceptionContract, 'refine'>;

/** The page's end of perception: everything rejects with a `TwinsightError` and leaves the host usable. */
export interface PerceptionHost {
  /** The detector at work, or undefined before the first `load`. */
  readonly detector: LoadedDetector | undefined;
  probe(options?: JobOptions): Promise<CapabilityReport>;
  /** Loads the detector on the best device for this preference; at once when that is done already. */
  load(preference: DevicePreference, options?: JobOptions): Promise<LoadedDetector>;
  /** Checks and decodes an image; the latest one is what `analyse` sees. The caller owns (closes) the preview. */
  open(file: Blob, name: string, options?: JobOptions): Promise<OpenedImage>;
  /** Builds the coarse twin of the image opened last, loading the detector first where needed. */
  analyse(imageId: string, options?: AnalyseOptions): Promise<Analysis>;
  /** Measures what some objects of a twin of the image opened last lack; resolves with the refined twin. */
  refine(imageId: string, twin: Twin, need: Need, options?: JobOptions): Promise<Refinement>;
  /** The mask of what a box or points (canonical pixels) point at in the image opened last. */
  segment(imageId: string, prompt: SegmentPrompt, options?: JobOptions): Promise<Segmented>;
  /** The lines of text in the image opened last; with `whole` it is one line, edge to edge. */
  readText(imageId: string, whole: boolean, options?: JobOptions): Promise<readonly ReadLine[]>;
  /** Adds to a twin from elsewhere what follows from its boxes and the pixels of the image opened last. */
  describe(imageId: string, twin: Twin, options?: JobOptions): Promise<Twin>;
  /** Builds the twin of a video over the planned frames, loading the detector first where needed. */
  analyseVideo(video: PlannedVideo, options?: AnalyseVideoOptions): Promise<VideoAnalysis>;
  /** Asks the running `analyseVideo` to resolve soon with what it has; resolves false where none is running. */
  stopVideo(): Promise<boolean>;
  /** Bare model runs, in milliseconds each. */
  timeDetector(imageId: string, runs: number, options?: JobOptions): Promise<readonly number[]>;
  dispose(): void;
}

/** Methods that run models on the open image. */
type RunMethod = 'analyse' | 'refine' | 'segment' | 'readText';

interface Loaded {
  readonly detector: LoadedDetector;
  readonly rung: Rung;
  readonly preference: DevicePreference;
  /** Of the worker that has it. */
  generation: number;
}

interface HeldImage {
  readonly imageId: string;
  readonly file: Blob;
  readonly name: string;
}

/** Creates the page's end of perception. No worker is started before the first call. */
export function createPerceptionHost(options: PerceptionHostOptions): PerceptionHost {
  return new PerceptionHostOnPage(options);
}

class PerceptionHostOnPage implements PerceptionHost {
  readonly #options: PerceptionHostOptions;
  readonly #verdicts: DeviceVerdicts;
  readonly #deadlines: Deadlines;
  readonly #queue = new SerialQueue();
  /** Rungs that failed at work, with the reason: they are not tried again on this page. */
  readonly #excluded = new Map<Rung, string>();
  #host: PerceptionWorkerHost;
  #facts: CapabilityReport | undefined;
  #preference: DevicePreference = 'auto';
  #loaded: Loaded | undefined;
  #image: HeldImage | undefined;
  /** The worker and the generation of it that hold the pixels of `#image`. */
  #imageIn: { readonly host: PerceptionWorkerHost; readonly generation: number } | undefined;
  #failedRuns = 0;

  constructor(options: PerceptionHostOptions) {
    this.#options = options;
    this.#deadlines = { ...DEADLINES, ...options.deadlines };
    this.#verdicts =
      options.verdicts ?? createDeviceVerdicts(() => globalThis.localStorage, globalThis.navigator.userAgent);
    this.#host = this.#createHost();
  }

  get detector(): LoadedDetector | undefined {
    return this.#loaded?.detector;
  }

  async probe(options: JobOptions = {}): Promise<CapabilityReport> {
    this.#facts ??= await this.#host.call('probe', {}, signalOf(options));
    return this.#facts;
  }

  load(preference: DevicePreference, options: JobOptions = {}): Promise<LoadedDetector> {
    return this.#queue.run(async () => {
      await this.#host.settled();
      return await this.#ensureDetector(preference, options);
    });
  }

  async open(file: Blob, name: string, options: JobOptions = {}): Promise<OpenedImage> {
    const refused = checkFileSize(file.size, name);
    if (refused) throw new TwinsightError(refused);
    options.onProgress?.({ phase: 'reading' });
    const opened = await this.#openInWorker(file, name, options).catch((thrown: unknown) => {
      // A worker that dies of another job, or loses the race of devices, takes this one along: another one decodes.
      const { code } = toTwinsightError(thrown);
      const notOurs = code === 'worker-crashed' || (code === 'cancelled' && options.signal?.aborted !== true);
      if (!notOurs) throw thrown;
      return this.#openInWorker(file, name, options);
    });
    this.#image = { imageId: opened.imageId, file, name };
    return opened;
  }

  analyse(imageId: string, options: AnalyseOptions = {}): Promise<Analysis> {
    const { minScore, maxObjects, masks } = options;
    const args = {
      imageId,
      ...(minScore === undefined ? {} : { minScore }),
      ...(maxObjects === undefined ? {} : { maxObjects }),
      ...(masks === undefined ? {} : { masks }),
    };
    return this.#run('analyse', imageId, args, options);
  }

  refine(imageId: string, twin: Twin, need: Need, options: JobOptions = {}): Promise<Refinement> {
    return this.#run('refine', imageId, { imageId, twin, need }, options);
  }

  segment(imageId: string, prompt: SegmentPrompt, options: JobOptions = {}): Promise<Segmented> {
    return this.#run('segment', imageId, { imageId, prompt }, options);
  }

  async readText(imageId: string, whole: boolean, options: JobOptions = {}): Promise<readonly ReadLine[]> {
    return (await this.#run('readText', imageId, { imageId, whole }, options)).lines;
  }

  describe(imageId: string, twin: Twin, options: JobOptions = {}): Promise<Twin> {
    return this.#queue.run(async () => {
      await this.#host.settled();
      await this.#ensureImage(imageId, options);
      return (await this.#host.call('describe', { imageId, twin }, signalOf(options))).twin;
    });
  }

  timeDetector(imageId: string, runs: number, options: JobOptions = {}): Promise<readonly number[]> {
    return this.#queue.run(() =>
      this.#withRecovery(imageId, options, async () => {
        const { ms } = await this.#host.call('timeDetector', { imageId, runs }, signalOf(options));
        return ms;
      }),
    );
  }

  analyseVideo(video: PlannedVideo, options: AnalyseVideoOptions = {}): Promise<VideoAnalysis> {
    const { masks } = options;
    const args = { ...video, ...(masks && { masks }) };
    return this.#queue.run(() =>
      this.#recovering(options, async () => {
        const { offerFrames } = await import('./offerFrames.ts');
        const { port: frames, dispose } = offerFrames(video.file);
        try {
          return await this.#host.call(
            'analyseVideo',
            { ...args, frames },
            { ...jobOptions(options), deadline: this.#runDeadline('analyseVideo'), transfer: [frames] },
          );
        } finally {
          dispose();
        }
      }),
    );
  }

  async stopVideo(): Promise<boolean> {
    if (!this.#host.alive) return false;
    return (await this.#host.call('stopVideo', {})).running;
  }

  dispose(): void {
    this.#host.dispose();
  }

  #createHost(): PerceptionWorkerHost {
    const { spawn } = this.#options;
    return new WorkerHost({ contract: perceptionContract, spawn, deadlines: this.#deadlines });
  }

  /** Calls a method that needs detector and image, in its turn. */
  #run<M extends RunMethod>(
    method: M,
    imageId: string,
    args: MethodArgs<PerceptionContract, M>,
    options: JobOptions,
  ): Promise<MethodResult<PerceptionContract, M>> {
    return this.#queue.run(() =>
      this.#withRecovery(imageId, options, () =>
        this.#host.call(method, args, { ...jobOptions(options), deadline: this.#runDeadline(method) }),
      ),
    );
  }

  /** A device that took long to load and check may take long to run: a software adapter needs half a minute. */
  #runDeadline(method: RunMethod | 'analyseVideo'): Deadline {
    const { totalMs, silenceMs } = this.#deadlines[method];
    const slow = 2 * (this.#loaded?.detector.loadMs ?? 0);
    return { totalMs: Math.max(totalMs, 2 * slow), silenceMs: Math.max(silenceMs, slow) };
  }

  async #openInWorker(file: Blob, name: string, options: JobOptions): Promise<OpenedImage> {
    const bytes = await readFile(file, name);
    const host = this.#host;
    const opened = await host.call('open', { bytes, name }, { ...jobOptions(options), transfer: [bytes] });
    this.#imageIn = { host, generation: host.generation };
    return opened;
  }

  /** True where the rung that worked before still does; false where the GPU or the threads are gone by now. */
  async #loadAgain(loaded: Loaded, options: JobOptions): Promise<boolean> {
    try {
      await this.#host.call('load', { rung: loaded.rung, measure: false }, jobOptions(options));
      loaded.generation = this.#host.generation;
      return true;
    } catch (thrown) {
      const failure = toTwinsightError(thrown);
      const deviceFailed = failure.code === 'model-load-failed' || RECOVERABLE.includes(failure.code);
      if (!deviceFailed || loaded.rung === 'wasm') throw failure;
      this.#excluded.set(loaded.rung, failure.message);
      return false;
    }
  }

  /** Makes sure that a living worker has the detector: after a crash or a cancel it is loaded again, on the same rung. */
  async #ensureDetector(preference: DevicePreference, options: JobOptions): Promise<LoadedDetector> {
    this.#preference = preference;
    const loaded = this.#loaded;
    if (loaded?.preference === preference && !this.#excluded.has(loaded.rung)) {
      if (this.#host.alive && this.#host.generation === loaded.generation) return loaded.detector;
      if (await this.#loadAgain(loaded, options)) return loaded.detector;
    }
    const facts = await this.probe(options);
    if (loaded) this.#host.discard(replaced()); // one realm runs one kind of runtime
    const { host, rung, detector } = await climbLadder({
      ...jobOptions(options),
      facts,
      preference,
      excluded: this.#excluded,
      verdicts: this.#verdicts,
      host: this.#host,
      createHost: () => this.#createHost(),
    });
    this.#host = host;
    this.#loaded = { detector, rung, preference, generation: host.generation };
    return detector;
  }

  /** Makes sure that the worker at hand holds the pixels: they are decoded again where they were lost with a worker. */
  async #ensureImage(imageId: string, options: JobOptions): Promise<void> {
    const image = this.#image;
    if (image?.imageId !== imageId) {
      throw new TwinsightError({
        code: 'bad-request',
        message: 'That image is no longer open; only the latest is kept.',
        remedy: 'Open the image again.',
      });
    }
    const held = this.#imageIn;
    if (held?.host === this.#host && held.generation === this.#host.generation && this.#host.alive) return;
    const opened = await this.#openInWorker(image.file, image.name, options);
    opened.preview.close();
  }

  /**
   * Runs a job that needs detector and image. A GPU that fails gets one new worker, then gives way to WASM for as long
   * as the page lives; WASM gets one new worker. Hangs are not repeated: they cost the person too much time.
   */
  #withRecovery<T>(imageId: string, options: JobOptions, job: () => Promise<T>): Promise<T> {
    return this.#recovering(options, async () => {
      await this.#ensureImage(imageId, options);
      return job();
    });
  }

  /** The same for a job that needs the detector alone. */
  async #recovering<T>(options: JobOptions, job: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#host.settled();
        await this.#ensureDetector(this.#preference, options);
        const result = await job();
        this.#failedRuns = 0;
        return result;
      } catch (thrown) {
        const failure = toTwinsightError(thrown);
        if (!this.#mayRecover(failure) || attempt >= 3) throw failure;
      }
    }
  }

  #mayRecover(failure: TwinsightError): boolean {
    const onGpu = this.#loaded?.rung === 'webgpu';
    if (onGpu && failure.code === 'timed-out') {
      this.#excluded.set('webgpu', failure.message);
      return false; // the next job runs on WASM
    }
    if (!RECOVERABLE.includes(failure.code)) return false;
    this.#host.discard(failure);
    this.#failedRuns += 1;
    if (this.#failedRuns <= 1) return true;
    if (!onGpu) return false;
    this.#excluded.set('webgpu', failure.message);
    this.#failedRuns = 0;
    return true;
  }
}

const signalOf = ({ signal }: JobOptions): { signal?: AbortSignal } => (signal ? { signal } : {});

const jobOptions = ({ signal, onProgress }: JobOptions): JobOptions => ({
  ...(signal ? { signal } : {}),
  ...(onProgress ? { onProgress } : {}),
});

const replaced = (): TwinsightError =>
  new TwinsightError({ code: 'cancelled', message: 'Another device was chosen.', remedy: 'Start it again.' });
