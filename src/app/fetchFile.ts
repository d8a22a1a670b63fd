import { TwinsightError } from '../core/errors.ts';
import { checkFileSize } from '../io/image/limits.ts';
import { checkVideoSize } from '../perception/video/limits.ts';

/** How long a host may take to answer; what it then sends takes the time that it takes. */
const FETCH_TIMEOUT_MS = 30_000;

const failed = (message: string, remedy: string): TwinsightError =>
  new TwinsightError({ code: 'fetch-failed', message, remedy });

/** The address as a person meant it: "example.org/a.jpg" gets its scheme. */
function parseAddress(text: string): URL {
  const trimmed = text.trim();
  const address = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['http:', 'https:', 'blob:', 'data:'].includes(url.protocol)) {
    throw new TwinsightError({
      code: 'bad-request',
      message: 'This is not a web address.',
      remedy: 'Paste an address that begins with https:// and leads to a photo or a clip.',
    });
  }
  return url;
}

/**
 * Fetches a file that the person named by its address. Nothing of the person's goes along: no cookies, no referrer.
 * @throws TwinsightError `bad-request`, `fetch-failed` or `file-too-large`, with what to do instead.
 */
export async function fetchFile(text: string, signal: AbortSignal): Promise<File> {
  const url = parseAddress(text);
  const name = decodeURIComponentSafely(url.pathname.split('/').at(-1) ?? '') || url.hostname || 'image';
  let response: Response;
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), FETCH_TIMEOUT_MS);
  try {
    response = await fetch(url, {
      signal: AbortSignal.any([signal, slow.signal]),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    signal.throwIfAborted();
    const host = url.hostname || 'the address';
    throw slow.signal.aborted
      ? failed(`${host} did not answer within 30 s.`, 'Check the address, or save the file and drop it here.')
      : failed(
          `${host} could not be reached, or does not let other sites read its files (CORS).`,
          'Save the file and drop it here: files work without any server.',
        );
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok) {
    throw failed(`${url.hostname} answered ${response.status} for ${name}.`, 'Check the address.');
  }
  const check = isVideo(response, name) ? checkVideoSize : checkFileSize;
  const refused = check(Number(response.headers.get('content-length') ?? '1'), name);
  if (refused) throw new TwinsightError(refused);
  const blob = await readBody(response, url.hostname, signal);
  return new File([blob], name, { type: blob.type });
}

/** Told by type or name, before its bytes are there: clips may be larger than photos. */
const isVideo = ({ headers }: Response, name: string): boolean =>
  headers.get('content-type')?.startsWith('video/') === true || /\.(mp4|m4v|mov|webm|mkv)$/i.test(name);

async function readBody(response: Response, host: string, signal: AbortSignal): Promise<Blob> {
  try {
    return await response.blob();
  } catch {
    signal.throwIfAborted();
    throw failed(`${host} stopped sending before the end.`, 'Try again, or save the file and drop it here.');
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
