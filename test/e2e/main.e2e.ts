import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, ROOT } from '../../scripts/lib/project.ts';
import { AppDriver, CATS, photo } from './support/app.ts';
import { expect, test } from './support/test.ts';

test('starts with nothing open, says what to do, and loads no model', async ({ page }) => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  const app = new AppDriver(page);
  await app.open();
  await expect(page).toHaveTitle(/Twinsight/);
  await expect(app.pane('Stage').getByRole('heading', { name: 'Drop a photo or a clip' })).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(loaded.filter((url) => /\.(onnx|wasm)$/.test(url))).toEqual([]);
});

test('a sample is usable within 3 s, is labelled as recorded, and answers with evidence', async ({
  page,
}) => {
  const app = new AppDriver(page);
  const started = Date.now();
  await app.open();
  await app.openSample('Desk');
  expect(Date.now() - started).toBeLessThan(3000);
  await expect(app.pane('Stage').getByText(/recorded/i)).toBeVisible();
  await app.expectAnswer('How many laptops are there?', /^1$/);
  await expect(app.answer().getByRole('heading', { name: 'Program' })).toBeVisible();
  await expect(app.evidence()).toHaveText([/laptop/]);
});

test('a dropped photo becomes a measured twin and answers', async ({ page }) => {
  const path = photo(CATS);
  test.skip(path === undefined, 'the folder of photographs is missing (see CONTRIBUTING.md)');
  const app = new AppDriver(page);
  await app.open();
  await app.dropFile({ name: CATS, mimeType: 'image/jpeg', buffer: readFileSync(path ?? '') });
  await expect(app.picture(/555705.*: \d+ objects/)).toBeVisible({ timeout: 60_000 });
  await app.expectAnswer('How many cats are there?', /^2$/);
  await expect(app.evidence()).toHaveCount(2);
  await expect(page.getByRole('button', { name: /Models: Detector on WASM/ })).toBeVisible();
});

test('the file dialog opens a photo', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openFile(join(ROOT, 'public', 'samples', 'street.webp'));
  await expect(app.picture(/street.*: \d+ objects/)).toBeVisible({ timeout: 60_000 });
});

test('a sample can be measured anew by the real detector', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await app.measure();
  await expect(page.getByRole('button', { name: /Models: Detector on WASM/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(app.pane('Stage').getByText(/recorded/i)).toHaveCount(0, { timeout: 60_000 });
  await app.expectAnswer('Is there a laptop?', /^yes/);
});

test('a saved twin opens again as the same twin', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  const count = await app.objects().count();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Twin JSON/ }).click();
  const saved = await (await download).path();
  const text = readFileSync(saved, 'utf8');
  const recorded = readFileSync(join(ROOT, 'public', 'samples', 'desk.twin.json'), 'utf8');
  expect(JSON.parse(text)).toEqual(JSON.parse(recorded));
  await app.dropFile({ name: 'again.twin.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(app.pane('Stage').getByText(/imported/i)).toBeVisible();
  await expect(app.objects()).toHaveCount(count);
  await app.expectAnswer('How many laptops are there?', /^1$/);
});

test('the overlay is saved as a PNG of the image', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Overlay PNG/ }).click();
  const bytes = readFileSync(await (await download).path());
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(10_000);
});

test('a photo with COCO annotations becomes an oracle twin with colours, depth and places', async ({
  page,
}) => {
  const path = photo(CATS);
  test.skip(path === undefined, 'the folder of photographs is missing (see CONTRIBUTING.md)');
  const app = new AppDriver(page);
  await app.open();
  await app.dropFile(
    { name: CATS, mimeType: 'image/jpeg', buffer: readFileSync(path ?? '') },
    {
      name: 'instances.json',
      mimeType: 'application/json',
      buffer: readFileSync(join(DATA, 'coco', 'instances.json')),
    },
  );
  await expect(app.pane('Stage').getByText(/oracle/i)).toBeVisible();
  await app.expectAnswer('How many cats are there?', /^2$/);
  await app.expectAnswer('What color is the largest cat?', /^(black|gray|brown|white|orange|tan|beige)/);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Twin JSON/ }).click();
  const { objects } = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  expect(objects.length).toBeGreaterThan(1);
  for (const object of objects) {
    expect(object.attributes.colour?.value, object.id).toEqual(expect.any(String));
    expect(object.states[0].depth).toMatchObject({ unit: 'm', mean: expect.any(Number) });
    expect(object.states[0].position).toHaveLength(3);
  }
});

test('the key O opens a file while another picture is open', async ({ page }) => {
  const app = new AppDriver(page);
  // Listened for from the start: a key is pressed faster than the browser learns that its dialog is to be caught.
  page.on('filechooser', (chooser) => chooser.setFiles(join(ROOT, 'public', 'samples', 'breakfast.webp')));
  await app.open();
  await app.openSample('Desk');
  await app.expectAnswer('How many laptops are there?', /^1$/);
  await app.objects().first().click();
  await page.keyboard.press('o');
  await expect(app.picture(/breakfast.*: \d+ objects/)).toBeVisible({ timeout: 60_000 });
});

test('the second of two pictures opened at once is the one that stays', async ({ page }) => {
  const app = new AppDriver(page);
  const sample = (name: string) => ({
    name: `${name}.webp`,
    mimeType: 'image/webp',
    buffer: readFileSync(join(ROOT, 'public', 'samples', `${name}.webp`)),
  });
  await app.open();
  await app.dropFile(sample('street'));
  await app.dropFile(sample('breakfast'));
  await expect(app.picture(/breakfast.*: \d+ objects/)).toBeVisible({ timeout: 60_000 });
  await expect(app.job()).toHaveCount(0);
  await expect(app.errors()).toHaveCount(0);
});
