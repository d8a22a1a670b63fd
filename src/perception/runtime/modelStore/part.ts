import { TwinsightError } from '../../../core/errors.ts';
import { Sha256 } from '../../../core/sha256.ts';
import { digest } from '../digest.ts';
import { bytesIn, CHUNK_BYTES, chunkCount, chunkSpan } from './chunks.ts';
import { type FileArea, type FileEditor, readText, writeText } from './fileArea.ts';
import {
  expectedHash,
  type Journal,
  journalHeader,
  journalLine,
  journalText,
  parseJournal,
  resumable,
} from './journal.ts';
import { fileName, journalName, partName, recordName } from './names.ts';
import type { FileRecord } from './record.ts';
import { cancelled } from './refusals.ts';
import type { ExpectedFile } from './types.ts';

/** Where a file's part lies. */
export interface Place {
  readonly area: FileArea;
  readonly folder: string;
}

/** What is there of a file under way, or undefined. */
export async function readPart({ area, folder }: Place, file: ExpectedFile): Promise<Journal | undefined> {
  const text = await readText(area, folder, journalName(file.path));
  const part = text === undefined ? undefined : await area.file(folder, partName(file.path));
  return part && resumable(parseJournal(text ?? ''), part.size, file);
}

/** Deletes what came of a file. */
export async function dropPart({ area, folder }: Place, path: string): Promise<void> {
  await area.remove(folder, journalName(path));
  await area.remove(folder, partName(path));
}

/**
 * A file under way, open for writing: content in `.part`, and a journal of the chunks that are in it. A chunk enters the
 * journal after its bytes were written; both may be torn by a killed tab, which the check at the end finds.
 */
export class OpenPart {
  readonly chunks = new Map<number, string>();
  /** Undefined until a server has told it; then nothing can be resumed later. */
  readonly bytes: number | undefined;
  etag: string | undefined;
  /** False once tags were seen to change by themselves, as between the hosts of a network: then the hash alone decides. */
  trustsTags = true;
  readonly #expects: string | undefined;
  readonly #content: FileEditor;
  readonly #journal: FileEditor;

  private constructor(
    file: ExpectedFile,
    editors: { content: FileEditor; journal: FileEditor },
    kept: Journal | undefined,
  ) {
    this.bytes = file.bytes;
    this.etag = kept?.etag;
    this.#expects = expectedHash(file);
    this.#content = editors.content;
    this.#journal = editors.journal;
    for (const [index, hash] of kept?.chunks ?? []) this.chunks.set(index, hash);
  }

  get hashIsKnown(): boolean {
    return this.#expects !== undefined;
  }

  get haveBytes(): number {
    return bytesIn(this.chunks.keys(), this.bytes ?? this.chunks.size * CHUNK_BYTES);
  }

  static async open(place: Place, file: ExpectedFile): Promise<OpenPart> {
    const kept = await readPart(place, file);
    const content = await place.area.edit(place.folder, partName(file.path));
    try {
      const journal = await place.area.edit(place.folder, journalName(file.path));
      const part = new OpenPart(file, { content, journal }, kept);
      if (!kept) await part.restart(undefined);
      return part;
    } catch (thrown) {
      await content.close();
      throw thrown;
    }
  }

  /** Forgets what was there; `etag` is of the content that comes now. */
  async restart(etag: string | undefined): Promise<void> {
    this.chunks.clear();
    this.etag = etag;
    await this.#content.truncate(0);
    await this.#journal.truncate(0);
    if (this.bytes === undefined) return;
    const header = journalHeader({ bytes: this.bytes, etag, expects: this.#expects });
    await this.#journal.write(new TextEncoder().encode(header), 0);
  }

  async writeChunk(index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const hash = await digest(bytes);
    await this.#content.write(bytes, index * CHUNK_BYTES);
    this.chunks.set(index, hash);
    if (this.bytes === undefined) return;
    await this.#journal.write(new TextEncoder().encode(journalLine(index, hash)), await this.#journal.size());
  }

  async close(): Promise<void> {
    try {
      await this.#content.close();
    } finally {
      await this.#journal.close();
    }
  }
}

export interface Checked {
  readonly bytes: number;
  readonly sha256: string;
  readonly gitSha1: string | undefined;
  /** SHA-256 by chunk, as they are on disk. */
  readonly chunks: readonly string[];
}

/** Git keeps small files only; larger ones have a SHA-256 at the hub. */
const GIT_LIMIT = 64 << 20;

/** SHA-1 that Git gives a file's content (its object id); undefined where the browser offers no WebCrypto. */
async function gitObjectId(file: Blob): Promise<string | undefined> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined || file.size > GIT_LIMIT) return undefined;
  const object = new Blob([`blob ${file.size}\0`, file]);
  const hash = new Uint8Array(await subtle.digest('SHA-1', await object.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Reads a file once and hashes it: whole, by chunk, and as Git does where asked for. */
export async function hashFile(
  file: Blob,
  path: string,
  options: { git: boolean; signal: AbortSignal; onBytes?: (count: number) => void },
): Promise<Checked> {
  const whole = new Sha256();
  const chunks: string[] = [];
  for (let index = 0; index < chunkCount(file.size); index++) {
    if (options.signal.aborted) throw cancelled(path);
    const { start, end } = chunkSpan(index, file.size);
    const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
    chunks.push(await digest(bytes));
    whole.update(bytes);
    options.onBytes?.(bytes.byteLength);
  }
  const gitSha1 = options.git ? await gitObjectId(file) : undefined;
  return { bytes: file.size, sha256: whole.hex(), gitSha1, chunks };
}

/** Makes a checked part the file itself; its record is written last, so that no file is trusted half way. */
export async function seal({ area, folder }: Place, record: FileRecord): Promise<void> {
  await area.rename(folder, partName(record.path), fileName(record.path));
  await writeText(area, folder, recordName(record.path), JSON.stringify(record));
  await area.remove(folder, journalName(record.path));
}

/** Makes a stored file a file under way again, with the chunks that are still what its record says. */
export async function unseal(
  { area, folder }: Place,
  record: FileRecord,
  whole: ReadonlySet<number>,
): Promise<void> {
  const chunks = new Map(
    [...whole].flatMap((index) => {
      const hash = record.chunks[index];
      return hash === undefined ? [] : [[index, hash] as const];
    }),
  );
  const journal = { bytes: record.bytes, expects: record.sha256, chunks };
  await area.remove(folder, recordName(record.path));
  await writeText(area, folder, journalName(record.path), journalText(journal));
  await area.rename(folder, fileName(record.path), partName(record.path));
}

/** Takes chunks that turned out to be damaged out of a journal. */
export async function forgetChunks(
  { area, folder }: Place,
  file: ExpectedFile,
  damaged: readonly number[],
): Promise<void> {
  const journal = await readPart({ area, folder }, file);
  if (!journal)
    throw new TwinsightError({ code: 'internal', message: `${file.path} has no journal.`, remedy: '' });
  for (const index of damaged) journal.chunks.delete(index);
  await writeText(area, folder, journalName(file.path), journalText(journal));
}
