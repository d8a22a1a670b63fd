import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration } from '../../src/core/units.ts';
import { execPackage } from './exec.ts';
import { ROOT } from './project.ts';
import { failureText, type Outcome, playwrightOutcome, readOutcome, sumOutcomes } from './testReports.ts';

/** Several times what the longest file takes. */
const FILE_LIMIT_MS = 6 * 60_000;

export interface BrowserTestRun {
  readonly chromium: string;
  /** Folder of the reports. */
  readonly reports: string;
}

/** Runs one file of tests, which leaves a report unless the runner hangs, and tells how it ended. */
export type RunFile = (
  file: string,
  report: string,
) => Promise<{ readonly code: number; readonly ms: number }>;

const withPlaywright =
  (chromium: string): RunFile =>
  (file, report) =>
    execPackage('@playwright/test/cli.js', ['test', file, '--reporter=list,json'], {
      echo: true,
      limitMs: FILE_LIMIT_MS,
      env: { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });

/**
 * One file of tests. Playwright loads a file outside of all its timeouts, and was once seen to stand still between two of them: a run that left
 * no report is started once more, and said. A test that failed has left one, and is not run again.
 */
export async function browserTestFile(file: string, report: string, run: RunFile): Promise<Outcome> {
  const first = await run(file, report);
  if (!existsSync(report)) {
    process.stdout.write(
      `${file}: the runner ended without a report (exit ${first.code}, ${formatDuration(first.ms)}), and is started once more.\n`,
    );
    await run(file, report);
  }
  const outcome = readOutcome(report, playwrightOutcome);
  if (outcome.passed + outcome.failed + outcome.skipped > 0) return outcome;
  return { ...outcome, failed: 1, failures: [failureText(file, 'holds no tests')] };
}

/** Runs the browser tests, each file in a process of its own: what hangs or breaks one keeps no other from being run. */
export async function runBrowserTests({ chromium, reports }: BrowserTestRun): Promise<Outcome> {
  const folder = join('test', 'e2e');
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.e2e.ts'));
  const outcomes: Outcome[] = [];
  for (const name of files.toSorted()) {
    const report = join(reports, `${name}.json`);
    outcomes.push(await browserTestFile(`${folder}/${name}`, report, withPlaywright(chromium)));
  }
  return sumOutcomes(outcomes);
}
