import type { PerceptionProgress, SegmentPrompt } from '../../workers/contracts/perception.ts';
import type { PromptPoint, StageTool } from '../store/slices/prompt.ts';
import type { AppStore } from '../store/store.ts';
import { clipBox, type ReadonlyBox } from '../twin/geometry/box.ts';
import type { Opening, OpeningServices } from './opening.ts';
import { clearNotices, clearPrompt, reportFailure, setPrompt, setUi } from './storeActions.ts';

/** As many points as a prompt holds (see `segmentPromptSchema`). */
const MAX_POINTS = 64;

const isComplete = ({ box, points }: SegmentPrompt): boolean =>
  box !== undefined || points.some(({ positive }) => positive);

/**
 * Turns what a person points at into a mask. The latest prompt wins: the run of an earlier one is ended; getting the photo
 * and the models ready is not, since the next prompt needs them too.
 */
export class Prompting {
  readonly #services: OpeningServices;
  readonly #opening: Opening;
  #running: AbortController | undefined;
  #preparing: Promise<string> | undefined;
  /** Where progress of the latest prompt goes. */
  #report: (progress: PerceptionProgress) => void = () => undefined;

  constructor(services: OpeningServices, opening: Opening) {
    this.#services = services;
    this.#opening = opening;
  }

  get #store(): AppStore {
    return this.#services.store;
  }

  setTool(tool: StageTool): void {
    this.clear();
    setPrompt(this.#store, { tool, positive: true });
    setUi(this.#store, { hoveredId: undefined });
  }

  addPoint(point: PromptPoint): void {
    const { image, twin } = this.#store.getState().scene;
    const size = image ?? twin?.source;
    const { points } = this.#store.getState().prompt;
    if (!size || points.length >= MAX_POINTS) return;
    const x = Math.min(size.width - 1, Math.max(0, point.x));
    const y = Math.min(size.height - 1, Math.max(0, point.y));
    setPrompt(this.#store, { points: [...points, { ...point, x, y }] });
    void this.#segment();
  }

  /** Starts anew with a box; a box outside the image is no prompt. */
  setBox(box: ReadonlyBox): void {
    const { image, twin } = this.#store.getState().scene;
    const size = image ?? twin?.source;
    const clipped = size && clipBox(box, size.width, size.height);
    if (!clipped) return;
    setPrompt(this.#store, { box: clipped, points: [], preview: undefined });
    void this.#segment();
  }

  /** Takes back the last point, or the box where there is none. */
  takeBack(): void {
    const { points } = this.#store.getState().prompt;
    if (points.length === 0) this.clear();
    else {
      setPrompt(this.#store, { points: points.slice(0, -1) });
      void this.#segment();
    }
  }

  clear(): void {
    this.#running?.abort();
    this.#running = undefined;
    clearPrompt(this.#store);
  }

  async #segment(): Promise<void> {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    const { signal } = controller;
    const { now } = this.#services;
    const { box, points } = this.#store.getState().prompt;
    if (!isComplete({ box, points })) {
      setPrompt(this.#store, { preview: undefined, progress: undefined });
      return;
    }
    clearNotices(this.#store, 'stage');
    const startedAt = now();
    setPrompt(this.#store, { progress: { phase: 'segmenting', fraction: undefined, startedAt } });
    // The photo may have been replaced meanwhile, which clears the prompt: then this one is nobody's any more.
    const current = (): boolean => !signal.aborted && this.#store.getState().prompt.points === points;
    const onProgress = ({ phase, fraction }: PerceptionProgress): void => {
      if (current()) setPrompt(this.#store, { progress: { phase, fraction, startedAt } });
    };
    this.#report = onProgress;
    try {
      const imageId = await this.#prepare();
      if (!current()) return;
      const { host } = await this.#services.engine();
      const segmented = await host.segment(imageId, { box, points }, { signal, onProgress });
      if (!current()) return;
      setPrompt(this.#store, { preview: { ...segmented, ms: now() - startedAt }, progress: undefined });
    } catch (thrown) {
      if (!current()) return;
      setPrompt(this.#store, { preview: undefined, progress: undefined });
      reportFailure(this.#store, thrown, 'stage');
    }
  }

  /** Photo and detector in the worker; prompts that arrive meanwhile wait for the same. */
  #prepare(): Promise<string> {
    this.#preparing ??= this.#load().finally(() => {
      this.#preparing = undefined;
    });
    return this.#preparing;
  }

  async #load(): Promise<string> {
    const onProgress = (progress: PerceptionProgress): void => this.#report(progress);
    const imageId = await this.#opening.photo({ onProgress });
    const { host } = await this.#services.engine();
    const detector = await host.load(this.#services.device, { onProgress });
    this.#store.setState((state) => ({ perception: { ...state.perception, detector } }));
    return imageId;
  }
}
