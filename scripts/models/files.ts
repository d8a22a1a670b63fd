import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** An installed package: its folder and version. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** Finds a package in `node_modules` of the repository root. Throws where it is not installed. */
export function installedPackage(root: string, name: string): InstalledPackage {
  const folder = join(root, 'node_modules', name);
  const parsed = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return { name, version: parsed.version, folder };
}

/** Reads a TensorFlow.js graph model: the parsed `model.json` and its weight files, concatenated. */
export function readGraphModelFiles(jsonPath: string): { json: unknown; weights: Uint8Array } {
  const json: unknown = JSON.parse(readFileSync(jsonPath, 'utf8'));
  const { weightsManifest } = z
    .object({ weightsManifest: z.array(z.object({ paths: z.array(z.string()) })) })
    .parse(json);
  const folder = dirname(jsonPath);
  const files = weightsManifest
    .flatMap((group) => group.paths)
    .map((path) => readFileSync(inside(folder, path)));
  return { json, weights: new Uint8Array(Buffer.concat(files)) };
}

/** Every TypeScript source below a folder, tests left out, as sorted paths relative to `root`. */
export function sourcesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Joins a path that a file names to that file's folder; throws where it would leave the folder. */
function inside(folder: string, path: string): string {
  const resolved = resolve(folder, path);
  if (!resolved.startsWith(resolve(folder) + sep)) throw new Error(`"${path}" leaves its folder.`);
  return resolved;
}
