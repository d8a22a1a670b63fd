import type {
  DevicePreference,
  LoadedDetector,
  PerceptionProgress,
} from '../../workers/contracts/perception.ts';
import { TwinsightError } from '../core/errors.ts';
import type { MediaRegistry } from '../store/mediaRegistry.ts';
import type { SceneState, ShownImage, TwinOrigin } from '../store/slices/scene.ts';
import type { AppStore } from '../store/store.ts';
import { recordEdit } from '../twin/edit/history.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { Engine, JsonFile } from './engine.ts';
import { findClips } from './findClips.ts';
import {
  addNotice,
  clearNotices,
  clearPrompt,
  replaceScene,
  replaceTwin,
  reportFailure,
  setJob,
  twinState,
} from './storeActions.ts';

export interface OpeningServices {
  readonly store: AppStore;
  readonly media: MediaRegistry;
  readonly engine: () => Promise<Engine>;
  readonly device: DevicePreference;
  readonly now: () => number;
}

/** A decoded image with the file that it came from; undefined for a frame of a clip. */
export interface Picture {
  readonly image: ShownImage;
  readonly file: File | undefined;
  readonly bitmap: ImageBitmap;
}

/** MOTChallenge tracks, by the name. */
export const isTracks = (file: File): boolean => /\.(txt|csv)$/i.test(file.name);

/** Opens a clip, with all files that were given, as a part of the job at hand. */
export type OpenClip = (
  clip: File,
  given: readonly File[],
  job: { readonly signal: AbortSignal; readonly onProgress: Progress },
) => Promise<void>;

export const isJson = (file: File): boolean => /\.json$/i.test(file.name) || file.type === 'application/json';

/**
 * Opens files and builds twins, one job at a time: a new job ends the running one. A job that failed or was ended leaves
 * the twin that was there, and what was asked of it; only where there was none does a decoded image stay without a twin.
 */
export class Opening {
  readonly #services: OpeningServices;
  readonly #openClip: OpenClip;
  #running: AbortController | undefined;
  /** The file of the image at hand, for measuring it anew; files are no data for the store. */
  #file: File | undefined;
  /** The file that the perception worker has open, and under which id. */
  #inWorker: { readonly file: File; readonly imageId: string } | undefined;
  /** Puts back what the running job has replaced so far. */
  #putBack: (() => void) | undefined;

  constructor(services: OpeningServices, openClip: OpenClip) {
    this.#services = services;
    this.#openClip = openClip;
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#undo();
    setJob(this.#services.store, undefined);
  }

  #undo(): void {
    this.#putBack?.();
    this.#putBack = undefined;
  }

  /** Runs one job with progress; failures land on the stage. Returns false when it failed or was ended. */
  async run(
    title: string,
    work: (signal: AbortSignal, progress: Progress) => Promise<void>,
  ): Promise<boolean> {
    const { store, now } = this.#services;
    this.cancel();
    clearNotices(store, 'stage');
    const controller = new AbortController();
    this.#running = controller;
    const startedAt = now();
    const progress: Progress = ({ phase, fraction, detail, frames, stopping = false }) => {
      if (controller.signal.aborted) return;
      setJob(store, { title, phase, fraction, detail, frames, stopping, startedAt });
    };
    progress({ phase: 'reading' });
    try {
      await work(controller.signal, progress);
      return !controller.signal.aborted;
    } catch (thrown) {
      if (!controller.signal.aborted) {
        this.#undo();
        reportFailure(store, thrown, 'stage');
      }
      return false;
    } finally {
      if (this.#running === controller) {
        this.#running = undefined;
        this.#putBack = undefined;
        setJob(store, undefined);
      }
    }
  }

  async openFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const texts = files.filter(isJson);
    const images = files.filter((file) => !isJson(file));
    const [image, ...otherImages] = images;
    await this.run(`Opening ${(image ?? files[0])?.name ?? 'files'}`, async (signal, progress) => {
      const [clip] = await findClips(images);
      signal.throwIfAborted();
      if (clip) {
        await this.#openClip(clip, files, { signal, onProgress: progress });
        return;
      }
      if (image && isTracks(image)) throw clipNeeded(image.name);
      const json = await this.readTexts(texts, signal);
      if (image) await this.#openImage(image, json, signal, progress);
      else if (json) await this.#openJsonAlone(json, signal, progress);
      if (signal.aborted || otherImages.length === 0) return;
      const message = `${otherImages.length + 1} images were given; ${image?.name} was opened.`;
      this.inform(message, 'Open the others one at a time.');
    });
  }

  /**
   * Builds a fresh twin from the image at hand; the twin that is there answers until the new one is done, what was asked of it
   * stays, and undo brings it back with what a person changed in it.
   */
  async analyse(): Promise<void> {
    const name = this.#services.store.getState().scene.image?.name ?? 'image';
    await this.run(`Measuring ${name}`, async (signal, progress) => {
      const file = this.#file;
      if (!file) throw photoNeeded('There is no photo to measure.', 'Open one first.');
      const { picture, engine } = await this.#decode(file, signal, progress);
      const measuring = this.#measure(engine, picture.image, signal, progress);
      const { twin, timings } = await measuring.catch((thrown: unknown) => {
        picture.bitmap.close();
        throw thrown;
      });
      const { store, media } = this.#services;
      const before = twinState(store.getState());
      const { history, lastRevision } = store.getState().edits;
      const fresh = { twin, origin: 'measured', timings, revision: lastRevision + 1 } as const;
      if (before) {
        media.put(picture.image.mediaId, picture.bitmap);
        store.setState(({ scene }) => ({ scene: { ...scene, image: picture.image } }));
        clearPrompt(store);
        replaceTwin(store, fresh, recordEdit(history, 'measure anew', before));
        media.keepOnly(picture.image.mediaId);
        void this.suggest(twin);
      } else this.show(picture, twin, 'measured', timings);
      await this.#improve(engine, picture.image, twin, signal, progress);
    });
  }

  /** True while the photo of the twin at hand can be measured. */
  get hasPhoto(): boolean {
    return this.#file !== undefined;
  }

  /**
   * Makes sure that the perception worker has the photo of the twin at hand: those of samples are opened when first needed.
   * Resolves with its id there.
   */
  async photo(options: { signal?: AbortSignal; onProgress?: Progress } = {}): Promise<string> {
    const file = this.#file;
    const { image, twin } = this.#services.store.getState().scene;
    if (!file || !image) {
      throw photoNeeded(
        'Pixels can’t be measured: this twin was opened without its photo.',
        'Drop the photo and the twin’s JSON together.',
      );
    }
    if (this.#inWorker?.file === file) return this.#inWorker.imageId;
    const { host } = await this.#services.engine();
    const opened = await host.open(file, file.name, options);
    opened.preview.close();
    const { width, height } = twin?.source ?? image;
    if (opened.width !== width || opened.height !== height) {
      throw photoNeeded(
        `The photo is ${opened.width} × ${opened.height} pixels, its twin was made at ${width} × ${height}.`,
        'Measure the photo anew.',
      );
    }
    this.#inWorker = { file, imageId: opened.imageId };
    return opened.imageId;
  }

  /** Puts a decoded image and its twin in place at once. */
  show(picture: Picture | undefined, twin: Twin, origin: TwinOrigin, timings?: Timings): void {
    const { store, media } = this.#services;
    if (picture) media.put(picture.image.mediaId, picture.bitmap);
    replaceScene(store, { image: picture?.image, twin, origin, timings });
    media.keepOnly(picture?.image.mediaId ?? '');
    this.#file = picture?.file;
    this.#putBack = undefined;
    void this.suggest(twin);
  }

  /** Reads the one JSON file among what was given, if any. */
  async readTexts(files: readonly File[], signal: AbortSignal): Promise<JsonFile | undefined> {
    const [file, extra] = files;
    if (!file) return undefined;
    if (extra) {
      throw new TwinsightError({
        code: 'bad-request',
        message: `${files.length} JSON files were given; only one can be opened at a time.`,
        remedy: 'Open a twin alone, or a photo together with its COCO JSON.',
      });
    }
    const engine = await this.#services.engine();
    const text = await file.text();
    signal.throwIfAborted();
    const read = engine.readJsonFile(text, file.name);
    if (!read.ok) throw new TwinsightError(read.error);
    return read.value;
  }

  async #openJsonAlone(json: JsonFile, signal: AbortSignal, progress: Progress): Promise<void> {
    const { store, media } = this.#services;
    if (json.kind === 'coco') {
      const file = this.#file;
      if (!file)
        throw photoNeeded('COCO annotations need their photo.', 'Drop the photo and the JSON file together.');
      await this.#openImage(file, json, signal, progress);
      return;
    }
    const { scene } = store.getState();
    const known = scene.twin?.source.sha256;
    const sameSource = known !== undefined && known !== '' && known === json.twin.source.sha256;
    const bitmap = scene.image && media.get(scene.image.mediaId);
    if (sameSource && scene.image && bitmap && this.#file) {
      replaceScene(store, { image: scene.image, twin: json.twin, origin: 'imported', timings: undefined });
      void this.suggest(json.twin);
    } else {
      this.show(undefined, json.twin, json.annotated ? 'oracle' : 'imported');
    }
  }

  async #decode(file: File, signal: AbortSignal, progress: Progress) {
    const engine = await this.#services.engine();
    const opened = await engine.host.open(file, file.name, { signal, onProgress: progress });
    const { imageId: mediaId, name, width, height, preview: bitmap, notices } = opened;
    this.#inWorker = { file, imageId: mediaId };
    if (signal.aborted) bitmap.close();
    signal.throwIfAborted();
    const picture: Picture = { image: { mediaId, name, width, height }, file, bitmap };
    return { engine, picture, notices };
  }

  async #openImage(file: File, json: JsonFile | undefined, signal: AbortSignal, progress: Progress) {
    const { engine, picture, notices } = await this.#decode(file, signal, progress);
    const { image, bitmap } = picture;
    if (json?.kind === 'twin') {
      this.show(picture, json.twin, 'imported');
    } else if (json) {
      const bare = unwrap(json.twinFor(image), () => bitmap.close());
      this.show(picture, bare, 'oracle');
      await this.#describe(engine, image, bare, signal, progress);
    } else {
      this.showBare(picture);
      for (const message of notices) this.inform(message);
      const { twin, timings } = await this.#measure(engine, image, signal, progress);
      this.#putBack = undefined;
      replaceScene(this.#services.store, { image, twin, origin: 'measured', timings });
      this.#services.media.keepOnly(image.mediaId);
      void this.suggest(twin);
      await this.#improve(engine, image, twin, signal, progress);
    }
  }

  /** Shows an image whose twin is to come. What was there before is kept until then, pixels included. */
  showBare({ image, bitmap, file }: Picture): void {
    const { store, media } = this.#services;
    const { scene, conversation, edits, ui } = store.getState();
    const { selectedIds } = ui;
    const fileBefore = this.#file;
    media.put(image.mediaId, bitmap);
    replaceScene(store, { image, twin: undefined, origin: undefined, timings: undefined });
    this.#file = file;
    if (!scene.twin) {
      media.keepOnly(image.mediaId);
      return;
    }
    this.#putBack = () => {
      store.setState((state) => ({ scene, conversation, edits, ui: { ...state.ui, selectedIds } }));
      media.keepOnly(scene.image?.mediaId ?? '');
      this.#file = fileBefore;
    };
  }

  /** The running job has put something in place that is to stay, whatever comes after. */
  settle(): void {
    this.#putBack = undefined;
  }

  /** Makes sure that the detector is loaded, and shows what it runs on. */
  async loadDetector(options: { signal: AbortSignal; onProgress: Progress }): Promise<LoadedDetector> {
    const { store, device } = this.#services;
    const { host } = await this.#services.engine();
    const capability = await host.probe({ signal: options.signal });
    const detector = await host.load(device, options);
    store.setState((state) => ({ perception: { ...state.perception, capability, detector } }));
    return detector;
  }

  async #measure(engine: Engine, { mediaId }: ShownImage, signal: AbortSignal, progress: Progress) {
    const { store } = this.#services;
    const options = { signal, onProgress: progress };
    const detector = await this.loadDetector(options);
    const analysis = await engine.host.analyse(mediaId, options);
    signal.throwIfAborted();
    store.setState((state) => ({
      perception: { ...state.perception, detector: engine.host.detector ?? detector },
    }));
    return analysis;
  }

  /** Lets the models that a person chose measure again what is shown already; their twin takes its place. */
  async #improve(engine: Engine, image: ShownImage, twin: Twin, signal: AbortSignal, progress: Progress) {
    const { store } = this.#services;
    const better = await engine.host.improve(image.mediaId, twin, { signal, onProgress: progress });
    const present = twinState(store.getState());
    if (signal.aborted || better === twin || present?.twin !== twin) return;
    replaceTwin(store, { ...present, twin: better }, store.getState().edits.history);
    void this.suggest(better);
  }

  /** Tells the person something about what was opened. */
  inform(message: string, remedy?: string): void {
    addNotice(this.#services.store, { kind: 'info', place: 'stage', message, remedy, code: undefined });
  }

  /** Adds what annotations do not hold: colours, sizes and depth, measured on the photo. */
  async #describe(engine: Engine, image: ShownImage, bare: Twin, signal: AbortSignal, progress: Progress) {
    const twin = await engine.host.describe(image.mediaId, bare, { signal, onProgress: progress });
    if (signal.aborted || this.#services.store.getState().scene.twin !== bare) return;
    replaceScene(this.#services.store, { image, twin, origin: 'oracle', timings: undefined });
    await this.suggest(twin);
  }

  /** Offers questions about this twin, if it is still the one at hand when they are known. */
  async suggest(twin: Twin): Promise<void> {
    const { store } = this.#services;
    try {
      const suggestions = (await this.#services.engine()).suggest(twin);
      if (store.getState().scene.twin !== twin) return;
      store.setState((state) => ({ conversation: { ...state.conversation, suggestions } }));
    } catch (thrown) {
      reportFailure(store, thrown, 'ask');
    }
  }
}

/** `stopping`: the job was asked to end with what it has. */
export type Progress = (progress: PerceptionProgress & { readonly stopping?: boolean }) => void;
type Timings = NonNullable<SceneState['timings']>;

const clipNeeded = (name: string): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `${name} holds tracks without the size and the times of their clip.`,
    remedy: 'Drop the clip and its tracks together.',
  });

const photoNeeded = (message: string, remedy: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy });

function unwrap(
  result: ReturnType<Extract<JsonFile, { kind: 'coco' }>['twinFor']>,
  onError?: () => void,
): Twin {
  if (result.ok) return result.value;
  onError?.();
  throw new TwinsightError(result.error);
}
