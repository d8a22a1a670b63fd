import type { Page } from '@playwright/test';
import { needAdapter } from './support/adapter.ts';
import { openGpuTests } from './support/gpu.ts';
import { expect, test } from './support/test.ts';

test.setTimeout(300_000);

const runFloats = (page: Page, expression: string, length?: number) =>
  page.evaluate(([written, count]) => window.gpuTests.runFloats(written, count), [
    expression,
    length,
  ] as const);
const state = (page: Page) => page.evaluate(() => window.gpuTests.state());

test('every kernel gives what its reference gives, in all cases', async ({ page }) => {
  await page.goto('headless.html');
  await needAdapter(page);
  const report = await page.evaluate(() => window.twinsight.kernels.verify());
  if (!report.ok) throw new Error(report.error.message);
  const { kernels, passed, adapter, tolerance } = report.value;
  expect(adapter.description).not.toBe('');
  expect(
    kernels.flatMap(({ kernel, failures }) => failures.map((failure) => `${kernel}: ${failure}`)),
  ).toEqual([]);
  expect(kernels.map(({ kernel }) => kernel)).toEqual([
    'mask overlaps',
    'box IoUs',
    'matching',
    'token overlaps',
    'reward sums',
    'advantages',
  ]);
  for (const { kernel, cases, numbers, mismatches, worstError } of kernels) {
    expect(cases, kernel).toBeGreaterThan(8);
    expect(numbers, kernel).toBeGreaterThan(100);
    expect(mismatches, kernel).toBe(0);
    expect(worstError, kernel).toBeLessThanOrEqual(tolerance);
  }
  expect(passed).toBe(true);
});

test('a kernel gives the same bits every time, allocates once, and ends when its GPU is given back', async ({
  page,
}) => {
  await openGpuTests(page);
  await needAdapter(page);
  const first = await page.evaluate(() => window.gpuTests.repeat(1));
  const { ledger } = await state(page);
  const others = await page.evaluate(() => window.gpuTests.repeat(3));
  expect(new Set([...first, ...others]).size).toBe(1);
  expect((await state(page)).ledger).toEqual(ledger);
  expect(await page.evaluate(() => window.gpuTests.runAfterDispose())).toMatchObject({ code: 'gpu-lost' });
});

test('what a GPU does wrong is told, and the next job runs', async ({ page }) => {
  await openGpuTests(page);
  await needAdapter(page);
  const failed = (message: RegExp) => ({ code: 'gpu-failed', message: expect.stringMatching(message) });
  expect(await runFloats(page, 'let large = 1e30 * f32(i + 1u); numbers[i] = large * large;')).toEqual(
    failed(/100 of the numbers are not finite/),
  );
  expect(await runFloats(page, 'numbers[i] = bitcast<f32>(0x7fc00000u + 0u * i);')).toEqual(
    failed(/100 of the numbers are not finite/),
  );
  // Memory that a program forgets to write is not what happened to be there.
  expect(await runFloats(page, 'if (i > 0u) { numbers[i] = 1.0; }')).toEqual(
    failed(/1 of the numbers are not finite/),
  );
  expect(await runFloats(page, 'numbers[i] = unknown;')).toEqual(failed(/does not compile here: line \d+/));
  const { ledger } = await state(page);
  expect(await runFloats(page, 'numbers[i] = 1.0;', 400_000_000)).toMatchObject({ code: 'gpu-limit' });
  expect(await runFloats(page, 'numbers[i] = 1.0;', 64 * 70_000)).toMatchObject({ code: 'gpu-limit' });
  expect((await state(page)).ledger, 'nothing is allocated for a job that cannot run').toEqual(ledger);
  expect(await runFloats(page, 'numbers[i] = f32(i);')).toEqual({ numbers: [0, 1, 2] });
});

// The GPU process crashes below: this test comes last, because a browser survives only a few crashes.

test('a GPU that crashes is replaced once, and its job run again; the second time it is told', async ({
  page,
  browser,
}) => {
  await openGpuTests(page);
  await needAdapter(page);
  expect(await state(page)).toMatchObject({ state: 'ready', generation: 1 });
  expect(await runFloats(page, 'numbers[i] = 1.0;')).toEqual({ numbers: [1, 1, 1] });
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  expect(await runFloats(page, 'numbers[i] = 2.0;')).toEqual({ numbers: [2, 2, 2] });
  expect(await state(page)).toMatchObject({ state: 'ready', generation: 2 });
  await devtools.send('Browser.crashGpuProcess');
  expect(await runFloats(page, 'numbers[i] = 3.0;')).toMatchObject({ code: 'gpu-lost' });
  expect(await state(page)).toMatchObject({ state: 'lost', generation: 2 });
});
