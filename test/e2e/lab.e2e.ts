import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { AppDriver } from './support/app.ts';
import { setUpSmallRun } from './support/lab.ts';
import { expect, test } from './support/test.ts';

/** Of training on a machine that other tests share. */
const SLOW = { timeout: 80_000 };

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

const status = (page: Page): Locator => page.getByRole('region', { name: 'Status' });

test('a run is trained, kept over a reload, gone on with, exported, and asked as tuned', async ({ page }) => {
  test.slow();
  const app = new AppDriver(page);
  await app.open();
  await button(page, 'Lab').click();
  await setUpSmallRun(page);

  await button(page, 'One step').click();
  await expect(status(page)).toContainText('Paused at step 1', SLOW);
  const group = page.getByRole('region', { name: 'Group', exact: true });
  await expect(group.getByText('Mean reward')).toBeVisible();
  await expect(group.getByText('no difference')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('.lab').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await page.reload();
  await button(page, 'Lab').click();
  await button(page, 'Resume').click();
  await expect(status(page)).toContainText('Paused at step 1', SLOW);
  await button(page, 'Go on').click();
  await expect(status(page)).toContainText('Done', SLOW);
  await button(page, 'Before and after').click();
  await expect(page.getByText(/of 10 right before, \d+ after step 3/)).toBeVisible();

  const download = page.waitForEvent('download');
  await button(page, 'Metrics (CSV)').click();
  expect((await download).suggestedFilename()).toBe('metrics.csv');

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
