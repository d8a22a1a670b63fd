import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { execScript } from './exec.ts';
import { withLock } from './lock.ts';
import { CACHE, DIST, ROOT } from './project.ts';

/** Everything that `vite build` reads. */
const INPUTS = [
  'index.html',
  'headless.html',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.app.json',
  'vite.config.ts',
  'public',
  'src',
  'workers',
];

/** Written into `dist` after a build, so that any other build (which empties the folder) makes it stale. */
const STAMP = join(DIST, 'build.json');

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** SHA-256 over the names and contents of the files that go into the app; tests are not among them. */
export function hashInputs(root: string, inputs: readonly string[]): string {
  const hash = createHash('sha256');
  const files = inputs
    .flatMap((input) => filesBelow(join(root, input)))
    .filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of files.sort()) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function builtFrom(): string | undefined {
  try {
    const stamp: unknown = JSON.parse(readFileSync(STAMP, 'utf8'));
    return typeof stamp === 'object' && stamp && 'inputs' in stamp ? String(stamp.inputs) : undefined;
  } catch {
    return undefined;
  }
}

async function buildModels(): Promise<void> {
  const built = await execScript('scripts/models/build.ts', []);
  if (built.code !== 0) throw new Error(`Building the models failed:\n${built.output}`);
}

/**
 * Brings `public/models`, `public/ort` and `dist` up to date; does nothing that is not needed. Progress goes to stdout.
 * @throws Error with the tool's output when a build fails
 */
export async function ensureBuilt(): Promise<void> {
  await withLock(join(CACHE, 'build.lock'), async () => {
    if (!existsSync(join(ROOT, 'public', 'models'))) process.stdout.write('Building the models …\n');
    await buildModels();
    const inputs = hashInputs(ROOT, INPUTS);
    if (builtFrom() === inputs) return;
    process.stdout.write('Building the app …\n');
    const { build } = await import('vite');
    await build({ root: ROOT, logLevel: 'error' });
    writeFileSync(STAMP, `${JSON.stringify({ inputs })}\n`);
  });
}
