import { fileName, folderName, recordName } from './names.ts';
import { openOpfsArea } from './opfsArea.ts';
import { parseRecord } from './record.ts';
import type { HeldFile } from './types.ts';

const held = new Map<string, File>();
const keyOf = (repository: string, revision: string, path: string): string =>
  `${folderName(repository, revision)}/${path}`;

/**
 * Makes files that are not on disk known to `openStored` in this thread: what the model manager downloaded into memory,
 * or what a person picked from a folder.
 */
export function holdFiles(repository: string, revision: string, files: readonly HeldFile[]): void {
  for (const { path, file } of files) held.set(keyOf(repository, revision, path), file);
}

/** The held files of a model, to be handed to another thread. */
export function heldFiles(repository: string, revision: string): HeldFile[] {
  const prefix = keyOf(repository, revision, '');
  return [...held].flatMap(([key, file]) =>
    key.startsWith(prefix) ? [{ path: key.slice(prefix.length), file }] : [],
  );
}

/** Lets go of the held files of a model. */
export function dropHeld(repository: string, revision: string): void {
  for (const { path } of heldFiles(repository, revision)) held.delete(keyOf(repository, revision, path));
}

/**
 * A file of a model, for reading: one that was checked when it was stored, or one that is held in memory. Undefined where
 * there is none; works in every thread, without a network.
 */
export async function openStored(
  repository: string,
  revision: string,
  path: string,
): Promise<File | undefined> {
  const inMemory = held.get(keyOf(repository, revision, path));
  if (inMemory) return inMemory;
  const opened = await openOpfsArea();
  if (!opened.ok) return undefined;
  const folder = folderName(repository, revision);
  const record = await opened.value.file(folder, recordName(path));
  const known = record && parseRecord(await record.text());
  const file = known && (await opened.value.file(folder, fileName(path)));
  return file && file.size === known?.bytes ? file : undefined;
}
