import type { CapabilityReport } from '../../workers/contracts/capability.ts';
import type { DevicePreference } from '../../workers/contracts/perception.ts';
import { HUB_CATALOGUE } from '../perception/hub/catalogue.ts';
import type { HubFacts } from '../perception/hub/ladder.ts';
import type { HubModel, HubVariant } from '../perception/hub/types.ts';
import { openStored } from '../perception/runtime/modelStore/openStored.ts';
import { fetchManifest } from '../perception/runtime/siteFiles.ts';
import type { AppStore } from '../store/store.ts';
import { createFingerprints } from './fingerprints.ts';
import { createHubHost, type HubHost } from './hubHost.ts';
import { ModelManager } from './modelManager.ts';
import { pickFolder } from './pickers.ts';
import { spawnHubWorker } from './spawnHubWorker.ts';
import { spawnModelsWorker } from './spawnModelsWorker.ts';
import { addNotice } from './storeActions.ts';

export interface HubOptions {
  readonly store: AppStore;
  readonly device: DevicePreference;
  readonly probe: () => Promise<CapabilityReport>;
}

/** The models of the hub: what manages their files, and what runs them. */
export interface Hub {
  readonly manager: ModelManager;
  readonly host: HubHost;
}

/** Browsers tell the machine's memory in powers of two of GiB, at most 8; some tell nothing. */
function machineMemory(): number | undefined {
  const { navigator } = globalThis;
  const told: unknown = 'deviceMemory' in navigator ? navigator.deviceMemory : undefined;
  return typeof told === 'number' ? told * 2 ** 30 : undefined;
}

/** Whether all files of a variant are there, on disk or in memory. */
export async function isStored({ repository, revision }: HubModel, { files }: HubVariant): Promise<boolean> {
  for (const { path } of files) {
    if ((await openStored(repository, revision, path)) === undefined) return false;
  }
  return true;
}

/** Puts model manager and hub host together. Neither starts a worker before it is needed. */
export function createHub({ store, device, probe }: HubOptions): Hub {
  const memoryBytes = machineMemory();
  const host = createHubHost({
    spawn: spawnHubWorker,
    facts: probe,
    preference: () => device,
    isStored,
    fingerprints: createFingerprints(() => globalThis.localStorage, globalThis.navigator.userAgent),
    memoryBytes,
    onNotice: (message, remedy) =>
      addNotice(store, { kind: 'info', place: 'app', message, remedy, code: undefined }),
  });
  const manager = new ModelManager({
    store,
    catalogue: HUB_CATALOGUE,
    device,
    facts: async (): Promise<HubFacts> => ({ ...(await probe()), memoryBytes }),
    async embedded() {
      const { models } = await fetchManifest({ siteRoot: new URL('./', globalThis.location.href) });
      return models.map((model) => {
        const { id, task, dtype, revision, licence, bytes, sha256, source } = model;
        return { id, task, dtype, revision, licence, bytes, sha256, source };
      });
    },
    spawn: spawnModelsWorker,
    pickFolder,
    persist: async () => (await globalThis.navigator.storage?.persist()) ?? false,
    now: () => performance.now(),
    async prepare(model, { signal, onProgress }) {
      const {
        device: at,
        dtype,
        threads,
        selfTest,
      } = await host.load(model, {
        signal,
        onProgress: ({ phase }) =>
          onProgress({ phase: phase === 'checking-model' ? 'testing' : 'compiling' }),
      });
      const where = at === 'webgpu' ? 'WebGPU' : `WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
      const how =
        selfTest.kind === 'remembered'
          ? 'it answered a test picture as at its first load'
          : 'it answered a test picture twice alike';
      return `Runs on ${where} with ${dtype} weights; ${how}.`;
    },
    release: (role) => host.unload(role),
  });
  return { manager, host };
}
