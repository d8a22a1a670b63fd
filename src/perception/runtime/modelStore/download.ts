import type { TwinsightError } from '../../../core/errors.ts';
import { bytesIn, missingSpans } from './chunks.ts';
import { type DownloadJob, fetchSpan, StartAnew } from './fetchSpan.ts';
import { partName } from './names.ts';
import { type Checked, dropPart, forgetChunks, hashFile, OpenPart, seal } from './part.ts';
import type { FileRecord } from './record.ts';
import { broken, cancelled, changing, WrongContent, wrongHash, wrongKind, wrongLength } from './refusals.ts';
import { ConnectionLost } from './request.ts';
import type { ExpectedFile, HashSource } from './types.ts';

/** Attempts in a row without a single new chunk. */
const ATTEMPTS = 3;
/** Doubled after every failed attempt. */
const FIRST_PAUSE_MS = 500;
/** So often may a file change on its host while it is fetched. */
const MAX_RESTARTS = 2;
/** Rounds of fetching and checking, each of which fetches the pieces that the disk damaged in the one before. */
const MAX_PASSES = 3;

interface Attempts {
  /** In a row, without a new chunk. */
  failures: number;
  restarts: number;
}

/** Puts things right for another attempt, or throws what ends the download. */
async function recover(thrown: unknown, attempts: Attempts, part: OpenPart, job: DownloadJob): Promise<void> {
  if (thrown instanceof StartAnew) {
    attempts.restarts += 1;
    if (attempts.restarts > MAX_RESTARTS) throw changing(job.file.path, job.base.host);
    part.trustsTags = !(thrown.byTag && part.hashIsKnown);
    await part.restart(undefined);
    return;
  }
  if (!(thrown instanceof ConnectionLost)) throw thrown;
  attempts.failures += 1;
  if (attempts.failures >= ATTEMPTS) throw keptSoFar(thrown, part, job);
  if (part.bytes === undefined) await part.restart(undefined);
  await pause(FIRST_PAUSE_MS * 2 ** (attempts.failures - 1), job);
}

/** Fetches what is missing; connections that break are taken up again, as long as they bring anything. */
async function fill(part: OpenPart, job: DownloadJob): Promise<void> {
  const attempts: Attempts = { failures: 0, restarts: 0 };
  for (;;) {
    const spans = part.bytes === undefined ? [undefined] : missingSpans(part.bytes, part.chunks);
    const before = part.chunks.size;
    try {
      for (const span of spans) await fetchSpan(span, part, job);
      return;
    } catch (thrown) {
      if (part.chunks.size > before) attempts.failures = 0;
      await recover(thrown, attempts, part, job);
    }
  }
}

/** The same failure, saying what is kept: a person decides by it whether to wait. */
function keptSoFar(failure: ConnectionLost, part: OpenPart, job: DownloadJob): TwinsightError {
  if (part.chunks.size === 0 || part.bytes === undefined) return failure;
  return broken(job.file.path, bytesIn(part.chunks.keys(), part.bytes), part.bytes);
}

const pause = (ms: number, { signal, file }: DownloadJob): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(cancelled(file.path));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });

const WHOSE: Readonly<Record<HashSource, string>> = {
  catalogue: 'this app’s catalogue states',
  pinned: 'was pinned at its first download',
  hub: 'the hub states',
  git: 'the hub states',
  learnt: 'was learnt',
};

/** Holds checked content against what it must be. JSON must also be readable, whoever vouches for it. */
export async function assertExpected(file: ExpectedFile, content: Blob, checked: Checked): Promise<void> {
  const { path, bytes, sha256, gitSha1 } = file;
  if (bytes !== undefined && checked.bytes !== bytes) throw wrongLength(path, checked.bytes, bytes);
  const wrong =
    (sha256 !== undefined && checked.sha256 !== sha256) ||
    (gitSha1 !== undefined && checked.gitSha1 !== undefined && checked.gitSha1 !== gitSha1);
  if (wrong) throw wrongHash(path, WHOSE[file.hashSource]);
  if (path.endsWith('.json')) {
    try {
      JSON.parse(await content.text());
    } catch {
      throw wrongKind(path, 'not JSON');
    }
  }
}

/** Reads the part back from disk and compares it with the journal; damaged chunks leave the journal. */
async function check(part: ReadonlyMap<number, string>, job: DownloadJob): Promise<Checked | undefined> {
  const { place, file, signal } = job;
  const content = await place.area.file(place.folder, partName(file.path));
  if (!content) throw wrongLength(file.path, 0, file.bytes ?? 0);
  const checked = await hashFile(content, file.path, {
    git: file.gitSha1 !== undefined,
    signal,
    ...(job.onChecked ? { onBytes: job.onChecked } : {}),
  });
  const damaged = [...part].flatMap(([index, hash]) => (checked.chunks[index] === hash ? [] : [index]));
  if (damaged.length > 0 && file.bytes !== undefined) {
    await forgetChunks(place, file, damaged);
    return undefined;
  }
  await assertExpected(file, content, checked);
  return checked;
}

/**
 * Fetches one file, going on with what is there of it, and checks it: kind, length, and hash. Wrong content leaves
 * nothing behind; a broken connection, a full disk or a cancel leaves what came.
 */
export async function downloadFile(job: DownloadJob): Promise<FileRecord> {
  const { place, file, base, now } = job;
  try {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const part = await OpenPart.open(place, file);
      try {
        await fill(part, job);
      } finally {
        await part.close();
        if (part.chunks.size === 0 && file.bytes !== 0) await dropPart(place, file.path);
      }
      const checked = await check(part.chunks, job);
      if (!checked) continue;
      const { bytes, sha256, chunks } = checked;
      const { path, hashSource } = file;
      const vouched = hashSource === 'git' && checked.gitSha1 === undefined ? 'learnt' : hashSource;
      const record: FileRecord = {
        version: 1,
        path,
        bytes,
        sha256,
        hashSource: vouched,
        from: base.origin,
        storedAt: now(),
        chunks: [...chunks],
      };
      await seal(place, record);
      return record;
    }
    throw wrongHash(file.path, 'its own pieces had when they were written: this disk changes them');
  } catch (thrown) {
    if (thrown instanceof WrongContent) await dropPart(place, file.path);
    throw thrown;
  }
}
