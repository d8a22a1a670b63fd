import { DIST, DIST_FAULTS } from '../../scripts/lib/project.ts';
import { startStaticServer } from '../../scripts/lib/staticServer.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const asksOfASample = async (app: AppDriver): Promise<void> => {
  await app.openSample('Desk');
  await app.expectAnswer('How many laptops are there?', /^1$/);
};

/** The next picture and the next question, after something has gone wrong. */
const openBreakfast = async (app: AppDriver): Promise<void> => {
  await app.page.getByRole('banner').getByRole('button', { name: /desk/i }).click();
  await app.page.getByRole('menuitem', { name: 'Breakfast' }).click();
  await expect(app.picture(/breakfast.*\d+ objects/)).toBeVisible();
  await app.expectAnswer('How many cups are there?', /^\d+$/);
};

test('works offline after the first load', async ({ page, context, watch }) => {
  watch.expectErrors(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  const app = new AppDriver(page);
  await app.open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForFunction(async () => (await caches.keys()).length > 0);
  // Models and samples are kept in the background: wait until the detector is among them.
  await page.waitForFunction(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map((r) => r.url)),
    );
    return kept.flat().some((url) => url.endsWith('.onnx'));
  });
  await context.setOffline(true);
  await app.open();
  await asksOfASample(app);
  await app.pane('Stage').getByRole('button', { name: 'Measure it now' }).click();
  await expect(page.getByRole('button', { name: /Models: Detector on WASM/ })).toBeVisible({
    timeout: 60_000,
  });
});

test('a host that sends no headers gets isolation from the service worker', async ({ browser }) => {
  const plain = await startStaticServer({ root: DIST, headers: {} });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${plain.url}?device=wasm`);
    await page.waitForFunction(() => crossOriginIsolated);
    const app = new AppDriver(page);
    await expect(app.pane('Ask')).toBeVisible();
    await asksOfASample(app);
  } finally {
    await context.close();
    await plain.close();
  }
});

test('works without service workers and without isolation, on one thread', async ({ browser }) => {
  const plain = await startStaticServer({ root: DIST, headers: {} });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${plain.url}?device=wasm`);
    const app = new AppDriver(page);
    await asksOfASample(app);
    await app.pane('Stage').getByRole('button', { name: 'Measure it now' }).click();
    await expect(page.getByRole('button', { name: /Models: Detector on WASM/ })).toBeVisible({
      timeout: 60_000,
    });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  } finally {
    await context.close();
    await plain.close();
  }
});

test('works where storage is blocked', async ({ page }) => {
  await page.addInitScript(() => {
    const blocked = {
      get: () => {
        throw new DOMException('Access is denied', 'SecurityError');
      },
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, blocked);
    }
  });
  const app = new AppDriver(page);
  await app.open();
  await asksOfASample(app);
});

test('works where navigator.gpu is missing, and says so', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
  const app = new AppDriver(page);
  await app.open('', '');
  await asksOfASample(app);
  await page.getByRole('button', { name: /^Capability/ }).click();
  await expect(page.getByText(/no adapter|missing in this browser/)).toBeVisible();
});

test('a missing WASM file is said in one message, and the sample still answers', async ({ browser }) => {
  const broken = await startStaticServer({ root: DIST, missing: /\.wasm$/ });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${broken.url}?device=wasm`);
    const app = new AppDriver(page);
    await app.openSample('Desk');
    await app.pane('Stage').getByRole('button', { name: 'Measure it now' }).click();
    await expect(app.errors()).toHaveCount(1, { timeout: 60_000 });
    await expect(app.errors()).toHaveText(/wasm|site/i);
    await openBreakfast(app);
  } finally {
    await context.close();
    await broken.close();
  }
});

/** Faults of the perception worker that end in one message. */
const FAULTS = [
  ['worker-throw', 30_000],
  ['worker-die', 60_000],
  ['worker-hang', 90_000],
] as const;

for (const [fault, limit] of FAULTS) {
  test(`after ${fault} there is one message, and the next question is answered`, async ({ browser }) => {
    test.setTimeout(limit + 60_000);
    const site = await startStaticServer({ root: DIST_FAULTS });
    const context = await browser.newContext({ serviceWorkers: 'block' });
    try {
      const page = await context.newPage();
      await page.goto(`${site.url}?device=wasm&fault=${fault}`);
      const app = new AppDriver(page);
      await app.openSample('Desk');
      await app.pane('Stage').getByRole('button', { name: 'Measure it now' }).click();
      await expect(app.errors()).toHaveCount(1, { timeout: limit });
      await openBreakfast(app);
    } finally {
      await context.close();
      await site.close();
    }
  });
}
