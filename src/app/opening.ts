import type { DevicePreference, PerceptionProgress } from '../../workers/contracts/perception.ts';
import { TwinsightError } from '../core/errors.ts';
import type { MediaRegistry } from '../store/mediaRegistry.ts';
import type { ShownImage, TwinOrigin } from '../store/slices/scene.ts';
import type { AppStore } from '../store/store.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { Engine, JsonFile } from './engine.ts';
import { addNotice, clearNotices, replaceScene, reportFailure, setJob } from './storeActions.ts';

export interface OpeningServices {
  readonly store: AppStore;
  readonly media: MediaRegistry;
  readonly engine: () => Promise<Engine>;
  readonly device: DevicePreference;
  readonly now: () => number;
}

const isJson = (file: File): boolean => /\.json$/i.test(file.name) || file.type === 'application/json';

/**
 * Opens files and builds twins, one job at a time: a new job ends the running one, and a job that was ended or failed
 * before its image was decoded leaves the scene as it was.
 */
export class Opening {
  readonly #services: OpeningServices;
  #running: AbortController | undefined;

  constructor(services: OpeningServices) {
    this.#services = services;
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
    setJob(this.#services.store, undefined);
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
    const progress: Progress = ({ phase, fraction, detail }) => {
      if (controller.signal.aborted) return;
      setJob(store, { title, phase, fraction, detail, startedAt });
    };
    progress({ phase: 'reading' });
    try {
      await work(controller.signal, progress);
      return !controller.signal.aborted;
    } catch (thrown) {
      if (!controller.signal.aborted) reportFailure(store, thrown, 'stage');
      return false;
    } finally {
      if (this.#running === controller) {
        this.#running = undefined;
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
      const json = await this.#readTexts(texts, signal);
      if (image) await this.#openImage(image, json, signal, progress);
      else await this.#openJsonAlone(json, signal);
      if (signal.aborted || otherImages.length === 0) return;
      const message = `${otherImages.length + 1} images were given; ${image?.name} was opened.`;
      addNotice(this.#services.store, {
        kind: 'info',
        place: 'stage',
        message,
        remedy: 'Open the others one at a time.',
        code: undefined,
      });
    });
  }

  /** Builds a fresh twin from the image at hand. `imageBlob` gives its file where perception has not seen it yet. */
  async analyse(file: () => Promise<File>): Promise<void> {
    const name = this.#services.store.getState().scene.image?.name ?? 'image';
    await this.run(`Measuring ${name}`, async (signal, progress) => {
      await this.#openImage(await file(), undefined, signal, progress);
    });
  }

  /** Puts a decoded image and its twin in place at once. */
  show(image: ShownImage | undefined, bitmap: ImageBitmap | undefined, twin: Twin, origin: TwinOrigin): void {
    const { store, media } = this.#services;
    if (image && bitmap) media.put(image.mediaId, bitmap);
    replaceScene(store, { image, twin, origin, timings: undefined });
    media.keepOnly(image?.mediaId ?? '');
    void this.#suggest(twin);
  }

  async #readTexts(files: readonly File[], signal: AbortSignal): Promise<JsonFile | undefined> {
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

  async #openJsonAlone(json: JsonFile | undefined, signal: AbortSignal): Promise<void> {
    const { scene } = this.#services.store.getState();
    signal.throwIfAborted();
    if (!json) return;
    if (json.kind === 'coco') {
      const { image } = scene;
      if (!image) {
        throw new TwinsightError({
          code: 'bad-request',
          message: 'COCO annotations need their photo.',
          remedy: 'Drop the photo and the JSON file together.',
        });
      }
      this.#replaceTwin(image, unwrap(json.twinFor(image)), 'oracle');
      return;
    }
    const known = scene.twin?.source.sha256;
    const sameSource = known !== undefined && known !== '' && known === json.twin.source.sha256;
    this.#replaceTwin(sameSource ? scene.image : undefined, json.twin, 'imported');
  }

  #replaceTwin(image: ShownImage | undefined, twin: Twin, origin: TwinOrigin): void {
    this.show(image, undefined, twin, origin);
  }

  async #openImage(
    file: File,
    json: JsonFile | undefined,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<void> {
    const { store, media, device } = this.#services;
    const engine = await this.#services.engine();
    const opened = await engine.host.open(file, file.name, { signal, onProgress: progress });
    if (signal.aborted) {
      opened.preview.close();
      return;
    }
    const image: ShownImage = {
      mediaId: opened.imageId,
      name: opened.name,
      width: opened.width,
      height: opened.height,
    };
    if (json) {
      const twin =
        json.kind === 'twin' ? json.twin : unwrap(json.twinFor(image), () => opened.preview.close());
      this.show(image, opened.preview, twin, json.kind === 'twin' ? 'imported' : 'oracle');
      if (json.kind === 'coco') await this.#describe(engine, image, twin, signal, progress);
      return;
    }
    media.put(image.mediaId, opened.preview);
    replaceScene(store, { image, twin: undefined, origin: undefined, timings: undefined });
    media.keepOnly(image.mediaId);
    for (const message of opened.notices) {
      addNotice(store, { kind: 'info', place: 'stage', message, remedy: undefined, code: undefined });
    }
    const capability = await engine.host.probe({ signal });
    const detector = await engine.host.load(device, { signal, onProgress: progress });
    store.setState((state) => ({ perception: { ...state.perception, capability, detector } }));
    const { twin, timings } = await engine.host.analyse(opened.imageId, { signal, onProgress: progress });
    if (signal.aborted) return;
    replaceScene(store, { image, twin, origin: 'measured', timings });
    store.setState((state) => ({
      perception: { ...state.perception, detector: engine.host.detector ?? detector },
    }));
    void this.#suggest(twin);
  }

  /** Adds what annotations do not hold: colours, sizes and depth, measured on the photo. */
  async #describe(engine: Engine, image: ShownImage, bare: Twin, signal: AbortSignal, progress: Progress) {
    const twin = await engine.host.describe(image.mediaId, bare, { signal, onProgress: progress });
    if (signal.aborted || this.#services.store.getState().scene.twin !== bare) return;
    replaceScene(this.#services.store, { image, twin, origin: 'oracle', timings: undefined });
    await this.#suggest(twin);
  }

  async #suggest(twin: Twin): Promise<void> {
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

type Progress = (progress: PerceptionProgress) => void;

function unwrap(
  result: ReturnType<Extract<JsonFile, { kind: 'coco' }>['twinFor']>,
  onError?: () => void,
): Twin {
  if (result.ok) return result.value;
  onError?.();
  throw new TwinsightError(result.error);
}
