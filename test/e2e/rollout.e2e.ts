import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const DESK = '?device=wasm&sample=desk';

const step = (app: AppDriver, sentence: RegExp): Locator =>
  app.answer().getByRole('button', { name: sentence, expanded: false });

/** Ids of the objects that stand out in the graph and in the 3D scene. */
async function litIn(app: AppDriver, pane: 'Graph' | 'Scene'): Promise<readonly string[]> {
  const texts = await app.pane(pane).locator('[data-lit="true"]').allTextContents();
  return texts.flatMap((text) => /\bo\d+\b/.exec(text)?.[0] ?? []).sort();
}

/** What the stage shows, to be compared. */
async function stagePixels(app: AppDriver): Promise<string> {
  const shot = await app.picture(/desk/).screenshot();
  return shot.toString('base64');
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

test('a click on a step lights its objects on stage, in the graph and in the 3D scene', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await app.expectAnswer('How many cups are there?', /^2$/);
  await app.expectAnswer('What is left of the laptop?', /cup/);
  const before = await stagePixels(app);
  const laptop = step(app, /^Found “laptop”: laptop o\d+\.$/);
  await laptop.click();
  const id = await app.objects().filter({ hasText: 'laptop' }).getAttribute('data-id');
  await expect.poll(() => litIn(app, 'Graph')).toEqual([id]);
  await expect.poll(() => litIn(app, 'Scene')).toEqual([id]);
  await expect.poll(() => stagePixels(app)).not.toBe(before);
  const related = step(app, /^What is left of laptop/);
  await related.click();
  await expect.poll(() => litIn(app, 'Graph')).not.toContain(id);
  const because = app.answer().getByRole('list', { name: 'Because' });
  await expect(because).toContainText(/is left of laptop o\d+: the centres are \d+ px apart, .*margin 0\.2/);
  await expect(app.answer()).toContainText('relate(laptop, "left_of", things)');
  await because.getByRole('button', { name: /^cup/ }).first().focus();
  await expect.poll(() => litIn(app, 'Graph')).toContain(id);
});

test('without an object the question is answered again, and both answers stand side by side', async ({
  page,
}) => {
  const app = new AppDriver(page);
  const compared = app.answer().getByRole('region', { name: 'Before and after the edit' });
  await app.open('', DESK);
  await app.expectAnswer('How many cups are there?', /^2$/);
  await app.objects().filter({ hasText: 'cup' }).first().click();
  await page.keyboard.press('Delete');
  await expect(app.pane('Ask').getByText('Asked before the twin changed.')).toBeVisible();
  await expect(compared).toHaveCount(0);
  await app.pane('Ask').getByRole('button', { name: 'Ask again' }).click();
  await expect(app.answer().getByRole('status').first()).toHaveText('1');
  await expect(compared).toContainText(/Without cup o\d+: 2 → 1/);
  await expect(compared).toContainText(/No longer evidence\s*cup\s*o\d+/);
  await page.keyboard.press('ControlOrMeta+z');
  await app.pane('Ask').getByRole('button', { name: 'Ask again' }).click();
  await expect(app.answer().getByRole('status').first()).toHaveText('2');
  await expect(compared).toContainText(/With cup o\d+: 1 → 2/);
  expect(await seriousFaults(page)).toEqual([]);
});

test('the structure is a checklist, and the rollout is there on demand', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await app.expectAnswer('How many cups are there?', /^2$/);
  await app
    .answer()
    .getByRole('button', { name: /^Structure 9 of 9 checks/ })
    .click();
  await expect(
    app.answer().getByRole('list', { name: 'Structure checks' }).getByRole('listitem'),
  ).toHaveCount(9);
  await app
    .answer()
    .getByRole('button', { name: /^Rollout 1 round/ })
    .click();
  await expect(app.answer()).toContainText('Outcome: answered');
  await app.answer().getByRole('button', { name: 'Transcript' }).click();
  await expect(app.answer().locator('figure')).toHaveText([
    /<reason>/,
    /<plan>.*count\(cup\)/s,
    /<results>.*= 2/s,
    /<reason>/,
    /<answer>value/,
  ]);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a sentence of a summary lights its objects and shows its facts', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await app.ask('What is going on here?');
  const sentence = app
    .answer()
    .getByRole('status')
    .getByRole('button', { name: /laptop \(o\d+\) is near/ });
  const ids = ((await sentence.textContent()) ?? '').match(/o\d+/g)?.sort() ?? [];
  await sentence.focus();
  await expect.poll(() => litIn(app, 'Graph')).toEqual(ids);
  await page.keyboard.press('Enter');
  await expect(app.answer().getByRole('region', { name: 'Facts of the sentence' })).toContainText(
    /is near .*: the gap is/,
  );
  await expect.poll(() => litIn(app, 'Scene')).toEqual(ids);
  expect(await seriousFaults(page)).toEqual([]);
});

test('nothing that fits is an answer with a reason', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await app.expectAnswer('Where is the horse?', /no horse among 8 objects/);
  await expect(app.answer()).toContainText('Nothing fits');
  await expect(app.answer()).toContainText('Found nothing called “horse”.');
});

test('common knowledge is named where it was used', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await app.ask('What can I use to tell the time?');
  await expect(app.answer()).toContainText(/a clock suits “.*” by \d\.\d\d/, { timeout: 60_000 });
});

test('the kind of answer is forced in the bar, and kept when it is asked again', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await page.getByRole('button', { name: 'Task: Auto' }).click();
  await page.getByRole('menuitemradio', { name: 'Box' }).click();
  await app.ask('How many cups are there?');
  const boxes = app.answer().getByRole('table', { name: 'Boxes of the answer' });
  await expect(boxes.getByRole('row')).toHaveCount(3);
  await expect(app.answer()).toContainText('task grounding');
  await page.getByRole('button', { name: 'Task: Box' }).click();
  await page.getByRole('menuitemradio', { name: 'Auto' }).click();
  await app.objects().filter({ hasText: 'cup' }).first().click();
  await page.keyboard.press('Delete');
  await app.pane('Ask').getByRole('button', { name: 'Ask again' }).click();
  await expect(boxes.getByRole('row')).toHaveCount(2);
});

test('masks are shown cut out, with what had to be measured for them', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', DESK);
  await app.ask('Segment the laptop.');
  await expect(app.answer()).toContainText(/1 mask · [\d,]+ px² · [\d.]+ % of the picture/, {
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Show on stage' }).click();
  await expect(app.objects().filter({ hasText: 'laptop' })).toHaveAttribute('aria-selected', 'true');
  expect(await seriousFaults(page)).toEqual([]);
});
