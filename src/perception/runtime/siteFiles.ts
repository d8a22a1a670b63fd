import { TwinsightError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';
import { digest } from './digest.ts';
import { MANIFEST_PATH, type ManifestFile, type ModelManifest, parseManifest } from './manifest.ts';

/** Reads files of this site: models, manifest, runtime. `siteRoot` is the address that their paths are relative to. */
export interface SiteFilesOptions {
  readonly siteRoot: URL;
  readonly signal?: AbortSignal;
  /** Bytes received of `total`, for a progress bar. */
  readonly onBytes?: (received: number, total: number) => void;
}

const missing = (path: string, why: string): TwinsightError =>
  new TwinsightError({
    code: 'model-missing',
    message: `${path} is not on this site: ${why}.`,
    remedy: 'Build the site again so that its models are built too, and serve the whole folder.',
  });

/** Something came, but not what was built: another copy may be whole. */
class DamagedFile extends TwinsightError {}

const damaged = (path: string, why: string): DamagedFile =>
  new DamagedFile({
    code: 'fetch-failed',
    message: `${path} did not arrive as it was built: ${why}.`,
    remedy: 'Reload the page; where that does not help, clear the site data in the browser.',
  });

async function request(path: string, options: SiteFilesOptions, cache: RequestCache): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, options.siteRoot), { cache, signal: options.signal ?? null });
  } catch (thrown) {
    if (options.signal?.aborted) throw cancelled(path);
    throw new TwinsightError(
      {
        code: 'fetch-failed',
        message: `${path} could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
        remedy: 'Check the connection to the server that this page came from, then try again.',
      },
      { cause: thrown },
    );
  }
  if (!response.ok) throw missing(path, `the server answered ${response.status}`);
  // Static hosts answer an unknown path with their start page and status 200.
  if (response.headers.get('content-type')?.includes('text/html')) {
    throw missing(path, 'the server answered with a web page instead');
  }
  return response;
}

const cancelled = (path: string): TwinsightError =>
  new TwinsightError({
    code: 'cancelled',
    message: `Reading ${path} was cancelled.`,
    remedy: 'Start it again.',
  });

/** Fetches and validates `models/manifest.json`. Throws `model-missing`, `fetch-failed`, `model-load-failed`, `cancelled`. */
export async function fetchManifest(options: SiteFilesOptions): Promise<ModelManifest> {
  const response = await request(MANIFEST_PATH, options, 'no-cache');
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(MANIFEST_PATH, 'it is not JSON');
  }
  return parseManifest(json);
}

async function readBody(response: Response, file: ManifestFile, options: SiteFilesOptions) {
  const bytes = new Uint8Array(file.bytes);
  if (response.body === null) throw damaged(file.file, 'it is empty');
  const reader = response.body.getReader();
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (received + value.byteLength > file.bytes) {
      await reader.cancel();
      throw damaged(file.file, `it is longer than the ${formatBytes(file.bytes)} that the manifest states`);
    }
    bytes.set(value, received);
    received += value.byteLength;
    options.onBytes?.(received, file.bytes);
  }
  if (received !== file.bytes) {
    throw damaged(file.file, `${received} of ${file.bytes} bytes came`);
  }
  return bytes;
}

async function fetchOnce(file: ManifestFile, options: SiteFilesOptions, cache: RequestCache) {
  const response = await request(file.file, options, cache);
  try {
    const bytes = await readBody(response, file, options);
    if ((await digest(bytes)) !== file.sha256)
      throw damaged(file.file, 'its SHA-256 differs from the manifest');
    return bytes;
  } catch (thrown) {
    if (options.signal?.aborted) throw cancelled(file.file);
    if (thrown instanceof TwinsightError) throw thrown;
    throw damaged(file.file, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/**
 * Fetches a file of the manifest and hands it over only when status, kind, length and SHA-256 are right. A damaged copy
 * in the browser's cache is replaced once; where that fails too, the error says what was wrong with the first copy.
 * Throws `model-missing`, `fetch-failed`, `cancelled`.
 */
export async function fetchVerified(
  file: ManifestFile,
  options: SiteFilesOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await fetchOnce(file, options, 'default');
  } catch (first) {
    if (!(first instanceof DamagedFile)) throw first;
    try {
      return await fetchOnce(file, options, 'reload');
    } catch (second) {
      throw options.signal?.aborted ? second : first;
    }
  }
}
