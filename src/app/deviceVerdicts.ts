import { optionalStorage } from './optionalStorage.ts';

/** Remembers which device won the race of a software adapter, so that it is run once per adapter, browser and model. */
export interface DeviceVerdicts {
  read(adapter: string, revision: string): 'webgpu' | 'wasm' | undefined;
  write(adapter: string, revision: string, winner: 'webgpu' | 'wasm'): void;
}

const PREFIX = 'twinsight.race:';

/** Verdicts in the given storage (`localStorage`), or for this visit alone where it is blocked or absent. */
export function createDeviceVerdicts(storage: () => Storage | undefined, browser: string): DeviceVerdicts {
  const memory = new Map<string, string>();
  const keyOf = (adapter: string, revision: string) => `${PREFIX}${adapter}|${browser}|${revision}`;
  const attempt = optionalStorage(storage);
  return {
    read(adapter, revision) {
      const key = keyOf(adapter, revision);
      const value = memory.get(key) ?? attempt((kept) => kept.getItem(key));
      return value === 'webgpu' || value === 'wasm' ? value : undefined;
    },
    write(adapter, revision, winner) {
      const key = keyOf(adapter, revision);
      memory.set(key, winner);
      attempt((kept) => kept.setItem(key, winner));
    },
  };
}
