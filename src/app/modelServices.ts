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

/** Shows the system's folder picker and hands its files over with their paths. */
export function pickFolder(
  onFiles: (files: readonly { readonly path: string; readonly file: File }[]) => void,
): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = true;
  input.hidden = true;
  // In the document while the picker is open: Safari forgets inputs that are not.
  document.body.append(input);
  input.addEventListener('cancel', () => input.remove(), { once: true });
  input.addEventListener(
    'change',
    () => {
      onFiles([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.remove();
    },
    { once: true },
  );
  input.click();
}
