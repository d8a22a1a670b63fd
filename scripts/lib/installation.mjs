import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Oldest supported Node, as in `engines` of package.json. */
const OLDEST = /** @type {const} */ ([20, 19]);

/**
 * One line that says what is wrong with this Node, or undefined when it will do.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `Twinsight needs Node ${OLDEST.join('.')} or newer; this is Node ${version}. Get one from https://nodejs.org.`;
}

/**
 * @typedef {{ version?: string, resolved?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * @param {string} path
 * @returns {LockedPackages | undefined}
 */
function readLock(path) {
  try {
    const lock = /** @type {{ packages?: LockedPackages }} */ (JSON.parse(readFileSync(path, 'utf8')));
    return lock.packages;
  } catch {
    return undefined;
  }
}

/**
 * True when the installed tree is what the lockfile describes: npm writes down what it installed in
 * `node_modules/.package-lock.json`, as its very last step. Packages for other platforms (optional) may be absent.
 * @param {string} root
 * @returns {boolean}
 */
export function isInstalled(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const present = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    if (found ? found.version !== version : !optional) return false;
  }
  return true;
}

/**
 * Runs `npm ci`, without the packages' own install scripts: none is needed here, and some download binaries.
 * @param {string} root
 * @returns {string | undefined} what went wrong, on one line
 */
export function installDependencies(root) {
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // npm names itself to the scripts that it runs; asking Node to run it avoids the shell (and npm.cmd on Windows).
  const npm = process.env.npm_execpath;
  const run =
    npm && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, encoding: 'utf8' })
      : spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.error) return `Could not start npm: ${run.error.message}`;
  if (run.status === 0) return undefined;
  const lines = `${run.stderr}\n${run.stdout}`.split('\n').map((line) => line.trim());
  const reasons = lines.filter(
    (line) => line.startsWith('npm error') && !/complete log|^npm error$/.test(line),
  );
  const reason = reasons.map((line) => line.slice('npm error '.length)).join('; ');
  return `Installing dependencies failed (npm ci, exit ${run.status}): ${reason || 'no reason given'}`;
}
