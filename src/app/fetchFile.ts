import { TwinsightError } from '../core/errors.ts';
import { checkFileSize } from '../io/image/limits.ts';

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
      remedy: 'Paste an address that begins with https:// and leads to an image file.',
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
  try {
    response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch (thrown) {
    signal.throwIfAborted();
    const host = url.hostname || 'the address';
    const slow = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    throw slow
      ? failed(
          `${host} did not answer within 30 s.`,
          'Check the address, or save the image and drop the file here.',
        )
      : failed(
          `${host} could not be reached, or does not let other sites read its files (CORS).`,
          'Save the image and drop the file here: files work without any server.',
        );
  }
  if (!response.ok) {
    throw failed(`${url.hostname} answered ${response.status} for ${name}.`, 'Check the address.');
  }
  const refused = checkFileSize(Number(response.headers.get('content-length') ?? '1'), name);
  if (refused) throw new TwinsightError(refused);
  const blob = await response.blob();
  return new File([blob], name, { type: blob.type });
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
