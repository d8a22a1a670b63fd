import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration } from '../../src/core/units.ts';
import { runCommand } from '../lib/badInput.ts';
import { ensureBuilt, ensureFaultsBuilt } from '../lib/build.ts';
import { runChecks } from '../lib/checks.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { execPackage } from '../lib/exec.ts';
import { CACHE } from '../lib/project.ts';
import { type Counts, playwrightCounts, readCounts, vitestCounts } from '../lib/testReports.ts';

const REPORTS = join(CACHE, 'reports');

/** Many times what each part takes; a test that blocks its thread is beyond the runner's own timeouts. */
const UNIT_LIMIT_MS = 10 * 60_000;
const BROWSER_LIMIT_MS = 25 * 60_000;

async function unitTests(): Promise<Counts> {
  const report = join(REPORTS, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await execPackage('vitest/vitest.mjs', ['run', ...reporters], { echo: true, limitMs: UNIT_LIMIT_MS });
  return readCounts(report, vitestCounts);
}

async function browserTests(chromium: string): Promise<Counts> {
  const report = join(REPORTS, 'e2e.json');
  await execPackage('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    echo: true,
    limitMs: BROWSER_LIMIT_MS,
    env: { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return readCounts(report, playwrightCounts);
}

/** Counts and the time that they took. */
async function timed(name: string, part: () => Promise<Counts>): Promise<Counts & { readonly line: string }> {
  const started = performance.now();
  const counts = await part();
  const { passed, failed, skipped } = counts;
  const left = skipped > 0 ? `, ${skipped} skipped` : '';
  const line = `${name}: ${passed} passed, ${failed} failed${left}, ${formatDuration(performance.now() - started)}\n`;
  return { ...counts, line };
}

async function staticChecks(): Promise<Counts> {
  const outcomes = await runChecks();
  const failed = outcomes.filter((outcome) => !outcome.passed).length;
  return { passed: outcomes.length - failed, failed, skipped: 0 };
}

// Everything that CI runs: static checks, unit tests, browser tests on the production build. All of it runs even after
// a failure, so that one run tells the whole story.
await runCommand(async () => {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const chromium = await ensureChromium();
  await ensureBuilt();
  await ensureFaultsBuilt();
  const all = [
    await timed('checks', staticChecks),
    await timed('unit tests', unitTests),
    await timed('browser tests', () => browserTests(chromium)),
  ];
  process.stdout.write(`\n${all.map(({ line }) => line).join('')}`);
  const sum = (key: keyof Counts) => all.reduce((total, counts) => total + counts[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  if (sum('failed') > 0) process.exitCode = 1;
});
