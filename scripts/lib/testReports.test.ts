import { describe, expect, it } from 'vitest';
import { playwrightCounts, readCounts, vitestCounts } from './testReports.ts';

describe('test reports', () => {
  it('count a test file that does not load as a failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{}, {}, {}] },
        { status: 'failed', assertionResults: [{}] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('count flaky tests and errors outside tests as failures', () => {
    const report = {
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 4 },
      errors: [{ message: 'set-up' }],
    };
    expect(playwrightCounts(report)).toEqual({ passed: 5, failed: 3, skipped: 4 });
  });

  it('count a missing report as a failure', () => {
    expect(readCounts('no/such/report.json', vitestCounts)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
