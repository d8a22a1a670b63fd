import { TwinsightError } from '../../core/errors.ts';
import { clipBox, type ReadonlyBox } from '../../twin/geometry/box.ts';
import type { ToolRun, Twin } from '../../twin/schema/twin.ts';
import { breathe, type Job, throwIfAborted } from '../job.ts';
import type { CropSource } from '../pixels.ts';
import type { Tensors } from '../runtime/ortSession.ts';
import type { ModelAtHand, SessionShelf } from '../runtime/sessions.ts';
import { bestClickBox, clickBoxes } from '../tasks/segment/clickBoxes.ts';
import { fastGrids, fineGrid, windowFeatures } from '../tasks/segment/heads.ts';
import { checkFastHead, checkFineHead } from '../tasks/segment/knownMask.ts';
import type { MaskGrid } from '../tasks/segment/maskGrid.ts';
import { MASK_MODELS } from '../tasks/segment/maskModels.ts';
import { objectMask } from '../tasks/segment/objectMask.ts';
import type { ObjectMask, PromptPoint, Segmented, SegmentPrompt } from '../tasks/segment/types.ts';
import { clipOfPrompt, promptBox, promptWindow } from '../tasks/segment/window.ts';
import { withMasks } from './withMasks.ts';

interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

interface Runnable {
  run(feeds: Tensors): Promise<Tensors>;
}

type ModelSource = Pick<SessionShelf, 'model'>;

/** So many windows keep their features, 3 MB each: one prompt is refined at a time, but people go back. */
const KEPT_WINDOWS = 6;

/**
 * Makes masks with the sessions of a shelf. The heads are small: on the CPU they take less time than a GPU would need to be
 * given their inputs.
 */
export class Segmenter {
  readonly #shelf: ModelSource;
  #cardFeatures: Tensors | undefined;
  /** Features of windows of the photo at hand, the latest last. */
  readonly #windows = new Map<string, Tensors>();

  /** @param cardFeatures outputs of the detector at work for its test card; kept until the fast head was checked with them */
  constructor(shelf: ModelSource, cardFeatures: Tensors) {
    this.#shelf = shelf;
    this.#cardFeatures = cardFeatures;
  }

  /** Forgets what was kept of a photo. */
  forget(): void {
    this.#windows.clear();
  }

  /**
   * The fast path: gives all objects of a twin their masks, from the features that the detector has computed anyway. Objects
   * of which nothing was found stay without.
   *
   * @param features outputs of the detector for this photo
   */
  async fastTwin(twin: Twin, features: Tensors, job: Job): Promise<Twin> {
    await this.#model('fast', job);
    const start = performance.now();
    const boxes = twin.objects.flatMap(({ states: [state] }) => (state ? [state.box] : []));
    const found = await this.fastMasks(features, boxes, twin.source, job);
    const masks = new Map<string, ObjectMask>();
    twin.objects.forEach(({ id }, index) => {
      const mask = found[index];
      if (mask) masks.set(id, mask);
    });
    return withMasks(twin, masks, await this.toolRun('fast', { objects: boxes.length }, start, job));
  }

  /**
   * Masks of boxes in a picture by the fast path; undefined where nothing was found.
   *
   * @param features outputs of the detector for this picture
   * @param boxes in canonical pixels of a picture of this size
   */
  async fastMasks(
    features: Tensors,
    boxes: readonly ReadonlyBox[],
    size: PhotoSize,
    job: Job,
  ): Promise<(ObjectMask | undefined)[]> {
    const { run } = await this.#model('fast', job);
    const grids = await fastGrids(run, features, boxes, size);
    const { width, height } = size;
    return boxes.map((clip, index) => {
      const grid = grids[index];
      return grid && objectMask(grid, { width, height, clip });
    });
  }

  /** What the fine head says of boxes in a picture that is looked at once: nothing of it is kept. */
  async fineGrids(picture: CropSource, boxes: readonly ReadonlyBox[], job: Job): Promise<MaskGrid[]> {
    const { run } = await this.#model('fine', job);
    const trunk = await this.#model('trunk', job);
    const grids: MaskGrid[] = [];
    for (const box of boxes) {
      await breathe();
      throwIfAborted(job.signal);
      job.progress({ phase: 'segmenting', fraction: grids.length / boxes.length });
      const window = promptWindow(box);
      grids.push(await fineGrid(run, await windowFeatures(trunk.run, picture, window), window, box, []));
    }
    return grids;
  }

  /**
   * The fine path: looks at these objects once more, at the photo's own resolution. An object of which nothing is found
   * keeps the mask that it has.
   */
  async fineTwin(twin: Twin, photo: CropSource, ids: ReadonlySet<string>, job: Job): Promise<Twin> {
    await this.#model('fine', job);
    const start = performance.now();
    const masks = new Map<string, ObjectMask>();
    let looked = 0;
    for (const { id, states } of twin.objects) {
      const box = states[0]?.box;
      if (!box || !ids.has(id)) continue;
      job.progress({ phase: 'segmenting', fraction: looked / ids.size });
      await breathe();
      throwIfAborted(job.signal);
      const mask = await this.#look(photo, box, [], box, job);
      if (mask) masks.set(id, mask);
      looked++;
    }
    return withMasks(twin, masks, await this.toolRun('fine', { objects: looked }, start, job));
  }

  /**
   * The mask of what a prompt points at. Clicks alone get the box that suits them best, from what the detector saw.
   *
   * @param outputs all outputs of the detector for this photo; needed only for clicks without a box
   * @throws TwinsightError `bad-request` where the prompt lies outside the photo or on nothing that could be outlined
   */
  async prompt(
    photo: CropSource,
    outputs: Tensors | undefined,
    prompt: SegmentPrompt,
    job: Job,
  ): Promise<Segmented> {
    const start = performance.now();
    const { points } = prompt;
    const given = prompt.box && clipBox(prompt.box, photo.width, photo.height);
    if (prompt.box && !given) throw nothingThere('The box lies outside the photo.');
    const hypothesis = given ?? (await this.#boxOfClicks(outputs, points, photo, job));
    const box = promptBox(hypothesis, points);
    const clip = clipOfPrompt(box, given !== undefined);
    const found = await this.#look(photo, box, points, clip, job);
    if (!found) throw nothingThere('No object stands out here.');
    const args = { box: given !== undefined, points: points.length };
    return { ...found, run: await this.toolRun('fine', args, start, job) };
  }

  async #boxOfClicks(
    outputs: Tensors = {},
    points: readonly PromptPoint[],
    size: PhotoSize,
    job: Job,
  ): Promise<ReadonlyBox> {
    const first = points.find(({ positive }) => positive);
    if (!first || first.x < 0 || first.y < 0 || first.x >= size.width || first.y >= size.height)
      throw nothingThere('The point lies outside the photo.');
    const hypotheses = clickBoxes(outputs, first, size);
    const { run } = await this.#model('fast', job);
    const boxes = hypotheses.map(({ box }) => box);
    const best = bestClickBox(hypotheses, await fastGrids(run, outputs, boxes, size), first);
    if (!best) throw nothingThere('No object stands out here.');
    return best;
  }

  async #look(
    photo: CropSource,
    box: ReadonlyBox,
    points: readonly PromptPoint[],
    clip: ReadonlyBox,
    job: Job,
  ): Promise<ObjectMask | undefined> {
    const window = promptWindow(box);
    const features = await this.#windowFeatures(photo, window, job);
    const { run } = await this.#model('fine', job);
    const grid = await fineGrid(run, features, window, box, points);
    return objectMask(grid, { width: photo.width, height: photo.height, clip, points });
  }

  /** Further clicks in the same window cost a run of the head only. */
  async #windowFeatures(photo: CropSource, window: ReadonlyBox, job: Job): Promise<Tensors> {
    const key = window.join(' ');
    let features = this.#windows.get(key);
    if (features === undefined) {
      const { run } = await this.#model('trunk', job);
      features = await windowFeatures(run, photo, window);
    }
    this.#windows.delete(key);
    this.#windows.set(key, features);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= KEPT_WINDOWS) break;
      this.#windows.delete(oldest);
    }
    return features;
  }

  /** A mask model, which a fresh session of has answered its known question. */
  #model(model: keyof typeof MASK_MODELS, job: Job): Promise<ModelAtHand> {
    const checks = {
      fast: async (session: Runnable) => {
        await checkFastHead((feeds) => session.run(feeds), this.#cardFeatures ?? {});
        this.#cardFeatures = undefined;
      },
      // It is checked together with the head that reads its features.
      trunk: undefined,
      fine: async (session: Runnable) => {
        const trunk = await this.#model('trunk', job);
        await checkFineHead(trunk.run, (feeds) => session.run(feeds));
      },
    };
    const check = checks[model];
    return this.#shelf.model(MASK_MODELS[model], job, { provider: 'wasm', ...(check && { check }) });
  }

  /** What a log says of the models of both paths. */
  async models(job: Job): Promise<Record<'fast' | 'fine', Omit<ToolRun, 'tool' | 'args' | 'ms'>>> {
    const named = async (path: 'fast' | 'fine') => {
      const { entry, device } = await this.#model(path, job);
      const { id: model, revision, dtype } = entry;
      return { model, revision, device, dtype };
    };
    return { fast: await named('fast'), fine: await named('fine') };
  }

  /** What the log of a twin says of masks made since `start` by one path. */
  async toolRun(path: 'fast' | 'fine', args: ToolRun['args'], start: number, job: Job): Promise<ToolRun> {
    const { entry, device } = await this.#model(path, job);
    const { id: model, revision, dtype } = entry;
    const ms = performance.now() - start;
    return { tool: 'segment', model, revision, device, dtype, args: { path, ...args }, ms };
  }
}

const nothingThere = (message: string): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message,
    remedy: 'Point at another place, or draw a box around it.',
  });
