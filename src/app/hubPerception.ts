import type { Need } from '../../workers/contracts/perception.ts';
import { type TwinsightError, toTwinsightError } from '../core/errors.ts';
import type { HubModel, Role } from '../perception/hub/types.ts';
import { isWanting } from '../twin/query/needs.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { JobOptions } from './detectorLadder.ts';
import type { HubHost } from './hubHost.ts';
import type { HubImage } from './hubRole.ts';
import type { PerceptionHost } from './perceptionHost.ts';

/** What of perception the app's commands use. */
export type EmbeddedHost = Pick<
  PerceptionHost,
  | 'detector'
  | 'probe'
  | 'load'
  | 'open'
  | 'analyse'
  | 'describe'
  | 'refine'
  | 'segment'
  | 'analyseVideo'
  | 'stopVideo'
>;

/** Perception with the models that a person chose for its roles; where they fail, with the embedded ones. */
export interface ChosenHost extends EmbeddedHost {
  /**
   * What the chosen detector, depth model and captioner (of the surest objects) make of a photo that the embedded models
   * measured: another twin, or the same one where none is chosen or they fail.
   */
  improve(imageId: string, twin: Twin, options?: JobOptions): Promise<Twin>;
  /** Adds what phrases describe; undefined where no model is chosen that finds things by words, or it fails. */
  find(
    imageId: string,
    twin: Twin,
    phrases: readonly string[],
    options?: JobOptions,
  ): Promise<{ readonly twin: Twin; readonly ids: readonly string[] } | undefined>;
}

export interface ChosenModels {
  /** The model that a person chose for a role; undefined for the embedded one. */
  readonly chosen: (role: Role) => Promise<HubModel | undefined>;
  readonly host: () => Promise<HubHost>;
  /** A chosen model failed, and the embedded one stands in for it. */
  readonly onFailure: (model: HubModel, failure: TwinsightError) => void;
}

/** A captioner needs seconds an object: more than these are not described at once. */
const MAX_DESCRIBED = 8;

/** Puts the chosen models of the hub in front of the embedded ones. */
export const withChosenModels = (host: EmbeddedHost, models: ChosenModels): ChosenHost =>
  new ChosenPerception(host, models);

class ChosenPerception implements ChosenHost {
  readonly #host: EmbeddedHost;
  readonly #models: ChosenModels;
  #image: HubImage | undefined;

  constructor(host: EmbeddedHost, models: ChosenModels) {
    this.#host = host;
    this.#models = models;
  }

  get detector(): EmbeddedHost['detector'] {
    return this.#host.detector;
  }

  probe: EmbeddedHost['probe'] = (options) => this.#host.probe(options);
  load: EmbeddedHost['load'] = (preference, options) => this.#host.load(preference, options);
  analyse: EmbeddedHost['analyse'] = (imageId, options) => this.#host.analyse(imageId, options);
  describe: EmbeddedHost['describe'] = (imageId, twin, options) =>
    this.#host.describe(imageId, twin, options);

  // Models of the hub look at photos only: a frame takes them seconds.
  analyseVideo: EmbeddedHost['analyseVideo'] = (video, options) => this.#host.analyseVideo(video, options);
  stopVideo: EmbeddedHost['stopVideo'] = () => this.#host.stopVideo();

  open: EmbeddedHost['open'] = async (file, name, options) => {
    const opened = await this.#host.open(file, name, options);
    this.#image = { imageId: opened.imageId, file, name };
    return opened;
  };

  refine: EmbeddedHost['refine'] = async (imageId, twin, need, options) => {
    const start = performance.now();
    const refined = await this.#refineByHub(imageId, twin, need, options);
    if (refined === undefined) return this.#host.refine(imageId, twin, need, options);
    const ms = performance.now() - start;
    return { twin: refined, timings: { [need.kind]: ms, total: ms } };
  };

  segment: EmbeddedHost['segment'] = async (imageId, prompt, options) => {
    const segmented = await this.#ask('segment', imageId, (hub, model, photo) =>
      hub.segment(model, photo, prompt, options),
    );
    return segmented ?? this.#host.segment(imageId, prompt, options);
  };

  improve: ChosenHost['improve'] = async (imageId, twin, options) => {
    const detected = await this.#ask('detect', imageId, (hub, model, photo) =>
      hub.detect(model, photo, undefined, options),
    );
    const present = detected ? await this.#masked(imageId, detected, options) : twin;
    const deep = await this.#ask('depth', imageId, (hub, model, photo) =>
      hub.depth(model, photo, present, options),
    );
    const measured = deep ?? present;
    const ids = [...measured.objects].sort((a, b) => b.score - a.score).map(({ id }) => id);
    const described = await this.#ask('describe', imageId, async (hub, model, photo) =>
      hub.describe(model, photo, measured, ids.slice(0, MAX_DESCRIBED), options),
    );
    return described ?? measured;
  };

  find: ChosenHost['find'] = (imageId, twin, phrases, options) =>
    this.#ask('find', imageId, (hub, model, photo) => hub.find(model, photo, twin, phrases, options));

  /** What a chosen model says, or undefined where there is none, or it fails: then the person is told. */
  async #ask<T>(
    role: Role,
    imageId: string,
    work: (hub: HubHost, model: HubModel, image: HubImage) => Promise<T>,
  ): Promise<T | undefined> {
    const model = await this.#models.chosen(role);
    const image = this.#image;
    if (model === undefined || image?.imageId !== imageId) return undefined;
    try {
      return await work(await this.#models.host(), model, image);
    } catch (thrown) {
      const failure = toTwinsightError(thrown);
      if (failure.code === 'cancelled') throw failure;
      this.#models.onFailure(model, failure);
      return undefined;
    }
  }

  async #refineByHub(
    imageId: string,
    twin: Twin,
    need: Need,
    options?: JobOptions,
  ): Promise<Twin | undefined> {
    switch (need.kind) {
      case 'mask':
        return need.fast ? undefined : this.#maskByHub(imageId, twin, need, options);
      case 'depth':
        return this.#ask('depth', imageId, (hub, model, photo) => hub.depth(model, photo, twin, options));
      case 'attributes':
        return this.#describeByHub(imageId, twin, need, options);
      case 'text':
        return undefined;
    }
  }

  /** A detector gives boxes alone: masks come of the embedded fast path, and colours are named anew inside them. */
  async #masked(imageId: string, twin: Twin, options?: JobOptions): Promise<Twin> {
    const ids = twin.objects.map(({ id }) => id);
    if (ids.length === 0) return twin;
    const masked = await this.#embedded(imageId, twin, { kind: 'mask', ids, fast: true }, options);
    return this.#embedded(imageId, masked, { kind: 'attributes', ids }, options);
  }

  async #maskByHub(imageId: string, twin: Twin, { ids }: Need, options?: JobOptions) {
    const wanting = twin.objects
      .filter(({ id }) => ids.includes(id))
      .filter((object) => object.states.some((state) => isWanting(twin, object, state, 'mask')))
      .map(({ id }) => id);
    const masked = await this.#ask('segment', imageId, (hub, model, photo) =>
      hub.masks(model, photo, twin, wanting, options),
    );
    // Colours are those inside the mask: measured anew by the embedded code, which has no model to fail.
    return masked && this.#embedded(imageId, masked, { kind: 'attributes', ids: wanting }, options);
  }

  async #describeByHub(imageId: string, twin: Twin, need: Need, options?: JobOptions) {
    const shown = need.ids.slice(0, MAX_DESCRIBED);
    const described = await this.#ask('describe', imageId, (hub, model, photo) =>
      hub.describe(model, photo, twin, shown, options),
    );
    return described && this.#embedded(imageId, described, need, options);
  }

  async #embedded(imageId: string, twin: Twin, need: Need, options?: JobOptions): Promise<Twin> {
    return (await this.#host.refine(imageId, twin, need, options)).twin;
  }
}
