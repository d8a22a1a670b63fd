import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

/** Skips the test where the open page is offered no WebGPU adapter. */
export async function needAdapter(page: Page): Promise<void> {
  const offered = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  // Where it is required, a missing adapter is a failure: a suite must not be green on nothing.
  if (process.env.REQUIRE_WEBGPU === '1') expect(offered).toBe(true);
  test.skip(!offered, 'this browser offers no WebGPU adapter');
}
