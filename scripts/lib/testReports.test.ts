import { describe, expect, it } from 'vitest';
import { playwrightOutcome, readOutcome, vitestOutcome } from './testReports.ts';

describe('test reports', () => {
  it('count a test file that does not load as a failure, and name what failed', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        { name: 'b.test.ts', status: 'passed', assertionResults: [{}, {}, {}] },
        {
          name: 'c.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'passes', status: 'passed' },
            {
              fullName: 'counts cups',
              status: 'failed',
              failureMessages: ['expected 1 to be 2\n    at /node_modules/runner.js:1'],
            },
          ],
        },
      ],
    };
    expect(vitestOutcome(report)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
      failures: ['a.test.ts\n    no such module', 'c.test.ts › counts cups\n    expected 1 to be 2'],
    });
  });

  it('count flaky tests and errors outside tests as failures, and name them', () => {
    const spec = (title: string, status: string, message: string) => ({
      title,
      file: 'main.e2e.ts',
      line: 7,
      tests: [{ projectName: 'wasm', status, results: [{ errors: [{ message }] }] }],
    });
    const report = {
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 4 },
      errors: [{ message: 'set-up' }],
      suites: [
        {
          specs: [
            spec('opens', 'expected', ''),
            spec('answers', 'unexpected', '\u001b[31mno article\u001b[0m'),
          ],
          suites: [{ specs: [spec('saves', 'flaky', 'late')] }],
        },
      ],
    };
    expect(playwrightOutcome(report)).toEqual({
      passed: 5,
      failed: 3,
      skipped: 4,
      failures: [
        '[wasm] main.e2e.ts:7 › answers\n    no article',
        '[wasm] main.e2e.ts:7 › saves\n    late',
        'outside any test\n    set-up',
      ],
    });
  });

  it('cut long messages', () => {
    const message = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    const [failure] = playwrightOutcome({ stats, errors: [{ message }] }).failures;
    expect(failure?.split('\n')).toHaveLength(14);
    expect(failure).toMatch(/line 11\n {4}…$/);
  });

  it('count a missing report as a failure', () => {
    const outcome = readOutcome('no/such/report.json', vitestOutcome);
    expect(outcome).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(outcome.failures).toEqual([expect.stringContaining('no/such/report.json')]);
  });
});
