import { TwinsightError } from '../../core/errors.ts';
import { maskProvenance } from '../../twin/schema/maskQuality.ts';
import type { ObjectState, ToolRun, Twin } from '../../twin/schema/twin.ts';
import { type Job, throwIfAborted } from '../job.ts';
import { buildTwin } from '../pipeline/buildTwin.ts';
import { CanvasReader } from '../pipeline/canvasReader.ts';
import { describeTwin } from '../pipeline/describeTwin.ts';
import { measuring, type OpenImage, openImage, sourceOf } from '../pipeline/openImage.ts';
import { withMasks } from '../pipeline/withMasks.ts';
import type { ObjectMask, Segmented, SegmentPrompt } from '../tasks/segment/types.ts';
import { type HubModelRef, loadHubModel } from './loadHubModel.ts';
import { type WithFound, withDepthMap, withFound, withSayings } from './refine.ts';
import { HubRuntime } from './runtime/hubRuntime.ts';
import { type OpenFile, storedFiles } from './runtime/storedFiles.ts';
import { type SelfTest, selfTest, testPicture } from './selfTest.ts';
import type { HubTaskRunner, Picture, PromptedPicture } from './tasks/types.ts';
import type { HubDevice, HubDtype, Role } from './types.ts';
import { around, cropTo, running } from './work.ts';
import type { TextConstraint, WriteJob, WriteRequest, Written } from './writing/types.ts';

export interface HubScope {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
}

export interface HubLoadRequest {
  readonly model: HubModelRef;
  readonly device: HubDevice;
  readonly dtype: HubDtype;
  /** What the same model answered on the same device at an earlier load. */
  readonly remembered?: readonly number[] | undefined;
}

export interface HubLoaded {
  readonly device: HubDevice;
  readonly dtype: HubDtype;
  readonly threads: number;
  readonly bytes: number;
  readonly loadMs: number;
  readonly selfTest: SelfTest;
}

/** A file of the model store, or undefined where it is not kept. */
type OpenStoredFile = (repository: string, revision: string, path: string) => ReturnType<OpenFile>;

interface Loaded {
  readonly request: HubLoadRequest;
  readonly runtime: HubRuntime;
  readonly task: HubTaskRunner;
  readonly report: HubLoaded;
}

/** As long as an argument in a twin's log may be. */
const MAX_LOGGED_TEXT = 1024;

/** Default thresholds: what these models call certain enough to be shown. */
const MIN_SCORE = { detect: 0.4, find: 0.3 } as const;

/**
 * One model of the hub in one worker, and at most one image. A realm runs one model on one device: another one needs another
 * worker, because a runtime gives its memory back only with its realm.
 */
export class HubEngine {
  readonly #scope: HubScope;
  readonly #siteRoot: URL;
  readonly #openFile: OpenStoredFile;
  readonly #reader = new CanvasReader();
  #loaded: Loaded | undefined;
  #spoilt = false;
  #image: OpenImage | undefined;
  #prompted: { readonly imageId: string; readonly picture: PromptedPicture } | undefined;

  /** @param siteRoot address that the runtime's folder is relative to */
  constructor(scope: HubScope, siteRoot: URL, openFile: OpenStoredFile) {
    this.#scope = scope;
    this.#siteRoot = siteRoot;
    this.#openFile = openFile;
  }

  /**
   * Loads and tests a model; at once where it is loaded already. Throws `model-missing`, `fetch-failed`, `model-load-failed`,
   * `inference-failed`, `model-wrong-answer`, `cancelled`.
   */
  async load(request: HubLoadRequest, job: Job): Promise<HubLoaded> {
    const { model, device, dtype } = request;
    const known = this.#loaded;
    if (known) {
      const same =
        known.request.model.id === model.id && known.report.device === device && known.report.dtype === dtype;
      if (same) return known.report;
      throw badRequest(
        `This worker runs ${known.request.model.title} on ${known.report.device}.`,
        'Start another worker for another model or device.',
      );
    }
    // A load that failed or was cancelled half way leaves the library's queues and the runtime in an unknown state.
    if (this.#spoilt) throw spoiltRealm();
    this.#spoilt = true;
    const start = performance.now();
    const runtime = await HubRuntime.start(
      {
        device,
        siteRoot: this.#siteRoot,
        crossOriginIsolated: this.#scope.crossOriginIsolated,
        hardwareConcurrency: this.#scope.navigator.hardwareConcurrency,
        guard: { minusInfinityMeansNothing: model.task === 'grounded-detection' },
      },
      job,
    );
    throwIfAborted(job.signal);
    job.progress({ phase: 'loading-model', detail: model.title });
    let bytes = 0;
    const { repository, revision } = model;
    runtime.lib.env.useCustomCache = true;
    runtime.lib.env.customCache = storedFiles({
      repository,
      revision,
      open: (path) => this.#openFile(repository, revision, path),
      onBytes: (count) => {
        bytes = count;
        job.progress({ phase: 'loading-model', detail: model.title });
      },
    });
    const task = await loadHubModel(runtime, model, dtype);
    // From here on a cancel no longer stops the load: the sessions exist, and the next job is glad of them.
    job.progress({ phase: 'checking-model', detail: model.title });
    const test = await running(model, () => selfTest(task, testPicture(runtime.lib), request.remembered));
    const loadMs = performance.now() - start;
    const report = { device, dtype, threads: runtime.threads, bytes, loadMs, selfTest: test };
    this.#loaded = { request, runtime, task, report };
    return report;
  }

  /** Decodes an image and forgets the one before; a refused file leaves that in place. */
  async open(bytes: ArrayBuffer, name: string, job: Job): Promise<{ imageId: string }> {
    const opened = await openImage(bytes, name, this.#reader, job);
    opened.preview.close();
    this.#forget();
    this.#image = opened;
    return { imageId: opened.sha256 };
  }

  /** The twin of the open image by a detector of the hub, with attributes and geometric depth as every twin has them. */
  async detect(imageId: string, minScore: number = MIN_SCORE.detect, job: Job): Promise<Twin> {
    const { task, loaded, image } = this.#ready('detect', imageId);
    job.progress({ phase: 'detecting', detail: loaded.request.model.title });
    const start = performance.now();
    const detections = await running(loaded.request.model, async () =>
      task.detect(await this.#whole(task, image, loaded), minScore),
    );
    const detectRun = this.#run(loaded, 'detect', { minScore, objects: detections.length }, start);
    job.progress({ phase: 'describing' });
    return buildTwin({ detections, source: sourceOf(image), detectRun, ...measuring(image) });
  }

  /** Adds to a twin what phrases describe. */
  async find(imageId: string, twin: Twin, phrases: readonly string[], job: Job): Promise<WithFound> {
    const { task, loaded, image } = this.#ready('find', imageId);
    job.progress({ phase: 'detecting', detail: phrases.join(', ') });
    const start = performance.now();
    const detections = await running(loaded.request.model, async () =>
      task.find(await this.#whole(task, image, loaded), phrases, MIN_SCORE.find),
    );
    const args = {
      words: phrases.join('; ').slice(0, MAX_LOGGED_TEXT),
      minScore: MIN_SCORE.find,
      found: detections.length,
    };
    const found = withFound(twin, detections, this.#run(loaded, 'find', args, start));
    return { twin: describeTwin(found.twin, measuring(image)), ids: found.ids };
  }

  /** Masks the objects with these ids, each prompted by its box and cut at it; what a person drew stays. */
  async masks(imageId: string, twin: Twin, ids: readonly string[], job: Job): Promise<Twin> {
    const { loaded } = this.#ready('segment', imageId);
    const start = performance.now();
    const prompted = await this.#prompt(imageId, job);
    const masks = new Map<string, ObjectMask>();
    const wanted = twin.objects.filter(({ id, states }) => ids.includes(id) && !isDrawn(states[0]));
    for (const [index, { id, states }] of wanted.entries()) {
      throwIfAborted(job.signal);
      job.progress({ phase: 'segmenting', fraction: index / wanted.length });
      const box = states[0]?.box;
      const found =
        box && (await running(loaded.request.model, () => prompted.mask({ box, points: [] }, box)));
      if (found) masks.set(id, found);
    }
    return withMasks(
      twin,
      masks,
      this.#run(loaded, 'segment', { prompt: 'box', objects: masks.size }, start),
    );
  }

  /** The mask of what a prompt points at; the photo is encoded at the first prompt. */
  async segment(imageId: string, prompt: SegmentPrompt, job: Job): Promise<Segmented> {
    const { loaded } = this.#ready('segment', imageId);
    const start = performance.now();
    const prompted = await this.#prompt(imageId, job);
    const found = await running(loaded.request.model, () => prompted.mask(prompt));
    if (found === undefined) {
      throw new TwinsightError({
        code: 'bad-request',
        message: `${loaded.request.model.title} marks nothing there.`,
        remedy: 'Point at the middle of the thing, or draw a box around it.',
      });
    }
    const args = { box: prompt.box !== undefined, points: prompt.points.length };
    return { ...found, run: this.#run(loaded, 'segment', args, start) };
  }

  /** Replaces depth by that of a depth model, scaled by what the twin knows of distances. */
  async depth(imageId: string, twin: Twin, job: Job): Promise<Twin> {
    const { task, loaded, image } = this.#ready('depth', imageId);
    job.progress({ phase: 'describing', detail: 'depth' });
    const start = performance.now();
    const map = await running(loaded.request.model, async () =>
      task.inverseDepth(await this.#whole(task, image, loaded)),
    );
    const args = { output: 'relative inverse depth', map: `${map.width}×${map.height}` };
    return withDepthMap(twin, map, this.#run(loaded, 'depth', args, start));
  }

  /** Adds material and state where the model's sentences about single objects state them; with no ids, a caption of the photo. */
  async describe(imageId: string, twin: Twin, ids: readonly string[], job: Job): Promise<Twin> {
    const { task, loaded, image } = this.#ready('describe', imageId);
    const start = performance.now();
    const { model } = loaded.request;
    if (ids.length === 0) {
      job.progress({ phase: 'describing', detail: 'caption' });
      const caption = await running(model, async () => task.describe(await this.#whole(task, image, loaded)));
      return withSayings(
        twin,
        new Map(),
        this.#run(loaded, 'describe', { caption: caption.slice(0, MAX_LOGGED_TEXT) }, start),
      );
    }
    const sayings = new Map<string, string>();
    const wanted = twin.objects.filter(({ id }) => ids.includes(id));
    for (const [index, object] of wanted.entries()) {
      throwIfAborted(job.signal);
      job.progress({ phase: 'describing', fraction: index / wanted.length, detail: object.label });
      const shown = await around(object, task.side, image, loaded.runtime.lib);
      if (shown) sayings.set(object.id, await running(model, () => task.describe(shown, object.label)));
    }
    const said = [...sayings]
      .map(([id, text]) => `${id}: ${text}`)
      .join(' | ')
      .slice(0, MAX_LOGGED_TEXT);
    const args = { objects: sayings.size, said, score: 'assumed: the model gives none' };
    return withSayings(twin, sayings, this.#run(loaded, 'describe', args, start));
  }

  /** Writes on where a conversation stands, held to a constraint where there is one. */
  async write(
    request: WriteRequest,
    constraint: TextConstraint | undefined,
    job: WriteJob,
  ): Promise<Written> {
    const { task, loaded } = this.#playing('policy');
    return await running(loaded.request.model, () => task.write(request, constraint, job));
  }

  #forget(): void {
    this.#prompted?.picture.dispose();
    this.#prompted = undefined;
    this.#image?.photo.dispose();
    this.#image = undefined;
  }

  async #prompt(imageId: string, job: Job): Promise<PromptedPicture> {
    const { task, loaded, image } = this.#ready('segment', imageId);
    if (this.#prompted?.imageId === imageId) return this.#prompted.picture;
    job.progress({ phase: 'segmenting', detail: 'encoding the photo' });
    const picture = await running(loaded.request.model, async () =>
      task.encode(await this.#whole(task, image, loaded)),
    );
    this.#prompted?.picture.dispose();
    this.#prompted = { imageId, picture };
    return picture;
  }

  #whole(task: { readonly side: number }, image: OpenImage, loaded: Loaded): Promise<Picture> {
    return cropTo([0, 0, image.width, image.height], task.side, image, loaded.runtime.lib);
  }

  #run({ request, runtime }: Loaded, tool: string, args: ToolRun['args'], start: number): ToolRun {
    const { model, dtype } = request;
    return {
      tool,
      model: model.repository,
      revision: model.revision.slice(0, 128),
      device: runtime.deviceName,
      dtype,
      args: { source: 'hub', ...args },
      ms: performance.now() - start,
    };
  }

  #playing<R extends Role>(role: R) {
    const loaded = this.#loaded;
    const task = loaded?.task;
    if (loaded === undefined || !hasRole(task, role))
      throw badRequest(`This worker has no model for the role “${role}”.`, 'Load one first.');
    return { task, loaded };
  }

  #ready<R extends Role>(role: R, imageId: string) {
    const { task, loaded } = this.#playing(role);
    if (this.#image?.sha256 !== imageId)
      throw badRequest('That image is no longer open in this worker.', 'Open the image again.');
    return { task, loaded, image: this.#image };
  }
}

/** Whether a person made the mask. */
const isDrawn = (state: ObjectState | undefined): boolean =>
  state?.mask !== undefined && maskProvenance(state) === 'human';

const hasRole = <R extends Role>(
  task: HubTaskRunner | undefined,
  role: R,
): task is Extract<HubTaskRunner, { role: R }> => task?.role === role;

const spoiltRealm = (): TwinsightError =>
  new TwinsightError({
    code: 'worker-crashed',
    message: 'A model was loaded only in part by this worker.',
    remedy: 'Try again: another worker loads it.',
  });

const badRequest = (message: string, remedy: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy });
