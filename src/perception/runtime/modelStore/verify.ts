import { chunkSpan } from './chunks.ts';
import { readText } from './fileArea.ts';
import { fileName, folderName, recordName } from './names.ts';
import { hashFile, unseal } from './part.ts';
import { type FileRecord, parseRecord } from './record.ts';
import type { ModelStore, StoreJob } from './store.ts';
import type { FileVerdict } from './types.ts';

/** Where the content of a stored file still is what its record says. */
async function wholeChunks(
  file: File,
  record: FileRecord,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Set<number>> {
  const { chunks } = await hashFile(file, record.path, { git: false, signal, onBytes });
  const whole = new Set<number>();
  for (const [index, hash] of record.chunks.entries()) {
    if (chunks[index] === hash && chunkSpan(index, record.bytes).end <= file.size) whole.add(index);
  }
  return whole;
}

/**
 * Reads every file of a model back and compares it with its record. A damaged file becomes one that is under way, with all
 * of its whole pieces: the next download fetches only the others.
 */
export async function verifyModel(
  store: ModelStore,
  repository: string,
  revision: string,
  job: StoreJob,
): Promise<FileVerdict[]> {
  const folder = folderName(repository, revision);
  const { area } = store;
  const names = (await area.names(folder)).filter((name) => name.endsWith('.record'));
  const records = (await Promise.all(names.map((name) => readText(area, folder, name)))).flatMap((text) => {
    const record = parseRecord(text ?? '');
    return record ? [record] : [];
  });
  const totalBytes = records.reduce((sum, { bytes }) => sum + bytes, 0);
  let doneBytes = 0;
  const verdicts: FileVerdict[] = [];
  for (const record of records) {
    const { path, bytes } = record;
    const file = await area.file(folder, fileName(path));
    if (!file) {
      await area.remove(folder, recordName(path));
      verdicts.push({ path, state: 'missing', damagedBytes: bytes });
      continue;
    }
    const whole = await wholeChunks(file, record, job.signal, (count) => {
      doneBytes += count;
      job.progress({ phase: 'checking', path, doneBytes: Math.min(doneBytes, totalBytes), totalBytes });
    });
    if (whole.size === record.chunks.length && file.size === bytes) {
      verdicts.push({ path, state: 'whole', damagedBytes: 0 });
      continue;
    }
    await unseal({ area, folder }, record, whole);
    const kept = [...whole].reduce((sum, index) => {
      const { start, end } = chunkSpan(index, bytes);
      return sum + end - start;
    }, 0);
    verdicts.push({ path, state: 'damaged', damagedBytes: bytes - kept });
  }
  return verdicts;
}
