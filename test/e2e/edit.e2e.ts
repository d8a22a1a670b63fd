import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const inspector = (app: AppDriver): Locator =>
  app.pane('Twin').getByRole('complementary', { name: /Selected object/ });

const row = (app: AppDriver, text: string | RegExp): Locator => app.objects().filter({ hasText: text });

test('an edited object changes everywhere, the answer with it, and undo brings both back', async ({
  page,
}) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  await app.expectAnswer('How many cups are there?', /^2$/);
  await row(app, 'cup').first().click();
  const id = await row(app, 'cup').first().getAttribute('data-id');
  await page.keyboard.press('Delete');
  await expect(row(app, 'cup')).toHaveCount(1);
  await expect(app.pane('Graph').getByRole('option', { name: new RegExp(`\\b${id}\\b`) })).toHaveCount(0);
  await expect(app.pane('Ask').getByText('Asked before the twin changed.')).toBeVisible();
  await app.pane('Ask').getByRole('button', { name: 'Ask again' }).click();
  await expect(app.answer().getByRole('status').first()).toHaveText('1');
  await app
    .pane('Stage')
    .getByRole('button', { name: /^Undo: delete cup/ })
    .click();
  await expect(row(app, 'cup')).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(row(app, 'cup')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(row(app, 'cup')).toHaveCount(2);
});

test('label, depth and attributes are corrected by hand, by keyboard alone', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  await expect(app.picture(/\d+ objects/)).toBeVisible();
  await row(app, 'vase').click();
  await page.keyboard.press('F2');
  await expect(page.getByLabel('Label', { exact: true })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('bottle');
  await page.keyboard.press('Enter');
  await expect(row(app, 'bottle')).toHaveCount(1);
  await expect(row(app, 'vase')).toHaveCount(0);
  await inspector(app)
    .getByLabel(/^Depth/)
    .fill('0.4');
  await page.keyboard.press('Enter');
  await expect(row(app, 'bottle')).toContainText('0.40 ± 0.00 m');
  await inspector(app).getByLabel('Name of the attribute to set').fill('material');
  await inspector(app).getByLabel('Value of the attribute to set').fill('glass');
  await page.keyboard.press('Enter');
  await expect(row(app, 'bottle')).toContainText('glass');
  await app.expectAnswer('What is the closest object?', /bottle/);
});

for (const stays of [true, false]) {
  const then = stays
    ? 'is given the focus as soon as it is there'
    : 'leaves the focus where the person put it';
  test(`a field whose code is still loading ${then}`, async ({ page }) => {
    const app = new AppDriver(page);
    let load = (): void => undefined;
    const loading = new Promise<void>((resolve) => {
      load = resolve;
    });
    await page.route(/ObjectInspector/, async (route) => {
      await loading;
      await route.continue();
    });
    await app.open('', '?device=wasm&sample=desk');
    await row(app, 'vase').click();
    await page.keyboard.press('F2');
    const question = page.getByLabel('Question about the image');
    if (!stays) await question.click();
    load();
    const label = page.getByLabel('Label', { exact: true });
    await expect(label).toHaveValue('vase');
    await expect(stays ? label : question).toBeFocused();
  });
}

test('a depth that is none is refused with a reason', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  await row(app, 'laptop').click();
  await inspector(app)
    .getByLabel(/^Depth/)
    .fill('far');
  await page.keyboard.press('Enter');
  await expect(app.errors()).toContainText('A depth is a positive number.');
  await expect(row(app, 'laptop')).toContainText(/\d ± /);
});

test('edits are in the saved twin, and there again when it is opened', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  await row(app, 'vase').click();
  await inspector(app).getByLabel('Label').fill('bottle');
  await page.keyboard.press('Enter');
  await expect(row(app, 'bottle')).toHaveCount(1);
  await row(app, 'clock').click();
  await inspector(app).getByRole('button', { name: 'Delete the object' }).click();
  await expect(row(app, 'clock')).toHaveCount(0);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Twin JSON/ }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('"human"');
  await page.reload();
  await app.dropFile({ name: 'edited.twin.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(row(app, 'bottle')).toHaveCount(1);
  await expect(row(app, 'clock')).toHaveCount(0);
  await app.pane('Twin').getByRole('tab', { name: /Log/ }).click();
  const log = page.getByRole('table', { name: 'Log of tool runs' });
  await expect(log.getByRole('row').filter({ hasText: 'action=rename' })).toHaveCount(1);
  await expect(log.getByRole('row').filter({ hasText: 'action=remove' })).toHaveCount(1);
});
