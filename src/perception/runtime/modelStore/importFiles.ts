import { assertExpected } from './download.ts';
import { expectFiles } from './expected.ts';
import { writeBlob } from './fileArea.ts';
import { folderName, partName } from './names.ts';
import { dropPart, hashFile, seal } from './part.ts';
import type { FileRecord } from './record.ts';
import { missingInFolder, wrongKind } from './refusals.ts';
import { foreignContent } from './sniff.ts';
import type { ModelStore, StoreJob } from './store.ts';
import type { HeldFile, Keeping, WantedModel } from './types.ts';

/**
 * The file of a picked folder that a path means. People pick the model's folder, the one above it, or one into which all
 * files were put side by side: the longest common ending decides.
 */
export function matchFile<T extends { readonly path: string }>(
  wanted: string,
  files: readonly T[],
): T | undefined {
  const ending = (path: string): string[] => path.split('/').filter(Boolean).reverse();
  const want = ending(wanted);
  let best: { readonly file: T; readonly common: number } | undefined;
  for (const file of files) {
    const have = ending(file.path);
    let common = 0;
    while (common < want.length && want[common] === have[common]) common += 1;
    if (common > (best?.common ?? 0)) best = { file, common };
  }
  return best?.file;
}

/**
 * Takes a model from files that a person picked: each is checked as a download is, then copied into the store, or used
 * where it lies for as long as the page lives (`memory`). Resolves with the files that were not copied.
 */
export async function importFiles(
  store: ModelStore,
  model: WantedModel,
  picked: readonly HeldFile[],
  keeping: Keeping,
  job: StoreJob,
): Promise<HeldFile[]> {
  const folder = folderName(model.repository, model.revision);
  const { area } = store;
  const expected = expectFiles(model.files, undefined, await store.pins(folder), 'the folder');
  const matched = expected.map((file) => {
    const match = matchFile(file.path, picked);
    if (!match) throw missingInFolder(file.path);
    return { expected: file, file: match.file };
  });
  const totalBytes = matched.reduce((sum, { file }) => sum + file.size, 0);
  let doneBytes = 0;
  const held: HeldFile[] = [];
  for (const { expected: wanted, file } of matched) {
    const { path } = wanted;
    const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
    const foreign = foreignContent(path, head);
    if (foreign !== undefined) throw wrongKind(path, foreign);
    const checked = await hashFile(file, path, {
      git: false,
      signal: job.signal,
      onBytes: (count) => {
        doneBytes += count;
        job.progress({ phase: 'copying', path, doneBytes, totalBytes });
      },
    });
    await assertExpected(wanted, file, checked);
    if (keeping === 'memory' || area.keeping === 'memory') {
      held.push({ path, file });
      continue;
    }
    const { bytes, sha256, chunks } = checked;
    const { hashSource } = wanted;
    const record: FileRecord = {
      version: 1,
      path,
      bytes,
      sha256,
      hashSource,
      from: 'folder',
      storedAt: store.now(),
      chunks: [...chunks],
    };
    await dropPart({ area, folder }, path);
    await writeBlob(area, folder, partName(path), file, job.signal);
    await seal({ area, folder }, record);
    await store.pin(folder, undefined, record);
  }
  return held;
}
