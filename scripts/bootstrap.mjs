// Makes every npm script work as the only command on a fresh clone: checks Node, installs dependencies when they are
// missing or differ from the lockfile, then runs scripts/cli/<command>.ts. Plain JavaScript, built-in modules only.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, isInstalled, nodeProblem } from './lib/installation.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = process.argv[2] ?? '';
const entry = join(root, 'scripts', 'cli', `${command}.ts`);

const fail = (/** @type {string} */ message, /** @type {number} */ code) => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

const problem = nodeProblem(process.versions.node);
if (problem) fail(problem, 2);
if (!/^[a-z]+$/.test(command) || !existsSync(entry)) {
  fail(`bootstrap: unknown command ${JSON.stringify(command)}; see "scripts" in package.json`, 2);
}

if (!isInstalled(root)) {
  process.stdout.write('Installing dependencies (npm ci) …\n');
  const failure = installDependencies(root);
  if (failure) fail(failure, 1);
}

// Commands are TypeScript; tsx translates them on import.
const { register } = await import('tsx/esm/api');
register();
process.argv.splice(1, 2, entry);
await import(`./cli/${command}.ts`);
