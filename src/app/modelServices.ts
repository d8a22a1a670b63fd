import type { ModelCommands } from '../store/modelCommands.ts';
import type { ModelManager } from './modelManager.ts';

/** The manager's commands before it is loaded: the first call loads it. */
export function lazyModelCommands(load: () => Promise<ModelManager>): ModelCommands {
  return {
    refresh: async () => (await load()).refresh(),
    open: async (id) => (await load()).open(id),
    chooseVariant: async (id, dtype) => (await load()).chooseVariant(id, dtype),
    download: async (id, keeping) => (await load()).download(id, keeping),
    cancel: () => void load().then((manager) => manager.cancel()),
    pickFolder: (id, keeping) => void load().then((manager) => manager.pickFolder(id, keeping)),
    verify: async (id) => (await load()).verify(id),
    remove: async (id, forget) => (await load()).remove(id, forget),
    activate: async (role, id) => (await load()).activate(role, id),
    setSource: async (address) => (await load()).setSource(address),
    persist: async () => (await load()).persist(),
  };
}
