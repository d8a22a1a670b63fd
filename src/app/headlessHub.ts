import type { DevicePreference, Segmented, SegmentPrompt } from '../../workers/contracts/perception.ts';
import { TwinsightError } from '../core/errors.ts';
import { planHub } from '../perception/hub/ladder.ts';
import type { HubModel, Role } from '../perception/hub/types.ts';
import { HUB, parseSource } from '../perception/runtime/modelStore/hubAddress.ts';
import type { Policy } from '../reasoning/rollout/policy.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { isStored } from './createHub.ts';
import { createFingerprints } from './fingerprints.ts';
import { createHubHost } from './hubHost.ts';
import { createHubPolicy } from './hubPolicy.ts';
import type { HubAtWork, HubImage } from './hubRole.ts';
import { createModelStoreWorker } from './modelStoreWorker.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { PerceptionHost } from './perceptionHost.ts';
import type { WriteHooks } from './policyHost.ts';
import { spawnHubWorker } from './spawnHubWorker.ts';
import { spawnModelsWorker } from './spawnModelsWorker.ts';

/** A file as a driving program hands it over. */
export interface EncodedFile {
  readonly path: string;
  readonly base64: string;
}

/** Models of the hub without the interface: for evaluation, and for tests with models that the catalogue does not know. */
export interface HeadlessHub {
  /** The device that models are tried on from now on. */
  prefer(device: DevicePreference): void;
  /** Puts the files of one variant into the store, checked as an import from a folder is. */
  store(model: HubModel, dtype: string, files: readonly EncodedFile[]): Promise<Outcome<void>>;
  /**
   * Fetches the variant of a model that suits this machine best into the store.
   *
   * @param source address of a mirror; empty for the hub itself
   */
  download(model: HubModel, source: string): Promise<Outcome<void>>;
  /** Loads and tests a model whose files are in the store. */
  load(model: HubModel): Promise<Outcome<HubAtWork>>;
  detect(model: HubModel, minScore?: number): Promise<Outcome<Twin>>;
  find(
    model: HubModel,
    twin: Twin,
    phrases: readonly string[],
  ): Promise<Outcome<{ readonly twin: Twin; readonly ids: readonly string[] }>>;
  masks(model: HubModel, twin: Twin, ids: readonly string[]): Promise<Outcome<Twin>>;
  segment(model: HubModel, prompt: SegmentPrompt): Promise<Outcome<Segmented>>;
  depth(model: HubModel, twin: Twin): Promise<Outcome<Twin>>;
  describe(model: HubModel, twin: Twin, ids: readonly string[]): Promise<Outcome<Twin>>;
  /** The language model that was loaded last, as a policy; undefined where none is. */
  policy(hooks: WriteHooks): Policy | undefined;
  unload(role: Role): void;
  /** What people were told since the last call. */
  notices(): readonly string[];
}

/** @param image the photo opened last; throws where there is none */
export function createHeadlessHub(host: Pick<PerceptionHost, 'probe'>, image: () => HubImage): HeadlessHub {
  let device: DevicePreference = 'auto';
  const notices: string[] = [];
  const hub = createHubHost({
    spawn: spawnHubWorker,
    facts: () => host.probe(),
    preference: () => device,
    isStored,
    fingerprints: createFingerprints(() => globalThis.localStorage, globalThis.navigator.userAgent),
    onNotice: (message) => notices.push(message),
  });
  const models = createModelStoreWorker(() => spawnModelsWorker(new URL(HUB)));
  return {
    prefer(preference) {
      device = preference;
    },
    store: ({ repository, revision, variants }, dtype, files) =>
      outcome(async () => {
        const variant = variants.find((candidate) => candidate.dtype === dtype);
        if (!variant) throw unknownVariant(repository, dtype);
        await models.call('importFolder', {
          model: { repository, revision, files: variant.files },
          files: files.map(({ path, base64 }) => ({ path, file: decode(base64, path) })),
          keeping: 'disk',
        });
      }),
    download: (model, source) =>
      outcome(async () => {
        const base = parseSource(source);
        if (!base.ok) throw new TwinsightError(base.error);
        const [attempt] = planHub(model, await host.probe(), device).attempts;
        if (!attempt) throw unsuited(model);
        const fetching = createModelStoreWorker(() => spawnModelsWorker(base.value));
        try {
          const { repository, revision } = model;
          const wanted = { repository, revision, files: attempt.variant.files };
          await fetching.call('download', { model: wanted, base: base.value.href, keeping: 'disk' });
        } finally {
          fetching.dispose();
        }
      }),
    load: (model) => outcome(() => hub.load(model)),
    detect: (model, minScore) => outcome(() => hub.detect(model, image(), minScore)),
    find: (model, twin, phrases) => outcome(() => hub.find(model, image(), twin, phrases)),
    masks: (model, twin, ids) => outcome(() => hub.masks(model, image(), twin, ids)),
    segment: (model, prompt) => outcome(() => hub.segment(model, image(), prompt)),
    depth: (model, twin) => outcome(() => hub.depth(model, image(), twin)),
    describe: (model, twin, ids) => outcome(() => hub.describe(model, image(), twin, ids)),
    policy(hooks) {
      const model = hub.atWork('policy')?.model;
      return model && createHubPolicy({ model, host: async () => hub, ...hooks });
    },
    unload: (role) => hub.unload(role),
    notices: () => notices.splice(0),
  };
}

const decode = (base64: string, path: string): File =>
  new File(
    [Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))],
    path.split('/').at(-1) ?? path,
  );

const unsuited = ({ title }: HubModel): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `${title} has no variant that runs here.`,
    remedy: 'Choose another device or model.',
  });

const unknownVariant = (repository: string, dtype: string): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `${repository} has no variant ${dtype}.`,
    remedy: 'Name one of its variants.',
  });
