import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { ROOT } from '../../scripts/lib/project.ts';
import { z } from '../../src/core/zod.ts';
import { readSafetensors } from '../../src/training/model/safetensors.ts';
import { AppDriver } from './support/app.ts';
import { setUpSmallRun } from './support/lab.ts';
import { expect, test } from './support/test.ts';

/** Of training on a machine that other tests share. */
const SLOW = { timeout: 80_000 };

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

const status = (page: Page): Locator => page.getByRole('region', { name: 'Status' });

/** The step at which a run rests. */
async function pausedAt(page: Page): Promise<number> {
  await expect(status(page)).toContainText(/Paused at step \d/, SLOW);
  return Number(/Paused at step (\d+)/.exec(await status(page).innerText())?.[1]);
}

/** The step that the status line tells. */
const stepOf = async (page: Page): Promise<number> =>
  Number(/Step (\d+) of/.exec(await status(page).innerText())?.[1]);

/** What a click saves under a name. */
async function saved(page: Page, click: string, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download', (one) => one.suggestedFilename() === name);
  await button(page, click).click();
  return readFileSync(await (await download).path());
}

/** A step whose groups have no signal has no update, and no norm. */
const metricsSchema = z.looseObject({ grad_norm: z.number().optional() });

test('a run of five steps learns, is paused, kept over a reload, gone on with, stopped, exported, imported, and asked as tuned', async ({
  page,
}) => {
  test.slow();
  const app = new AppDriver(page);
  await app.open();
  await button(page, 'Lab').click();
  await setUpSmallRun(page);
  // Drawn hot enough that groups differ; nothing else is there to learn from.
  for (const [label, value] of Object.entries({ Steps: '60', temperature: '1.5', 'anchor weight': '0' })) {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(value);
    await field.blur();
  }

  await button(page, 'Start training').click();
  await expect(status(page)).toContainText(/Step ([5-9]|\d\d) of 60/, SLOW);
  await button(page, 'Pause').click();
  const paused = await pausedAt(page);
  expect(paused).toBeGreaterThanOrEqual(5);
  const group = page.getByRole('region', { name: 'Group', exact: true });
  await expect(group.getByText('Mean reward')).toBeVisible();
  await expect(group.getByText('no difference')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('.lab').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await page.reload();
  await button(page, 'Lab').click();
  await button(page, 'Resume').click();
  expect(await pausedAt(page)).toBe(paused);
  await button(page, 'Go on').click();
  // No particular step: one may last shorter than a look at the page.
  await expect.poll(() => stepOf(page), SLOW).toBeGreaterThan(paused);
  await button(page, 'Stop').click();
  const stopped = await pausedAt(page);
  expect(stopped).toBeGreaterThan(paused);
  await button(page, 'Measure now').click();
  await button(page, 'Before and after').click();
  await expect(page.getByText(`after step ${stopped}`)).toBeVisible(SLOW);

  const lines = (await saved(page, 'Metrics (JSONL)', 'metrics.jsonl')).toString().trim().split('\n');
  expect(lines).toHaveLength(stopped);
  const metrics = lines.map((line) => metricsSchema.parse(JSON.parse(line)));
  // Nothing but groups that differ moves these weights: there is no anchor.
  expect(Math.max(...metrics.map(({ grad_norm = 0 }) => grad_norm))).toBeGreaterThan(0);
  const weights = await saved(page, 'Weights (safetensors)', 'model.safetensors');
  const before = readSafetensors(
    readFileSync(join(ROOT, 'models', 'nano', 'early-100', 'model.safetensors')),
    'start',
  ).tensors;
  const after = readSafetensors(weights, 'export').tensors;
  const name = 'model.layers.0.self_attn.q_proj.weight';
  expect(after.get(name)?.shape).toEqual(before.get(name)?.shape);
  expect(after.get(name)?.data).not.toEqual(before.get(name)?.data);

  const checkpoint = await saved(page, 'Checkpoint', 'checkpoint.safetensors');
  await button(page, 'Reset').click();
  await expect(status(page)).toContainText('No run yet');
  page.once('filechooser', (chooser) =>
    chooser.setFiles({ name: 'mine.safetensors', mimeType: 'application/octet-stream', buffer: checkpoint }),
  );
  await button(page, 'Import a checkpoint…').click();
  expect(await pausedAt(page)).toBe(stopped);
  expect(await saved(page, 'Weights (safetensors)', 'model.safetensors')).toEqual(weights);

  await button(page, 'Ask with it').click();
  await expect(app.pane('Ask')).toBeVisible();
  await app.openSample('Desk');
  await expect(page.getByRole('button', { name: 'Policy: Tuned' })).toBeVisible();
  await app.ask('How many cups are there?');
  await expect(app.answer().getByText('policy tuned')).toBeVisible(SLOW);
});

test('a second tab says that training runs in the first, and takes over when that is closed', async ({
  page,
  context,
}) => {
  await page.goto('?device=wasm');
  await button(page, 'Lab').click();
  await expect(button(page, 'Start training')).toBeEnabled();
  const second = await context.newPage();
  await second.goto('?device=wasm');
  await button(second, 'Lab').click();
  await expect(second.getByText('Training runs in another tab')).toBeVisible();
  await expect(button(second, 'Start training')).toBeDisabled();
  await page.close();
  await expect(button(second, 'Start training')).toBeEnabled();
});

test('a world is shown with its scene, its gold rollout and what perception got wrong', async ({ page }) => {
  await page.goto('?device=wasm');
  await button(page, 'Lab').click();
  await button(page, 'World').click();
  const world = page.getByRole('region', { name: 'World', exact: true });
  await expect(world.getByText('<plan>')).toBeVisible();
  await world.getByLabel('World').selectOption('photo');
  await world.getByLabel('Difficulty').selectOption('hard');
  await expect(world.getByText('What simulated perception changed')).toBeVisible();
  await world.getByLabel('World').selectOption('video');
  await expect(world.getByRole('heading', { name: 'What happens' })).toBeVisible();
  const time = world.getByRole('slider', { name: 'Time in the clip' });
  await time.fill('3');
  await expect(time).toHaveAttribute('aria-valuetext', '1.5 s');
});
