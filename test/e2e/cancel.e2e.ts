import { DIST_FAULTS } from '../../scripts/lib/project.ts';
import { startStaticServer } from '../../scripts/lib/staticServer.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const cancelIsQuick = async (app: AppDriver, phase: RegExp): Promise<void> => {
  await expect(app.pane('Stage').getByRole('status').filter({ hasText: phase })).toBeVisible();
  const started = Date.now();
  await app.pane('Stage').getByRole('button', { name: 'Cancel' }).click();
  await expect(app.job()).toHaveCount(0);
  expect(Date.now() - started).toBeLessThan(1000);
  await expect(app.errors()).toHaveCount(0);
};

const answersAsBefore = async (app: AppDriver): Promise<void> => {
  await expect(app.picture(/desk.*\d+ objects/)).toBeVisible();
  await app.expectAnswer('How many laptops are there?', /^1$/);
};

/** Never answers these requests of the page and its workers. */
const STALLED = [
  ['the model', '**/*.onnx'],
  ['the runtime', '**/*.wasm'],
] as const;

test.describe('cancel', () => {
  test.use({ serviceWorkers: 'block' });

  for (const [what, files] of STALLED) {
    test(`ends loading ${what} within a second, and it can be started again`, async ({ page, context }) => {
      const app = new AppDriver(page);
      await context.route(files, () => undefined);
      await app.open();
      await app.openSample('Desk');
      await app.measure();
      await cancelIsQuick(app, /Loading the/);
      await answersAsBefore(app);
      await context.unroute(files);
      await app.measure();
      await expect(app.pane('Stage').getByText(/recorded/i)).toHaveCount(0, { timeout: 60_000 });
      await answersAsBefore(app);
    });
  }

  test('ends fetching an address within a second', async ({ page, context, baseURL }) => {
    const app = new AppDriver(page);
    await context.route('**/slow.jpg', () => undefined);
    await app.open();
    await app.openSample('Desk');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
    await page.keyboard.type('Open an address');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('textbox').fill(`${baseURL}slow.jpg`);
    await page.keyboard.press('Enter');
    await cancelIsQuick(app, /Reading the file/);
    await answersAsBefore(app);
  });

  test('ends a worker that is stuck in a run within a second; the next picture is decoded', async ({
    browser,
  }) => {
    const site = await startStaticServer({ root: DIST_FAULTS });
    const context = await browser.newContext({ serviceWorkers: 'block' });
    try {
      const page = await context.newPage();
      await page.goto(`${site.url}?device=wasm&fault=worker-hang`);
      const app = new AppDriver(page);
      await app.openSample('Desk');
      await app.measure();
      await cancelIsQuick(app, /Checking|Detecting/);
      await answersAsBefore(app);
    } finally {
      await context.close();
      await site.close();
    }
  });
});
