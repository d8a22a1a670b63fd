import { cancelled } from './refusals.ts';

/**
 * A place for files in folders of one level: the browser's private file system, or memory. Everything that the store does
 * goes through this interface, so that both behave alike and tests need no browser.
 */
export interface FileArea {
  readonly keeping: 'disk' | 'memory';
  /** The file as it is now, or undefined. */
  file(folder: string, name: string): Promise<File | undefined>;
  /** Opens a file for writing, creating it (and its folder) where needed. One editor a file at a time. */
  edit(folder: string, name: string): Promise<FileEditor>;
  /** Replaces what has the new name. */
  rename(folder: string, from: string, to: string): Promise<void>;
  /** Removes a file, or the folder with all of its files where no name is given; absence is no error. */
  remove(folder: string, name?: string): Promise<void>;
  folders(): Promise<string[]>;
  names(folder: string): Promise<string[]>;
}

export interface FileEditor {
  readonly size: () => Promise<number>;
  /** Writes all bytes or throws; a full disk throws `storage-full`. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Makes what was written last. Nothing may be called afterwards. */
  close(): Promise<void>;
}

const COPY_BYTES = 1 << 24;

/** Writes a file that may be larger than memory. */
export async function writeBlob(
  area: FileArea,
  folder: string,
  name: string,
  blob: Blob,
  signal?: AbortSignal,
): Promise<void> {
  const editor = await area.edit(folder, name);
  try {
    await editor.truncate(0);
    for (let at = 0; at < blob.size; at += COPY_BYTES) {
      if (signal?.aborted) throw cancelled(name);
      await editor.write(new Uint8Array(await blob.slice(at, at + COPY_BYTES).arrayBuffer()), at);
    }
  } finally {
    await editor.close();
  }
}

/** Writes a small file in one go. */
export const writeText = (area: FileArea, folder: string, name: string, text: string): Promise<void> =>
  writeBlob(area, folder, name, new Blob([text]));

/** The text of a small file, or undefined where it is absent. */
export async function readText(area: FileArea, folder: string, name: string): Promise<string | undefined> {
  return (await area.file(folder, name))?.text();
}
