import type { Listing } from './listing.ts';
import type { Pins } from './record.ts';
import { notFound } from './refusals.ts';
import type { ExpectedFile, HashSource, WantedFile } from './types.ts';

/**
 * What each wanted file must be. The catalogue's hash comes first, then the one pinned at an earlier download, then the
 * hub's own: a source may not change what is already trusted. Throws `model-missing` for what the listing lacks.
 */
export function expectFiles(
  wanted: readonly WantedFile[],
  listing: Listing | undefined,
  pins: Pins,
  host: string,
): ExpectedFile[] {
  return wanted.map(({ path, approximateBytes, sha256 }) => {
    const listed = listing?.files.get(path);
    if (listing && !listed) throw notFound(path, host);
    const sources: readonly (readonly [HashSource, string | undefined])[] = [
      ['catalogue', sha256],
      ['pinned', pins.files[path]],
      ['hub', listed?.sha256],
    ];
    const [hashSource, hash] = sources.find(([, known]) => known !== undefined) ?? ['learnt', undefined];
    const expected = { path, approximateBytes, bytes: listed?.bytes };
    if (hash !== undefined) return { ...expected, sha256: hash, hashSource };
    const gitSha1 = listed?.gitSha1;
    return gitSha1 === undefined ? { ...expected, hashSource } : { ...expected, gitSha1, hashSource: 'git' };
  });
}
