import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { fetchManifest } from '../../perception/runtime/siteFiles.ts';
import type { LabCommands } from '../../store/labCommands.ts';
import type { PreferenceStorage } from '../../store/preferences.ts';
import type { AppStore } from '../../store/store.ts';
import { once } from '../once.ts';
import type { PolicyHost } from '../policyHost.ts';
import { spawnTrainingWorker } from '../spawnTrainingWorker.ts';
import { createTrainingHost } from '../trainingHost.ts';
import { createKeepAwake } from './keepAwake.ts';
import { createKeptRuns } from './keptRuns.ts';
import { createLab } from './lab.ts';
import { claimLab } from './onlyTab.ts';
import { sampleWorld } from './sampleWorld.ts';

export interface LabOptions {
  readonly store: AppStore;
  readonly preferences: PreferenceStorage;
  readonly probe: () => Promise<CapabilityReport | undefined>;
  readonly saveFile: (blob: Blob, name: string) => void;
  readonly pickFile: (onFile: (file: File) => void) => void;
  readonly corrections: () => Promise<string>;
  readonly setTuned: (host: PolicyHost) => void;
}

/** The lab of this page, with its worker, which is started with the first call. */
export function createPageLab({ preferences, ...options }: LabOptions): LabCommands {
  const manifest = once(() => fetchManifest({ siteRoot: new URL('./', document.baseURI) }));
  const { locks, wakeLock } = navigator;
  const commands = createLab({
    ...options,
    manifest,
    host: createTrainingHost({ spawn: spawnTrainingWorker, manifest }),
    kept: createKeptRuns(preferences),
    keepAwake: createKeepAwake(document, wakeLock),
    claim: (tell) => claimLab(locks, tell),
    newId: () => `run-${Date.now().toString(36)}`,
    wait: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  });
  return { ...commands, sampleWorld: async (wish) => sampleWorld(wish) };
}
