import { readFileSync } from 'node:fs';
import { readTraces } from '../../src/io/trace/readTraces.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const MEASURED = 'Measured for this question';

test('a question has measured what it needs, once, and keeps the conversation', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await app.expectAnswer('How many laptops are there?', /^1$/);
  await expect(app.answer().getByRole('heading', { name: MEASURED })).toHaveCount(0);

  await app.ask('Segment the laptop.');
  const measured = app
    .answer()
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: MEASURED }) });
  await expect(measured.getByRole('listitem')).toHaveText(
    [/masks.*laptop.*\d m?s.*mask of \d+ px² → mask of \d+ px²/],
    {
      timeout: 60_000,
    },
  );
  await expect(page.getByText('Asked before')).toBeVisible();
  await expect(page.getByRole('button', { name: /How many laptops/ }).last()).toBeVisible();

  await app.ask('Highlight the laptop.');
  await expect(app.answer()).toContainText('Highlight the laptop.');
  await expect(app.answer().getByRole('heading', { name: MEASURED })).toHaveCount(0);
});

test('answers are saved as traces and opened again beside their twin', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await app.expectAnswer('How many books are there?', /^\d+$/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Traces/ }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  const traces = readTraces(text, 'saved');
  expect(traces).toMatchObject({
    ok: true,
    value: [{ outcome: { kind: 'answered' }, structure: { score: 1 } }],
  });

  await app.open();
  await app.openSample('Desk');
  await expect(app.answer()).toHaveCount(0);
  const buffer = Buffer.from(text);
  await app.dropFile({ name: 'desk.trace.jsonl', mimeType: 'application/jsonl', buffer });
  await expect(app.answer()).toContainText('How many books are there?');
});
