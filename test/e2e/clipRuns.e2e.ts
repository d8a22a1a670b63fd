import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../../scripts/lib/project.ts';
import { openClipMaker } from './support/clipMaker.ts';
import { expect, test } from './support/test.ts';

const STREET = readFileSync(join(ROOT, 'public', 'samples', 'street.webp')).toString('base64');

/** What a run reports on its way, in this order; loading the model has a test of its own. */
const PHASES = ['reading', 'decoding', 'detecting', 'tracking', 'segmenting', 'describing'];

/** Measures every frame of the chosen clip; cancelled as soon as this phase begins. */
const measure = (page: Page, cancelIn = '') =>
  page.evaluate((phase) => {
    const controller = new AbortController();
    const onProgress = (report: { readonly phase: string }): void => {
      if (report.phase === phase) controller.abort();
    };
    return window.twinsight.perceiveVideo(
      { device: 'wasm', rate: 'every' },
      { signal: controller.signal, onProgress },
    );
  }, cancelIn);

test('a clip without a stated length is measured, cancelled in each phase, and measured whole afterwards', async ({
  page,
  site,
}) => {
  test.setTimeout(240_000);
  const maker = await openClipMaker(page, site.url);
  const buffer = await maker.clip({
    container: 'webm',
    codec: 'vp8',
    streamed: true,
    photo: STREET,
    timesMs: [0, 100, 200, 300],
  });
  await page.goto('headless.html');
  await page.locator('input[type=file]').setInputFiles({ name: 'pan.webm', mimeType: 'video/webm', buffer });
  for (const phase of PHASES) {
    const ended = await measure(page, phase);
    const how = ended.ok ? 'measured whole' : `${ended.error.code}: ${ended.error.message}`;
    expect(`${phase}: ${how}`).toMatch(/: cancelled: /);
  }
  const whole = await measure(page);
  if (!whole.ok) throw new Error(whole.error.message);
  const { plan, frames, twin } = whole.value;
  expect(plan.endUs).toBeGreaterThan(300_000);
  expect(plan.endUs).toBeLessThan(1_000_000);
  expect(frames).toMatchObject({ planned: 4, detected: 4 });
  expect(frames.mostAlive).toBeLessThanOrEqual(4);
  expect(twin.objects.map(({ label }) => label)).toContain('bus');
});
