import { TwinsightError } from '../../../core/errors.ts';
import { CHUNK_BYTES, type Span } from './chunks.ts';
import type { OpenPart, Place } from './part.ts';
import { broken, cancelled, offline, wrongKind, wrongLength } from './refusals.ts';
import { ConnectionLost, requestFrom } from './request.ts';
import { foreignContent, isPage } from './sniff.ts';
import type { ExpectedFile } from './types.ts';

export interface DownloadJob {
  readonly place: Place;
  readonly file: ExpectedFile;
  readonly base: URL;
  readonly address: URL;
  readonly signal: AbortSignal;
  /** Bytes of the file that are there now. */
  readonly onHave?: (bytes: number) => void;
  /** Bytes read back for the check at the end. */
  readonly onChecked?: (bytes: number) => void;
  readonly now: () => number;
}

/** No byte for this long is a broken connection. */
const STALL_MS = 30_000;
/** An answer that does not continue the part: the server has other content now, or knows no ranges. */
export class StartAnew extends Error {
  /** Whether only the tag says that the content is another. */
  readonly byTag: boolean;

  constructor(byTag = false) {
    super('The answer does not continue the part.');
    this.byTag = byTag;
  }
}

const tagOf = (response: Response): string | undefined => {
  const tag = response.headers.get('x-linked-etag') ?? response.headers.get('etag');
  return tag?.replace(/^W\//, '').replaceAll('"', '') || undefined;
};

async function withStallLimit<T>(read: Promise<T>, path: string, base: URL): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConnectionLost(offline(path, base.host, ''))), STALL_MS);
  });
  try {
    return await Promise.race([read, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

/** Checks an answer's head against what was asked, and tells where its body begins in the file. */
function bodyStart(response: Response, span: Span | undefined, part: OpenPart, path: string): number {
  const etag = tagOf(response);
  // Looked at before anything is thrown away: a network's sign-in page says nothing about the file.
  if (isPage(response)) throw wrongKind(path, 'a web page');
  if (response.status === 416) throw new StartAnew();
  const changed = part.trustsTags && part.etag !== undefined && etag !== undefined && part.etag !== etag;
  if (response.status === 200) {
    if (part.chunks.size > 0) throw new StartAnew(); // ranges are not known there, or the content is another
    part.etag = etag;
    return 0;
  }
  if (changed) throw new StartAnew(true);
  if (span === undefined) throw new StartAnew();
  const [, from, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)/.exec(response.headers.get('content-range') ?? '') ?? [];
  const elsewhere = from !== undefined && Number(from) !== span.start;
  const resized = total !== undefined && total !== '*' && Number(total) !== part.bytes;
  if (elsewhere || resized) throw new StartAnew();
  return span.start;
}

/** Puts a body into chunks; resolves with the number of bytes that came. */
async function readBody(
  response: Response,
  start: number,
  end: number | undefined,
  part: OpenPart,
  job: DownloadJob,
): Promise<number> {
  const { path } = job.file;
  const reader = response.body?.getReader();
  if (!reader) return 0;
  const chunk = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  let at = start;
  const flush = async (): Promise<void> => {
    if (filled === 0) return;
    await part.writeChunk(Math.floor((at - filled) / CHUNK_BYTES), chunk.slice(0, filled));
    filled = 0;
  };
  try {
    for (;;) {
      const { done, value } = await withStallLimit(reader.read(), path, job.base);
      if (done) break;
      if (at === 0 && value.byteLength > 0) {
        const foreign = foreignContent(path, value);
        if (foreign !== undefined) throw wrongKind(path, foreign);
      }
      if (end !== undefined && at + value.byteLength > end)
        throw wrongLength(path, at + value.byteLength, end);
      for (let from = 0; from < value.byteLength; ) {
        const count = Math.min(CHUNK_BYTES - filled, value.byteLength - from);
        chunk.set(value.subarray(from, from + count), filled);
        filled += count;
        from += count;
        at += count;
        if (filled === CHUNK_BYTES) await flush();
      }
      job.onHave?.(part.haveBytes + filled);
    }
    await flush();
    return at - start;
  } catch (thrown) {
    reader.cancel().catch(() => undefined);
    if (job.signal.aborted) throw cancelled(path);
    if (thrown instanceof TwinsightError) throw thrown;
    throw new ConnectionLost(broken(path, at, part.bytes), { cause: thrown });
  }
}

/** Fetches one span into the part, or all of the file where none is given. */
export async function fetchSpan(span: Span | undefined, part: OpenPart, job: DownloadJob): Promise<void> {
  const { path } = job.file;
  const whole = span === undefined || (span.start === 0 && span.end === part.bytes);
  const response = await requestFrom(job.address, {
    path,
    base: job.base,
    signal: job.signal,
    ...(whole ? {} : { range: `bytes=${span.start}-${span.end - 1}` }),
  });
  let start: number;
  try {
    start = bodyStart(response, span, part, path);
  } catch (thrown) {
    await response.body?.cancel();
    throw thrown;
  }
  if (part.chunks.size === 0) await part.restart(part.etag); // the tag goes into the journal before the content
  const end = response.status === 206 ? span?.end : part.bytes;
  const came = await readBody(response, start, end, part, job);
  if (end !== undefined && start + came !== end) throw wrongLength(path, start + came, end);
}
