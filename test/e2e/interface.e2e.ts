import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ROOT } from '../../scripts/lib/project.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const SHOTS = join(ROOT, 'test-results', 'screenshots');

test('everything on the way from a sample to an answer works by keyboard', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  await expect(app.picture(/\d+ objects/)).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Question about the image')).toBeFocused();
  await page.keyboard.type('How many laptops are there?');
  await page.keyboard.press('Enter');
  await expect(app.answer().getByRole('status').first()).toHaveText('1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Hide or show all overlays');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  await page.keyboard.press('Escape');
});

test('a selection in the table shows in the graph and the answer, and the other way round', async ({
  page,
}) => {
  const app = new AppDriver(page);
  await app.open('', '?device=wasm&sample=desk');
  await app.expectAnswer('Where is the laptop?', /laptop/);
  const laptop = app.objects().filter({ hasText: 'laptop' });
  await expect(laptop).toHaveAttribute('aria-selected', 'true');
  const other = app.objects().filter({ hasNotText: 'laptop' }).first();
  await other.click();
  await expect(other).toHaveAttribute('aria-selected', 'true');
  await expect(laptop).toHaveAttribute('aria-selected', 'false');
  const id = (await other.getAttribute('data-id')) ?? '';
  await expect(
    app.pane('Graph').getByRole('option', { name: new RegExp(`\\b${id}\\b`), selected: true }),
  ).toHaveCount(1);
  await app
    .answer()
    .getByRole('button', { name: /laptop/ })
    .first()
    .click();
  await expect(laptop).toHaveAttribute('aria-selected', 'true');
});

const answered = async (page: Page, theme: 'light' | 'dark'): Promise<AppDriver> => {
  const app = new AppDriver(page);
  await app.open('', `?device=wasm&sample=desk&theme=${theme}`);
  await expect(page.getByRole('img', { name: /desk.*\d+ objects/ })).toBeVisible();
  return app;
};

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious, ${theme}`, async ({ page }) => {
    const app = await answered(page, theme);
    await app.expectAnswer('How many laptops are there?', /^1$/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    ).toEqual([]);
  });

  for (const [width, height] of [
    [1440, 900],
    [400, 860],
  ] as const) {
    test(`fits ${width} × ${height}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      const app = await answered(page, theme);
      if (width > 1000) await app.expectAnswer('What is next to the laptop?', /\S/);
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${theme}-${width}.png`) });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}
