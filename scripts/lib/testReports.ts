import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ROOT } from './project.ts';

/** What a part of the tests came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One paragraph for each failure: which test, and the start of what it said. */
  readonly failures: readonly string[];
}

/** Of parts that ran one after the other. */
export const sumOutcomes = (parts: readonly Outcome[]): Outcome => ({
  passed: parts.reduce((sum, { passed }) => sum + passed, 0),
  failed: parts.reduce((sum, { failed }) => sum + failed, 0),
  skipped: parts.reduce((sum, { skipped }) => sum + skipped, 0),
  failures: parts.flatMap(({ failures }) => failures),
});

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string().optional(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string().optional(),
          status: z.string().optional(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const playwrightError = z.object({ message: z.string().optional() });

const playwrightSuite = z.object({
  specs: z
    .array(
      z.object({
        title: z.string(),
        file: z.string(),
        line: z.number(),
        tests: z.array(
          z.object({
            projectName: z.string(),
            status: z.string(),
            results: z.array(z.object({ errors: z.array(playwrightError).optional() })),
          }),
        ),
      }),
    )
    .optional(),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(playwrightError),
  suites: z.array(playwrightSuite).optional(),
});

/** What is kept of a message: enough to see what was expected where. */
const MAX_LINES = 12;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Which part failed, and the start of what it said. */
export function failureText(name: string, message = 'no message'): string {
  const lines = message
    .replace(COLOURS, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/node_modules|node:internal/.test(line));
  const cut = lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '…'] : lines;
  return [name.replace(`${ROOT}/`, ''), ...cut.map((line) => `    ${line.slice(0, 240)}`)].join('\n');
}

/** Reads a Vitest JSON report; a test file that does not load is one failure. */
export function vitestOutcome(json: unknown): Outcome {
  const report = vitestReport.parse(json);
  const failed = report.testResults.filter(({ status }) => status === 'failed');
  const broken = failed.filter(({ assertionResults }) => assertionResults.length === 0);
  const failures = failed.flatMap(({ name = 'a file', message, assertionResults }) =>
    assertionResults.length === 0
      ? [failureText(name, message)]
      : assertionResults
          .filter((test) => test.status === 'failed')
          .map((test) => failureText(`${name} › ${test.fullName}`, test.failureMessages?.join('\n'))),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests,
    failures,
  };
}

type Suite = z.infer<typeof playwrightSuite>;

const suiteFailures = ({ specs = [], suites = [] }: Suite): readonly string[] => [
  ...specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const messages = results.flatMap(({ errors = [] }) => errors.map(({ message }) => message ?? ''));
        return failureText(`[${projectName}] ${file}:${line} › ${title}`, messages.join('\n'));
      }),
  ),
  ...suites.flatMap(suiteFailures),
];

/** Reads a Playwright JSON report; an error outside any test is one failure, and so is a flaky test. */
export function playwrightOutcome(json: unknown): Outcome {
  const { stats, errors, suites = [] } = playwrightReport.parse(json);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap(suiteFailures),
      ...errors.map(({ message }) => failureText('outside any test', message)),
    ],
  };
}

/** Reads a report that a runner has just written; a run that left none counts as one failure. */
export function readOutcome(path: string, read: (json: unknown) => Outcome): Outcome {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { passed: 0, failed: 1, skipped: 0, failures: [failureText('the run left no report', reason)] };
  }
}
