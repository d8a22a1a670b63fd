import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { execPackage, execScript } from './exec.ts';
import { withLock } from './lock.ts';
import { CACHE, DIST, DIST_FAULTS, ROOT } from './project.ts';

/** Everything that `vite build` reads. */
const INPUTS = [
  'index.html',
  'headless.html',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.app.json',
  'vite.config.ts',
  'public',
  'scripts/vite',
  'src',
  'workers',
];

/** Written into the output after a build, so that any other build (which empties the folder) makes it stale. */
const STAMP = 'build.json';

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

function builtFrom(folder: string): string | undefined {
  try {
    const stamp: unknown = JSON.parse(readFileSync(join(folder, STAMP), 'utf8'));
    return typeof stamp === 'object' && stamp && 'inputs' in stamp ? String(stamp.inputs) : undefined;
  } catch {
    return undefined;
  }
}

async function buildModels(): Promise<void> {
  if (!existsSync(join(ROOT, 'public', 'models'))) process.stdout.write('Building the models …\n');
  const built = await execScript('scripts/models/build.ts', []);
  if (built.code !== 0) throw new Error(`Building the models failed:\n${built.output}`);
}

async function buildInto(folder: string, env: Readonly<Record<string, string>>): Promise<void> {
  await withLock(join(CACHE, 'build.lock'), async () => {
    await buildModels();
    const inputs = hashInputs(ROOT, INPUTS);
    if (builtFrom(folder) === inputs) return;
    process.stdout.write('Building the app …\n');
    // In a process of its own: Vite reads its settings from the environment, and keeps threads alive.
    const args = ['build', '--logLevel', 'warn', '--outDir', folder, '--emptyOutDir'];
    const built = await execPackage('vite/bin/vite.js', args, { env });
    if (built.code !== 0) throw new Error(`Building the app failed:\n${built.output}`);
    writeFileSync(join(folder, STAMP), `${JSON.stringify({ inputs })}\n`);
  });
}

/**
 * Brings `public/models`, `public/ort` and `dist` up to date; does nothing that is not needed. Progress goes to stdout.
 * @throws Error with the tool's output when a build fails
 */
export const ensureBuilt = (): Promise<void> => buildInto(DIST, {});

/** The same for the build in which tests can make the perception worker fail (`?fault=…`). */
export const ensureFaultsBuilt = (): Promise<void> => buildInto(DIST_FAULTS, { VITE_FAULTS: '1' });
