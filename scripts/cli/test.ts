import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../lib/badInput.ts';
import { ensureBuilt, ensureFaultsBuilt } from '../lib/build.ts';
import { runChecks } from '../lib/checks.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { execPackage } from '../lib/exec.ts';
import { CACHE } from '../lib/project.ts';
import { type Counts, playwrightCounts, readCounts, vitestCounts } from '../lib/testReports.ts';

const REPORTS = join(CACHE, 'reports');

async function unitTests(): Promise<Counts> {
  const report = join(REPORTS, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await execPackage('vitest/vitest.mjs', ['run', ...reporters], { echo: true });
  return readCounts(report, vitestCounts);
}

async function browserTests(chromium: string): Promise<Counts> {
  const report = join(REPORTS, 'e2e.json');
  await execPackage('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    echo: true,
    env: { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return readCounts(report, playwrightCounts);
}

const line = (name: string, { passed, failed, skipped }: Counts): string =>
  `${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;

// Everything that CI runs: static checks, unit tests, browser tests on the production build. All of it runs even after
// a failure, so that one run tells the whole story.
await runCommand(async () => {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const chromium = await ensureChromium();
  await ensureBuilt();
  await ensureFaultsBuilt();
  const outcomes = await runChecks();
  const failedChecks = outcomes.filter((outcome) => !outcome.passed).length;
  const checks = { passed: outcomes.length - failedChecks, failed: failedChecks, skipped: 0 };
  const unit = await unitTests();
  const e2e = await browserTests(chromium);

  process.stdout.write(`\n${line('checks', checks)}${line('unit tests', unit)}${line('browser tests', e2e)}`);
  const all = [checks, unit, e2e];
  const sum = (key: keyof Counts) => all.reduce((total, counts) => total + counts[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  if (sum('failed') > 0) process.exitCode = 1;
});
