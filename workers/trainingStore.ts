import type { FileStore } from '../src/training/rl/checkpointStore.ts';

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'NotFoundError';

/** Where runs are kept: a folder for each. */
export interface RunFolders {
  readonly keeping: 'disk' | 'memory';
  /** The files of a run; its folder is made with its first file. */
  open(id: string): FileStore;
  ids(): Promise<readonly string[]>;
  remove(id: string): Promise<void>;
}

/**
 * In a folder of the browser's private file system; a file that is written replaces the one before when it is whole. In memory where there
 * is none.
 */
export async function openRunFolders(
  storage: StorageManager | undefined,
  folder = 'training',
): Promise<RunFolders> {
  try {
    if (!storage) return memoryFolders();
    const root = await storage.getDirectory();
    return diskFolders(await root.getDirectoryHandle(folder, { create: true }));
  } catch {
    return memoryFolders();
  }
}

function diskFolders(root: FileSystemDirectoryHandle): RunFolders {
  return {
    keeping: 'disk',
    open: (id) => {
      const folder = () => root.getDirectoryHandle(id, { create: true });
      return {
        async write(name, bytes) {
          const file = await (await folder()).getFileHandle(name, { create: true });
          const stream = await file.createWritable();
          await stream.write(bytes);
          await stream.close();
        },
        async read(name) {
          try {
            const handle = await (await root.getDirectoryHandle(id)).getFileHandle(name);
            return new Uint8Array(await (await handle.getFile()).arrayBuffer());
          } catch (thrown) {
            if (isMissing(thrown)) return undefined;
            throw thrown;
          }
        },
        async remove(name) {
          await (await folder()).removeEntry(name);
        },
        async names() {
          const names: string[] = [];
          for await (const name of (await folder()).keys()) names.push(name);
          return names.sort();
        },
      };
    },
    async ids() {
      const ids: string[] = [];
      for await (const [name, handle] of root.entries()) if (handle.kind === 'directory') ids.push(name);
      return ids.sort();
    },
    async remove(id) {
      try {
        await root.removeEntry(id, { recursive: true });
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
      }
    },
  };
}

/** For this visit alone: where the browser keeps no files, where nothing is to be kept, and in tests. */
export function memoryFolders(): RunFolders {
  const runs = new Map<string, Map<string, Uint8Array<ArrayBuffer>>>();
  return {
    keeping: 'memory',
    open: (id) => ({
      async write(name, bytes) {
        const files = runs.get(id) ?? new Map<string, Uint8Array<ArrayBuffer>>();
        files.set(name, bytes.slice());
        runs.set(id, files);
      },
      read: async (name) => runs.get(id)?.get(name)?.slice(),
      remove: async (name) => void runs.get(id)?.delete(name),
      names: async () => [...(runs.get(id)?.keys() ?? [])].sort(),
    }),
    ids: async () => [...runs.keys()].sort(),
    remove: async (id) => void runs.delete(id),
  };
}
