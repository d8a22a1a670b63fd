import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { browserTestFile, type RunFile } from './browserTests.ts';

const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 };
const ended = { code: 1, ms: 360_000 };

let folder = '';
let reports = 0;
const nextReport = (): string => join(folder, `${reports++}.json`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'browser-tests-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A runner that hangs so many times before it leaves this report. */
const runner = (hangs: number, report: unknown) =>
  vi.fn<RunFile>(async (_, path) => {
    if (hangs-- <= 0) writeFileSync(path, JSON.stringify(report));
    return ended;
  });

describe('a file of browser tests', () => {
  it('is started once more, and said, where the runner hung', async () => {
    const run = runner(1, { stats, errors: [] });
    expect(await browserTestFile('a.e2e.ts', nextReport(), run)).toMatchObject({ passed: 2, failed: 0 });
    expect(run).toHaveBeenCalledTimes(2);
    expect(process.stdout.write).toHaveBeenCalledWith(
      'a.e2e.ts: the runner ended without a report (exit 1, 6 min 0 s), and is started once more.\n',
    );
  });

  it('is a failure where the runner hangs twice', async () => {
    const run = runner(2, { stats, errors: [] });
    expect(await browserTestFile('a.e2e.ts', nextReport(), run)).toMatchObject({ passed: 0, failed: 1 });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('is not run again where a test failed', async () => {
    const run = runner(0, { stats: { ...stats, unexpected: 1 }, errors: [] });
    expect(await browserTestFile('a.e2e.ts', nextReport(), run)).toMatchObject({ passed: 2, failed: 1 });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is a failure where it holds no tests', async () => {
    const run = runner(0, { stats: { ...stats, expected: 0 }, errors: [] });
    expect(await browserTestFile('a.e2e.ts', nextReport(), run)).toMatchObject({
      failed: 1,
      failures: ['a.e2e.ts\n    holds no tests'],
    });
  });
});
