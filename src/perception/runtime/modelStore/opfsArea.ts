import { type ErrorDetails, TwinsightError } from '../../../core/errors.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import { type FileArea, type FileEditor, writeBlob } from './fileArea.ts';
import { pathOf, STORE_FOLDER } from './names.ts';
import { storageFull } from './refusals.ts';

// In browsers since 2022, but not in TypeScript's library.
declare global {
  interface FileSystemFileHandle {
    move?(name: string): Promise<void>;
  }
}

/** What workers alone have; the library of pages does not describe it. */
interface SyncHandle {
  getSize(): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

const isSyncCapable = (handle: object): handle is { createSyncAccessHandle(): Promise<SyncHandle> } =>
  'createSyncAccessHandle' in handle && typeof handle.createSyncAccessHandle === 'function';

const named = (thrown: unknown, ...names: readonly string[]): boolean =>
  thrown instanceof DOMException && names.includes(thrown.name);

/** What writing in another tab looks like. */
const LOCKED = ['NoModificationAllowedError', 'InvalidStateError'] as const;

async function found<T>(lookUp: Promise<T>): Promise<T | undefined> {
  try {
    return await lookUp;
  } catch (thrown) {
    if (named(thrown, 'NotFoundError', 'TypeMismatchError')) return undefined;
    throw thrown;
  }
}

/** A full disk shows as either, depending on the browser and on the way of writing. */
async function withRoom<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    if (named(thrown, 'QuotaExceededError', 'AbortError')) throw storageFull(name, thrown);
    throw thrown;
  }
}

/** Workers of every current browser have synchronous handles: they write in place, so that a killed tab loses one chunk. */
function syncEditor(name: string, handle: SyncHandle): FileEditor {
  return {
    size: async () => handle.getSize(),
    write: (bytes, at) =>
      withRoom(name, async () => {
        const written = handle.write(bytes, { at });
        if (written !== bytes.byteLength) throw storageFull(name);
      }),
    truncate: (size) => withRoom(name, async () => handle.truncate(size)),
    async close() {
      try {
        await withRoom(name, async () => handle.flush());
      } finally {
        handle.close();
      }
    },
  };
}

/** Elsewhere a stream writes into a copy that replaces the file when it is closed. */
async function streamEditor(name: string, handle: FileSystemFileHandle): Promise<FileEditor> {
  const stream = await handle.createWritable({ keepExistingData: true });
  let size = (await handle.getFile()).size;
  return {
    size: async () => size,
    write: (bytes, at) =>
      withRoom(name, async () => {
        await stream.write({ type: 'write', data: bytes, position: at });
        size = Math.max(size, at + bytes.byteLength);
      }),
    truncate: (to) =>
      withRoom(name, async () => {
        await stream.truncate(to);
        size = to;
      }),
    close: () => withRoom(name, () => stream.close()),
  };
}

function areaIn(root: FileSystemDirectoryHandle): FileArea {
  const directory = (folder: string) => found(root.getDirectoryHandle(folder));
  const area: FileArea = {
    keeping: 'disk',
    async file(folder, name) {
      const handle = await directory(folder).then((inside) => inside && found(inside.getFileHandle(name)));
      return handle && found(handle.getFile());
    },
    edit: (folder, name) =>
      withRoom(name, async () => {
        const inside = await root.getDirectoryHandle(folder, { create: true });
        const handle = await inside.getFileHandle(name, { create: true });
        try {
          return isSyncCapable(handle)
            ? syncEditor(name, await handle.createSyncAccessHandle())
            : await streamEditor(name, handle);
        } catch (thrown) {
          if (named(thrown, ...LOCKED)) throw inUse(name, thrown);
          throw thrown;
        }
      }),
    rename: (folder, from, to) =>
      withRoom(to, async () => {
        const inside = await root.getDirectoryHandle(folder);
        const handle = await inside.getFileHandle(from);
        if (handle.move) {
          await area.remove(folder, to);
          await handle.move(to);
          return;
        }
        await writeBlob(area, folder, to, await handle.getFile());
        await area.remove(folder, from);
      }),
    async remove(folder, name) {
      try {
        if (name === undefined) await found(root.removeEntry(folder, { recursive: true }));
        else await directory(folder).then((inside) => inside && found(inside.removeEntry(name)));
      } catch (thrown) {
        if (named(thrown, ...LOCKED)) throw inUse(name ?? folder, thrown);
        throw thrown;
      }
    },
    async folders() {
      const all: string[] = [];
      for await (const [name, handle] of root.entries()) if (handle.kind === 'directory') all.push(name);
      return all.sort();
    },
    async names(folder) {
      const all: string[] = [];
      const inside = await directory(folder);
      if (inside) for await (const name of inside.keys()) all.push(name);
      return all.sort();
    },
  };
  return area;
}

const inUse = (name: string, cause: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'storage-blocked',
      message: `${pathOf(name)} is being written in another tab.`,
      remedy: 'Wait until that tab has finished, or close it.',
    },
    { cause },
  );

/** The browser's private file system of this origin, or why there is none: then models live in memory, for this visit. */
export async function openOpfsArea(): Promise<Result<FileArea, ErrorDetails>> {
  const blocked = (why: string): Result<FileArea, ErrorDetails> =>
    err({
      code: 'storage-blocked',
      message: `Models can't be kept on this machine: ${why}.`,
      remedy: 'Run them from memory for this visit, or open the page in a normal window over https.',
    });
  const { storage } = globalThis.navigator;
  if (typeof storage?.getDirectory !== 'function')
    return blocked('this browser or page offers no file storage');
  try {
    const root = await storage.getDirectory();
    return ok(areaIn(await root.getDirectoryHandle(STORE_FOLDER, { create: true })));
  } catch (thrown) {
    return blocked(`the browser refused (${thrown instanceof Error ? thrown.message : String(thrown)})`);
  }
}
