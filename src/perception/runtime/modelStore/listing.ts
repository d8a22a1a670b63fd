import type { TwinsightError } from '../../../core/errors.ts';
import { z } from '../../../core/zod.ts';
import { revisionAddress, treeAddress } from './hubAddress.ts';
import { badListing } from './refusals.ts';
import { ConnectionLost, requestFrom } from './request.ts';

/** What the hub says of one file: exact size and the hash of its content. */
export interface ListedFile {
  readonly bytes: number;
  readonly sha256?: string;
  readonly gitSha1?: string;
}

/** What the hub says of a repository at one revision. */
export interface Listing {
  readonly commit: string;
  readonly files: ReadonlyMap<string, ListedFile>;
}

const revisionSchema = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) });

const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.int().nonnegative(),
    oid: z.string(),
    lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().nonnegative() }).optional(),
  }),
);

/** Of more pages than this no repository with a model for browsers is made. */
const MAX_PAGES = 20;

async function json(address: URL, what: string, base: URL, signal: AbortSignal) {
  const response = await requestFrom(address, { path: what, base, signal });
  const text = await response.text();
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  try {
    const value: unknown = JSON.parse(text);
    return { value, next: next === undefined ? undefined : new URL(next, address) };
  } catch {
    throw badListing(base.host, `${what} is not JSON`);
  }
}

/**
 * Asks the hub for the commit of a revision and for the files in it. Large files have a SHA-256 there; small ones the
 * object id of Git, a SHA-1 over their content.
 */
export async function fetchListing(
  base: URL,
  repository: string,
  revision: string,
  signal: AbortSignal,
): Promise<Listing> {
  const what = `the list of files of ${repository}`;
  const described = revisionSchema.safeParse(
    (await json(revisionAddress(base, repository, revision), what, base, signal)).value,
  );
  if (!described.success) throw badListing(base.host, 'it names no commit');
  const { sha: commit } = described.data;
  const files = new Map<string, ListedFile>();
  let page: URL | undefined = treeAddress(base, repository, commit);
  for (let pages = 0; page !== undefined && pages < MAX_PAGES; pages++) {
    // A link to another host would be asked on behalf of the first one.
    if (page.origin !== base.origin) throw badListing(base.host, 'its next page is at another host');
    const answer: Awaited<ReturnType<typeof json>> = await json(page, what, base, signal);
    const tree = treeSchema.safeParse(answer.value);
    if (!tree.success) throw badListing(base.host, 'it has another form');
    for (const { type, path, size, oid, lfs } of tree.data) {
      if (type !== 'file') continue;
      files.set(
        path,
        lfs
          ? { bytes: lfs.size, sha256: lfs.oid }
          : { bytes: size, ...(/^[0-9a-f]{40}$/.test(oid) ? { gitSha1: oid } : {}) },
      );
    }
    page = answer.next;
  }
  return { commit, files };
}

/** Whether a failed listing still lets a download be planned with the catalogue's estimates: a plain mirror has no list. */
export const mayGoUnlisted = (failure: TwinsightError): boolean =>
  !(failure instanceof ConnectionLost) &&
  (failure.code === 'model-missing' || failure.code === 'fetch-failed');
