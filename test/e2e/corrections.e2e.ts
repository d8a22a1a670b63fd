import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { AppDriver } from './support/app.ts';
import { setUpSmallRun } from './support/lab.ts';
import { expect, test } from './support/test.ts';

/** Of training on a machine that other tests share. */
const SLOW = { timeout: 80_000 };

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

test('answers are corrected, kept over a reload, split, and trained on', async ({ page }) => {
  test.slow();
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await app.expectAnswer('How many cups are there?', /2/);
  await button(page, 'Correct this').click();
  const form = page.getByRole('form', { name: 'Correct this answer' });
  await button(page, 'Keep it').click();
  await expect(form.getByRole('alert')).toContainText('No number is given');
  const { violations } = await new AxeBuilder({ page }).include('.correctForm').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await form.getByLabel('Right number').fill('three');
  await button(page, 'Keep it').click();
  await expect(app.answer().getByText('Corrected to 3')).toBeVisible();

  await app.expectAnswer('Where is the laptop?', /laptop/);
  await button(page, 'Correct this').click();
  await form.getByRole('button', { name: /clock/ }).click();
  await expect(form.getByText('2 chosen')).toBeVisible();
  await button(page, 'Keep it').click();
  await expect(app.answer().getByText(/Corrected to laptop o\d+, clock o\d+/)).toBeVisible();

  await page.reload();
  await button(page, 'Lab').click();
  await button(page, 'My corrections').click();
  await expect(page.getByText('2 corrected answers: 1 to train on, 1 held out.')).toBeVisible();
  const rows = page.getByRole('table', { name: 'Corrected answers' }).getByRole('row');
  const own = rows.filter({ has: page.getByRole('cell', { name: 'train', exact: true }) });
  const trained = await own.getByRole('rowheader').innerText();

  await setUpSmallRun(page);
  const share = page.getByLabel('My corrections: share of each step');
  await share.fill('1');
  await share.blur();
  await button(page, 'One step').click();
  await expect(page.getByRole('region', { name: 'Status' })).toContainText('Paused at step 1', SLOW);
  await button(page, 'Group').click();
  const group = page.getByRole('region', { name: 'Group', exact: true });
  await expect(group.getByText(trained).first()).toBeVisible();

  await button(page, 'Measure now').click();
  await button(page, 'Before and after').click();
  const compared = page.getByRole('region', { name: 'Before and after' });
  await compared.getByRole('button', { name: 'My corrections' }).click(SLOW);
  await expect(compared.getByText(/of 1 right before, \d after step 1/)).toBeVisible();
});
