import type { HubContract, Written } from '../../workers/contracts/hub.ts';
import type { Segmented, SegmentPrompt } from '../../workers/contracts/perception.ts';
import type { MethodArgs } from '../../workers/rpc/contract.ts';
import type { HubModel, Role } from '../perception/hub/types.ts';
import { ROLES } from '../perception/hub/types.ts';
import type { ChatMessage } from '../reasoning/policies/chat/messages.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { JobOptions } from './detectorLadder.ts';
import { type HubAtWork, type HubImage, HubRole, type HubServices } from './hubRole.ts';

/** What a language model is to write on. */
export type HubWriting = Readonly<Omit<MethodArgs<HubContract, 'write'>, 'messages'>> & {
  readonly messages: readonly ChatMessage[];
};

export interface WritingOptions extends JobOptions {
  readonly onText?: (text: string) => void;
}

/** The page's end of the models of the hub: one worker a role, started when it is first needed. Rejects with `TwinsightError`. */
export interface HubHost {
  /** The model that plays a role right now, and on what. */
  atWork(role: Role): HubAtWork | undefined;
  /** Loads and tests a model whose files are in the store. */
  load(model: HubModel, options?: JobOptions): Promise<HubAtWork>;
  /** The twin of a photo. */
  detect(model: HubModel, image: HubImage, minScore?: number, options?: JobOptions): Promise<Twin>;
  /** Adds what phrases describe; `ids` are the objects meant, those that were there before included. */
  find(
    model: HubModel,
    image: HubImage,
    twin: Twin,
    phrases: readonly string[],
    options?: JobOptions,
  ): Promise<{ readonly twin: Twin; readonly ids: readonly string[] }>;
  /** Masks of objects, prompted by their boxes. */
  masks(
    model: HubModel,
    image: HubImage,
    twin: Twin,
    ids: readonly string[],
    options?: JobOptions,
  ): Promise<Twin>;
  /** The mask of what is pointed at. */
  segment(model: HubModel, image: HubImage, prompt: SegmentPrompt, options?: JobOptions): Promise<Segmented>;
  /** Replaces depth and positions. */
  depth(model: HubModel, image: HubImage, twin: Twin, options?: JobOptions): Promise<Twin>;
  /** Material and state of objects, where the model states them; without ids a caption of the photo, kept in the log. */
  describe(
    model: HubModel,
    image: HubImage,
    twin: Twin,
    ids: readonly string[],
    options?: JobOptions,
  ): Promise<Twin>;
  /** Has a language model write on; `onText` gets what is new, each character once. */
  write(model: HubModel, request: HubWriting, options?: WritingOptions): Promise<Written>;
  /** Puts the model of a role away, and its memory with it. */
  unload(role: Role): void;
  dispose(): void;
}

/** Creates the page's end of the hub's models. No worker is started before the first call. */
export function createHubHost(services: HubServices): HubHost {
  const roles = new Map<Role, HubRole>();
  const playing = (role: Role): HubRole => {
    const known = roles.get(role) ?? new HubRole(role, services);
    roles.set(role, known);
    return known;
  };
  return {
    atWork: (role) => roles.get(role)?.atWork,
    load: (model, options) => playing(model.role).load(model, options),
    async detect(model, image, minScore, options = {}) {
      const { imageId } = image;
      const args = { imageId, ...(minScore === undefined ? {} : { minScore }) };
      const { twin } = await playing('detect').run(model, image, options, (host) =>
        host.call('detect', args, options),
      );
      return twin;
    },
    find: (model, image, twin, phrases, options = {}) =>
      playing('find').run(model, image, options, (host) =>
        host.call('find', { imageId: image.imageId, twin, phrases: [...phrases] }, options),
      ),
    async masks(model, image, twin, ids, options = {}) {
      const args = { imageId: image.imageId, twin, ids: [...ids] };
      return (
        await playing('segment').run(model, image, options, (host) => host.call('masks', args, options))
      ).twin;
    },
    segment: (model, image, prompt, options = {}) =>
      playing('segment').run(model, image, options, (host) =>
        host.call('segment', { imageId: image.imageId, prompt }, options),
      ),
    async depth(model, image, twin, options = {}) {
      const args = { imageId: image.imageId, twin };
      return (await playing('depth').run(model, image, options, (host) => host.call('depth', args, options)))
        .twin;
    },
    async describe(model, image, twin, ids, options = {}) {
      const args = { imageId: image.imageId, twin, ids: [...ids] };
      return (
        await playing('describe').run(model, image, options, (host) => host.call('describe', args, options))
      ).twin;
    },
    async write(model, request, { signal, onText, ...options } = {}) {
      let text = '';
      const cancelling = signal ? { signal } : {};
      // A worker that fails half way is replaced: the next one writes on from what was handed over.
      return playing('policy').run(model, undefined, { ...cancelling, ...options }, (host) =>
        host.call(
          'write',
          { ...request, messages: [...request.messages], transcript: request.transcript + text },
          {
            ...cancelling,
            onProgress: (progress) => {
              text += progress.text ?? '';
              onText?.(progress.text ?? '');
            },
          },
        ),
      );
    },
    unload: (role) => roles.get(role)?.unload(),
    dispose() {
      for (const role of ROLES) roles.get(role)?.dispose();
      roles.clear();
    },
  };
}
