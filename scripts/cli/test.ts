import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration } from '../../src/core/units.ts';
import { runCommand } from '../lib/badInput.ts';
import { runBrowserTests } from '../lib/browserTests.ts';
import { ensureBuilt, ensureFaultsBuilt } from '../lib/build.ts';
import { runChecks } from '../lib/checks.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { execPackage } from '../lib/exec.ts';
import { CACHE } from '../lib/project.ts';
import { failureText, type Outcome, readOutcome, sumOutcomes, vitestOutcome } from '../lib/testReports.ts';

const REPORTS = join(CACHE, 'reports');

/** Several times what they take; a test that blocks its thread is beyond the runner's own timeouts. */
const UNIT_LIMIT_MS = 10 * 60_000;

async function unitTests(): Promise<Outcome> {
  const report = join(REPORTS, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await execPackage('vitest/vitest.mjs', ['run', ...reporters], { echo: true, limitMs: UNIT_LIMIT_MS });
  return readOutcome(report, vitestOutcome);
}

/** An outcome and the time that it took. */
async function timed(
  name: string,
  part: () => Promise<Outcome>,
): Promise<Outcome & { readonly line: string }> {
  const started = performance.now();
  const outcome = await part();
  const { passed, failed, skipped } = outcome;
  const left = skipped > 0 ? `, ${skipped} skipped` : '';
  const line = `${name}: ${passed} passed, ${failed} failed${left}, ${formatDuration(performance.now() - started)}\n`;
  return { ...outcome, line };
}

async function staticChecks(): Promise<Outcome> {
  const outcomes = await runChecks();
  const failures = outcomes
    .filter(({ passed }) => !passed)
    .map(({ name, output }) => failureText(`check: ${name}`, output));
  return { passed: outcomes.length - failures.length, failed: failures.length, skipped: 0, failures };
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
    await timed('browser tests', () => runBrowserTests({ chromium, reports: REPORTS })),
  ];
  // What failed comes last, in short: the end of a log is what people look at.
  const { passed, failed, failures } = sumOutcomes(all);
  if (failures.length > 0) process.stdout.write(`\nWhat failed:\n\n${failures.join('\n\n')}\n`);
  process.stdout.write(`\n${all.map(({ line }) => line).join('')}`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
});
