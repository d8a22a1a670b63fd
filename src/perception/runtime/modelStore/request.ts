import { TwinsightError } from '../../../core/errors.ts';
import { isAllowed } from './hubAddress.ts';
import { cancelled, foreignRedirect, gated, notFound, offline, serverFault } from './refusals.ts';

export interface RequestOptions {
  /** What is asked for, for messages. */
  readonly path: string;
  /** Source that was chosen: answers may come from it and from the hub's own hosts. */
  readonly base: URL;
  readonly signal: AbortSignal;
  readonly range?: string;
}

/** The connection failed, not the server: another try may succeed. */
export class ConnectionLost extends TwinsightError {}

let policyViolations = 0;
// Where the content security policy stops a redirect, fetch fails like a broken connection; only this event tells.
globalThis.addEventListener?.('securitypolicyviolation', () => {
  policyViolations += 1;
});

const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/**
 * Fetches from a hub or mirror: nothing of the person goes along, and no answer of a foreign host is read. Throws a typed
 * error for every status that is not 200, 206 or 416.
 *
 * Only `Range` is sent, never `If-Range`: that one needs a preflight, which storage hosts refuse. Whether the file is still
 * the same is told by its tag, its length and its hash.
 */
export async function requestFrom(address: URL, options: RequestOptions): Promise<Response> {
  const { path, base, signal, range } = options;
  const violationsBefore = policyViolations;
  let response: Response;
  try {
    response = await fetch(address, {
      signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      ...(range === undefined ? {} : { headers: { Range: range } }),
    });
  } catch (thrown) {
    if (signal.aborted) throw cancelled(path);
    await moment();
    if (policyViolations > violationsBefore) throw foreignRedirect(path, base.host, 'another host');
    throw new ConnectionLost(offline(path, base.host, '', thrown), { cause: thrown });
  }
  if (response.url !== '' && !isAllowed(new URL(response.url), base)) {
    await response.body?.cancel();
    throw foreignRedirect(path, base.host, new URL(response.url).host);
  }
  const { status } = response;
  if (status === 200 || status === 206 || status === 416) return response;
  await response.body?.cancel();
  if (status === 404) throw notFound(path, base.host);
  if (status === 401 || status === 403) throw gated(path, base.host, status);
  throw serverFault(path, base.host, status);
}
