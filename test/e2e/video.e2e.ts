import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { ROOT } from '../../scripts/lib/project.ts';
import { AppDriver } from './support/app.ts';
import { panningClip } from './support/clips.ts';
import { countRenders, rendersBetweenFrames } from './support/renders.ts';
import { expect, test } from './support/test.ts';

/** What the time's slider says on the last frame. */
const LAST_FRAME = /frame (\d+) of \1\b/;

const frameNumber = (spoken: string | null): number => Number(/frame (\d+)/.exec(spoken ?? '')?.[1]);

const street = readFileSync(join(ROOT, 'public', 'samples', 'street.webp'));

test('a clip is planned, measured, cancelled with what was measured, measured again, played and asked', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const app = new AppDriver(page);
  await countRenders(page);
  await app.open();
  const buffer = await panningClip(page, street, { frames: 16, frameRate: 10 });
  await app.dropFile({ name: 'pan.webm', mimeType: 'video/webm', buffer });

  const plan = page.getByRole('region', { name: 'Sampling plan' });
  await expect(plan).toContainText(/VP8 in (WebM|Matroska), 480 × 320 px/, { timeout: 60_000 });
  await expect(plan.getByRole('radio')).not.toHaveCount(0);
  await plan.getByRole('radio', { name: /Every frame/ }).check();
  await plan.getByRole('button', { name: /^Measure \d+ frames/ }).click();

  const stage = app.pane('Stage');
  await expect(stage.getByText(/frame [1-9]\d* of \d+ .* left/)).toBeVisible({ timeout: 60_000 });
  await stage.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.job()).toHaveCount(0, { timeout: 60_000 });
  await expect(app.errors()).toHaveCount(0);
  await expect(stage.getByRole('status').filter({ hasText: /\d+ of \d+ frames/ })).toBeVisible();

  await stage.getByRole('button', { name: 'Measure it again' }).click();
  await plan.getByRole('radio').last().check();
  await plan.getByRole('button', { name: /^Measure/ }).click();
  // Until it has begun there is no job either.
  await expect(app.job()).toBeVisible({ timeout: 60_000 });
  await expect(app.job()).toHaveCount(0, { timeout: 120_000 });
  const bus = page.getByRole('list', { name: 'Tracks' }).getByRole('button', { name: /bus/ }).first();
  await expect(bus).toBeVisible();

  const scrubber = page.getByRole('slider', { name: 'Time in the clip' });
  await scrubber.press('End');
  await expect(scrubber).toHaveAttribute('aria-valuetext', LAST_FRAME);
  const timeline = page.getByRole('slider', { name: 'Timeline' });
  await scrubber.fill('6');
  await expect(timeline).toHaveAttribute('aria-valuetext', /frame 7 of/);
  await timeline.press('Home');
  await expect(timeline).toHaveAttribute('aria-valuetext', /frame 1 of/);
  await timeline.press('.');
  await expect(timeline).toHaveAttribute('aria-valuetext', /frame 2 of/);
  await page.getByRole('button', { name: /^Pace/ }).click();
  await page.getByRole('menuitemradio', { name: '0.5×' }).click();
  const played = await rendersBetweenFrames(page, async () => {
    await timeline.press(' ');
    await expect(timeline).toHaveAttribute('aria-valuetext', LAST_FRAME, { timeout: 30_000 });
  });
  expect(played.frames).toBeGreaterThan(3);
  expect(played.renders).toBe(0);
  // The button that plays did render: renders are seen where there are any.
  expect(played.rendersInAll).toBeGreaterThan(0);

  const controls = page.getByRole('region', { name: 'Playback' });
  await expect(controls.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).include('.timeline').include('.transport').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

  await app.ask('When is the bus visible?');
  const interval = page.getByRole('list', { name: 'When it holds' }).getByRole('button').first();
  const startS = Number(/^[\d.]+/.exec((await interval.innerText()).trim())?.[0]);
  expect(startS).toBeGreaterThanOrEqual(0);
  await expect(timeline).toHaveAttribute('aria-valuetext', LAST_FRAME);
  await interval.click();
  await expect(timeline).toHaveAttribute('aria-valuetext', /frame \d+ of \d+, measured/);
  await expect(timeline).not.toHaveAttribute('aria-valuetext', LAST_FRAME);
  // Interval and frame are told to a tenth and a thousandth of a second.
  const shownS = Number(await timeline.getAttribute('aria-valuenow')) / 1000;
  expect(Math.abs(shownS - startS)).toBeLessThanOrEqual(0.05);
  await expect(scrubber).toHaveValue(String(frameNumber(await timeline.getAttribute('aria-valuetext')) - 1));
  await expect(bus).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: /^Capability/ }).click();
  await expect(page.getByRole('dialog', { name: 'This machine' })).toContainText(
    /Clips.*VP8.*MP4, MOV or WebM/,
  );
});

test('a clip that can’t be read is refused with its reason, and the twin at hand stays', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await app.dropFile({ name: 'junk.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no clip at all') });
  await expect(app.errors()).toContainText('junk.mp4');
  await expect(app.errors()).toHaveCount(1);
  await expect(app.picture(/desk/)).toBeVisible();
  await app.expectAnswer('How many laptops are there?', /^1$/);
});

test('a proposed clip leaves the twin at hand alone until it is measured', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  const buffer = await panningClip(page, street, { frames: 4, frameRate: 10 });
  await app.openSample('Desk');
  await app.dropFile({ name: 'pan.webm', mimeType: 'video/webm', buffer });
  const plan = page.getByRole('region', { name: 'Sampling plan' });
  await expect(plan).toContainText('What is open stays');
  await plan.getByRole('button', { name: 'Not now' }).click();
  await expect(plan).toHaveCount(0);
  await app.expectAnswer('How many laptops are there?', /^1$/);
});
