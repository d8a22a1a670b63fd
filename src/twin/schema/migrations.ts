import { err, ok, type Result } from '../../core/result.ts';
import { TWIN_VERSION } from './twin.ts';

/** A twin file of some version as parsed JSON: only `version` is known. */
export type VersionedJson = Readonly<Record<string, unknown>>;

/** Rewrites a file of version n as one of version n + 1 (all keys but `version`, which `migrate` sets). Pure. */
export type Migration = (json: VersionedJson) => VersionedJson;

/**
 * Migrations by the version that they start from. Version 1 is the first, so there is none yet. Each new version adds one
 * entry here and one golden file of the version before in `test/fixtures`.
 */
export const TWIN_MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

/**
 * Brings a file up to `latest` by the registered steps. Does not validate the result. The error is one readable sentence
 * that starts with a lower-case letter.
 */
export function migrate(
  json: VersionedJson,
  migrations: ReadonlyMap<number, Migration>,
  latest: number,
): Result<VersionedJson, string> {
  const { version } = json;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return err(`its version is ${JSON.stringify(version) ?? 'missing'}, not a positive integer`);
  if (version > latest)
    return err(
      `it has version ${version}, made by a newer Twinsight; this one reads up to version ${latest}`,
    );
  let current = json;
  for (let from = version; from < latest; from++) {
    const step = migrations.get(from);
    if (step === undefined) return err(`version ${from} can no longer be read`);
    current = { ...step(current), version: from + 1 };
  }
  return ok(current);
}

/** Brings a twin file of any released version to `TWIN_VERSION`. */
export const migrateTwin = (json: VersionedJson): Result<VersionedJson, string> =>
  migrate(json, TWIN_MIGRATIONS, TWIN_VERSION);
