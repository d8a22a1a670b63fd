import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { AppDriver, CATS, photo } from './support/app.ts';
import { keptOffline } from './support/offline.ts';
import { expect, test } from './support/test.ts';

async function choose(page: Page, policy: 'Grammar' | 'Nano'): Promise<void> {
  await page.getByRole('button', { name: /^Policy:/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${policy}`) }).click();
  await expect(page.getByRole('button', { name: `Policy: ${policy}` })).toBeVisible();
}

async function ask(page: Page, question: string): Promise<void> {
  const field = page.getByLabel('Question about the image');
  await field.fill(question);
  await field.press('Enter');
}

test('our own model answers on a dropped photo with the network off', async ({ page, context, watch }) => {
  const path = photo(CATS);
  test.skip(path === undefined, 'the folder of photographs is missing (see CONTRIBUTING.md)');
  watch.expectErrors(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  const app = new AppDriver(page);
  await app.open();
  await keptOffline(page);
  await context.setOffline(true);
  await app.open();
  await app.dropFile({ name: CATS, mimeType: 'image/jpeg', buffer: readFileSync(path ?? '') });
  await expect(app.picture(/\d+ objects/)).toBeVisible({ timeout: 60_000 });
  await choose(page, 'Nano');
  await ask(page, 'How many cats are there?');
  await expect(app.answer().getByText('policy nano')).toBeVisible({ timeout: 60_000 });
  await expect(app.answer().getByText('How many cats are there?')).toBeVisible();
  await expect(app.answer().getByRole('button', { name: /^Rollout/ })).toBeVisible();
});

test('two policies answer one question side by side, by honest cards', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await page.getByRole('button', { name: /^Policy:/ }).click();
  const card = page.getByRole('menuitemradio', { name: /^Nano/ });
  await expect(card).toContainText('1.0 M parameters');
  await expect(card).toContainText('measured with its first answer');
  const { violations } = await new AxeBuilder({ page }).include('[role="menu"]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await card.click();
  await ask(page, 'How many cups are there?');
  await app.answer().getByRole('button', { name: 'Ask grammar the same' }).click({ timeout: 60_000 });
  const both = page.getByRole('region', { name: 'The same question by other policies' });
  await expect(both.getByText('grammar')).toBeVisible();
  await expect(both.getByText('nano', { exact: true })).toBeVisible();
  await both.getByRole('button', { name: 'Show this answer' }).click();
  await expect(app.answer().getByText('policy nano')).toBeVisible();
  await page.getByRole('button', { name: /^Policy:/ }).click();
  await expect(page.getByRole('menuitemradio', { name: /^Nano/ })).toContainText(/\d+ tokens\/s/);
});
