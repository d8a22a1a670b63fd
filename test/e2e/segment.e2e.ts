import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { ROOT } from '../../scripts/lib/project.ts';
import { AppDriver, CATS, photo } from './support/app.ts';
import { StagePointer } from './support/stage.ts';
import { expect, test } from './support/test.ts';

const SHOTS = join(ROOT, 'test-results', 'screenshots');

/** What the recorded twin of the sample says of its first object with a label: where it is, in pixels of the image. */
function sampleObject(sample: string, label: string) {
  const twin: {
    source: { width: number; height: number };
    objects: { label: string; states: [{ box: [number, number, number, number] }] }[];
  } = JSON.parse(readFileSync(join(ROOT, 'public', 'samples', `${sample}.twin.json`), 'utf8'));
  const box = twin.objects.find((object) => object.label === label)?.states[0].box;
  if (!box) throw new Error(`There is no ${label} in ${sample}.`);
  const [x0, y0, x1, y1] = box;
  return {
    size: twin.source,
    box,
    middle: [(x0 + x1) / 2, (y0 + y1) / 2],
    area: (x1 - x0) * (y1 - y0),
  } as const;
}

/** The box of an object, as its row in the table says by size and centre. */
async function boxOf(row: Locator): Promise<readonly [number, number, number, number]> {
  const cell = async (column: number): Promise<readonly number[]> =>
    ((await row.getByRole('cell').nth(column).textContent()) ?? '').split(/\D+/).map(Number);
  const [[width = 0, height = 0], [x = 0, y = 0]] = [await cell(3), await cell(4)];
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

test('a click on a thing gives its mask, more clicks refine it, and it becomes an object everywhere', async ({
  page,
}) => {
  const app = new AppDriver(page);
  const vase = sampleObject('desk', 'vase');
  const stage = new StagePointer(app, vase.size);
  await app.open('', '?device=wasm&sample=desk');
  await expect(app.picture(/\d+ objects/)).toBeVisible();
  const count = await app.objects().count();
  await stage.chooseSegment();
  await stage.click(...vase.middle);
  const first = await stage.maskArea();
  expect(first).toBeGreaterThan(0.2 * vase.area);
  expect(first).toBeLessThan(3 * vase.area);
  await stage.click(vase.middle[0], vase.box[3] - 0.15 * (vase.box[3] - vase.box[1]), 'Alt');
  const less = await stage.maskArea(first);
  expect(less).toBeLessThan(first);

  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, 'segment.png') });
  await stage.bar().getByLabel('Label of the new object').fill('bottle');
  await stage.bar().getByRole('button', { name: 'Add as new object' }).click();
  await expect(app.objects()).toHaveCount(count + 1);
  const added = app.objects().filter({ hasText: 'bottle' });
  await expect(added).toHaveAttribute('aria-selected', 'true');
  await expect(added).toContainText(/\d ± \d+\.\d+ m/);
  const id = (await added.getAttribute('data-id')) ?? '';
  await expect(app.pane('Graph').getByRole('option', { name: new RegExp(`^bottle,? ${id}\\b`) })).toHaveCount(
    1,
  );
  await app.expectAnswer('How many bottles are there?', /^1$/);

  await page.keyboard.press('Escape');
  await app
    .pane('Stage')
    .getByRole('button', { name: /^Undo: add bottle/ })
    .click();
  await expect(app.objects()).toHaveCount(count);
  await app.pane('Stage').getByRole('button', { name: /^Redo/ }).click();
  await expect(added).toHaveCount(1);
});

test('a box around a cat gives its mask, which replaces the one that the cat had', async ({ page }) => {
  const path = photo(CATS);
  test.skip(path === undefined, 'the folder of photographs is missing (see CONTRIBUTING.md)');
  const app = new AppDriver(page);
  const stage = new StagePointer(app, { width: 640, height: 371 });
  await app.open();
  await app.dropFile({ name: CATS, mimeType: 'image/jpeg', buffer: readFileSync(path ?? '') });
  await expect(app.picture(/555705.*: \d+ objects/)).toBeVisible({ timeout: 60_000 });
  const cat = app.objects().filter({ hasText: 'cat' }).first();
  const [x0, y0, x1, y1] = await boxOf(cat);
  await stage.chooseSegment();
  await stage.drag([x0, y0], [x1, y1]);
  const area = await stage.maskArea();
  const whole = (x1 - x0) * (y1 - y0);
  expect(area / whole).toBeGreaterThan(0.25);
  expect(area / whole).toBeLessThan(1);
  await stage
    .bar()
    .getByRole('button', { name: /^Replace mask of cat/ })
    .click();
  await expect(stage.bar().getByText('Click an object')).toBeVisible();
  await expect(cat).toHaveAttribute('aria-selected', 'true');
  await app.pane('Twin').getByRole('tab', { name: /Log/ }).click();
  const log = page.getByRole('table', { name: 'Log of tool runs' });
  await expect(log.getByRole('row').filter({ hasText: 'action=mask' })).toHaveCount(1);
});

test('the crosshair points by keyboard alone', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  const { size } = sampleObject('desk', 'vase');
  const stage = new StagePointer(app, size);
  await expect(app.picture(/\d+ objects/)).toBeVisible();
  await page.keyboard.press('s');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  expect(await stage.maskArea()).toBeGreaterThan(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(stage.bar().getByText('Click an object')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(stage.bar()).toHaveCount(0);
});

test.describe('by touch', () => {
  test.use({ viewport: { width: 400, height: 860 }, hasTouch: true });

  test('a tap points at a thing', async ({ page }) => {
    const app = new AppDriver(page);
    const cup = sampleObject('desk', 'teddy bear');
    const stage = new StagePointer(app, cup.size);
    await app.open('', '?device=wasm&sample=desk');
    await stage.chooseSegment();
    const { x, y } = await stage.at(...cup.middle);
    await page.touchscreen.tap(x, y);
    expect(await stage.maskArea()).toBeGreaterThan(0);
  });
});
