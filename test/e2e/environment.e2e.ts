import { DIST, DIST_FAULTS } from '../../scripts/lib/project.ts';
import { startStaticServer } from '../../scripts/lib/staticServer.ts';
import { AppDriver } from './support/app.ts';
import { keptOffline } from './support/offline.ts';
import { expect, test } from './support/test.ts';

const asksOfASample = async (app: AppDriver): Promise<void> => {
  await app.openSample('Desk');
  await app.expectAnswer('How many laptops are there?', /^1$/);
};

/** After something has gone wrong: the twin at hand is still there and answers, and so does the next one. */
const goesOn = async (app: AppDriver): Promise<void> => {
  await expect(app.picture(/desk.*\d+ objects/)).toBeVisible();
  await expect(app.pane('Stage').getByText(/recorded/i)).toBeVisible();
  await app.expectAnswer('How many laptops are there?', /^1$/);
  await app.page.getByRole('banner').getByRole('button', { name: /desk/i }).click();
  await app.page.getByRole('menuitem', { name: 'Breakfast' }).click();
  await expect(app.picture(/breakfast.*\d+ objects/)).toBeVisible();
  await app.expectAnswer('How many cups are there?', /^\d+$/);
};

test('works offline after the first load, with nothing measured before', async ({ page, context, watch }) => {
  watch.expectErrors(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  const app = new AppDriver(page);
  await app.open();
  await keptOffline(page);
  await context.setOffline(true);
  await app.open();
  await asksOfASample(app);
  await app.measure();
  await expect(page.getByRole('button', { name: /Models: Detector on WASM/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(app.errors()).toHaveCount(0);
});

test('a host that sends no headers gets isolation from the service worker', async ({ browser }) => {
  const plain = await startStaticServer({ root: DIST, headers: {} });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    let visits = 0;
    page.on('domcontentloaded', () => {
      visits += 1;
    });
    await page.goto(`${plain.url}?device=wasm`);
    // Nothing is evaluated in the page until then: for the browser that is somebody's use of it.
    await expect.poll(() => visits).toBe(2);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const app = new AppDriver(page);
    await expect(app.pane('Ask')).toBeVisible();
    await asksOfASample(app);
  } finally {
    await context.close();
    await plain.close();
  }
});

test('is not reloaded for isolation once somebody uses it; the next visit is isolated', async ({
  browser,
}) => {
  const plain = await startStaticServer({ root: DIST, headers: {} });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    let visits = 0;
    page.on('domcontentloaded', () => {
      visits += 1;
    });
    // The service worker arrives late, as on a slow connection.
    await context.route('**/sw.js', async (route) => {
      await expect.poll(() => used).toBe(true);
      await route.continue();
    });
    let used = false;
    await page.goto(`${plain.url}?device=wasm`);
    const app = new AppDriver(page);
    await asksOfASample(app);
    used = true;
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForTimeout(1000); // time enough for a reload that must not come
    expect(visits).toBe(1);
    await app.expectAnswer('How many laptops are there?', /^1$/);
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
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
    await app.measure();
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

test('a missing WASM file is said in one message, and the recorded twin stays', async ({ browser }) => {
  const broken = await startStaticServer({ root: DIST, missing: /\.wasm$/ });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${broken.url}?device=wasm`);
    const app = new AppDriver(page);
    await app.openSample('Desk');
    await app.measure();
    await expect(app.errors()).toHaveCount(1, { timeout: 60_000 });
    await expect(app.errors()).toHaveText(/wasm|site/i);
    await goesOn(app);
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
  test(`after ${fault} there is one message, the recorded twin stays, and the next question is answered`, async ({
    browser,
  }) => {
    test.setTimeout(limit + 60_000);
    const site = await startStaticServer({ root: DIST_FAULTS });
    const context = await browser.newContext({ serviceWorkers: 'block' });
    try {
      const page = await context.newPage();
      await page.goto(`${site.url}?device=wasm&fault=${fault}`);
      const app = new AppDriver(page);
      await app.openSample('Desk');
      await app.measure();
      await expect(app.errors()).toHaveCount(1, { timeout: limit });
      await goesOn(app);
    } finally {
      await context.close();
      await site.close();
    }
  });
}

test('the content security policy refuses HTML from text and workers of other origins, and nothing of the app', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/policy: |Content Security Policy|TrustedHTML|TrustedScript/);
  const refused: string[] = [];
  page.on('console', (message) => {
    const [, directive] = /^policy: (\S+)/.exec(message.text()) ?? [];
    if (directive) refused.push(directive);
  });
  const app = new AppDriver(page);
  await app.open();
  await asksOfASample(app);
  expect(refused).toEqual([]);
  const outcomes = await page.evaluate(() => {
    const outcome = (run: () => void): string => {
      try {
        run();
        return 'done';
      } catch (thrown) {
        return thrown instanceof Error ? thrown.name : 'thrown';
      }
    };
    return {
      html: outcome(() => {
        document.createElement('p').innerHTML = '<b>bold</b>';
      }),
      worker: outcome(() => new Worker('https://example.org/worker.js')),
    };
  });
  expect(outcomes).toEqual({ html: 'TypeError', worker: 'TypeError' });
  await expect.poll(() => refused).toContain('require-trusted-types-for');
});
