import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DIST, ROOT } from '../../scripts/lib/project.ts';
import { startStaticServer } from '../../scripts/lib/staticServer.ts';
import { tinyDetector } from '../../scripts/models/tiny/detector.ts';
import { bytesSent, type FakeHub } from '../support/fakeHub.ts';
import { startTinyHub, TINY } from '../support/tinyHub.ts';
import { ModelSheet } from './support/modelSheet.ts';
import { keptOffline } from './support/offline.ts';
import { test as base, expect } from './support/test.ts';

const MIB = 1 << 20;
const PADDING = 24 * MIB;
const SHOTS = join(ROOT, 'test-results', 'screenshots');

const test = base.extend<{ hub: FakeHub }>({
  hub: async ({ watch }, use) => {
    const hub = await startTinyHub(PADDING);
    watch.allowOrigin(hub.origin);
    await use(hub);
    await hub.close();
  },
});

const shot = (sheet: ModelSheet, name: string): Promise<Buffer> => {
  mkdirSync(SHOTS, { recursive: true });
  return sheet.page.screenshot({ path: join(SHOTS, `models-${name}.png`) });
};

test('every file and byte is shown before anything is fetched; then one bar, a check, and the model is in use', async ({
  page,
  hub,
}) => {
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await expect(sheet.dialog.getByText(/Models of the hub take 0 B/)).toBeVisible();
  await shot(sheet, 'list');
  expect(hub.log).toEqual([]);
  await sheet.show();
  await expect(sheet.file(TINY.weights)).toContainText(/25\.2 MB.*to fetch.*SHA-256 of the hub/);
  await expect(sheet.file('config.json')).toContainText('Git hash of the hub');
  await expect(sheet.dialog).toContainText('Apache-2.0');
  await expect(sheet.dialog).toContainText(/free/);
  await expect(sheet.dialog).toContainText('Nothing of yours leaves this machine');
  await shot(sheet, 'before-consent');
  expect(hub.requests).toEqual([]);
  hub.bytesPerSecond = 12 * MIB;
  await sheet.download();
  await expect.poll(() => sheet.percent()).toBeGreaterThan(20);
  await expect(sheet.dialog.getByText(/MB\/s · .* left/)).toBeVisible();
  await shot(sheet, 'downloading');
  await sheet.expectReady();
  await shot(sheet, 'done');
  expect(bytesSent(hub, TINY.weights)).toBeGreaterThan(PADDING);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Models: 1 model of the hub' })).toBeVisible();
});

test('a download that is cancelled at a third ends within a second, and resumes with what is missing, after a reload', async ({
  page,
  hub,
}) => {
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await sheet.show();
  hub.bytesPerSecond = 12 * MIB;
  await sheet.download();
  await expect.poll(() => sheet.percent()).toBeGreaterThanOrEqual(30);
  const cancelledAt = Date.now();
  await sheet.button('Cancel').click();
  await expect(sheet.bar).toHaveCount(0);
  expect(Date.now() - cancelledAt).toBeLessThan(1000);
  await expect(sheet.alert).toHaveCount(0);
  await expect(sheet.file(TINY.weights)).toContainText(/MB here/);
  const first = bytesSent(hub, TINY.weights);
  await page.reload();
  await sheet.open();
  await expect(sheet.dialog).toContainText(/of about .* here/);
  await sheet.show();
  hub.bytesPerSecond = undefined;
  hub.reset();
  await sheet.button(/^Resume/).click();
  await sheet.expectReady();
  const second = bytesSent(hub, TINY.weights);
  const [request] = hub.requests.filter(({ path }) => path === TINY.weights);
  const kept = Number(/^bytes=(\d+)-/.exec(request?.range ?? '')?.[1] ?? 0);
  expect(kept).toBeGreaterThan(0.25 * PADDING);
  expect(kept % MIB).toBe(0);
  expect(first - kept).toBeLessThan(4 * MIB); // what was on the way when it was cancelled
  expect(second + kept).toBeGreaterThan(PADDING);
  expect(second + kept).toBeLessThan(PADDING + MIB);
});

/** The tests' model as a folder on disk; resolves with the number of its files. */
function folderOf(folder: string): number {
  const { files } = tinyDetector();
  for (const { path, bytes } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  return files.length;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
    [],
  );
}

/** Changes one byte of a stored file behind the manager's back. */
const damage = (sheet: ModelSheet, at: number): Promise<number> =>
  sheet.page.evaluate(async (position) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    let changed = 0;
    for await (const folder of root.values()) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue;
      for await (const [name, handle] of folder.entries()) {
        if (!name.endsWith('%2Eonnx') || !(handle instanceof FileSystemFileHandle)) continue;
        const file = await handle.getFile();
        const byte = new Uint8Array(await file.slice(position, position + 1).arrayBuffer())[0] ?? 0;
        const stream = await handle.createWritable({ keepExistingData: true });
        await stream.write({ type: 'write', position, data: Uint8Array.of(byte ^ 1) });
        await stream.close();
        changed += 1;
      }
    }
    return changed;
  }, at);

test('a wrong byte on disk is found, and its piece alone is fetched again', async ({ page, hub }) => {
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await sheet.show();
  await sheet.download();
  await sheet.expectReady();
  expect(await damage(sheet, 7 * MIB + 3)).toBe(1);
  await sheet.button('Check files').click();
  await expect(sheet.dialog.getByText(`${TINY.weights} is damaged.`)).toBeVisible();
  hub.reset();
  await sheet.download();
  await sheet.expectReady();
  expect(bytesSent(hub)).toBe(MIB);
  await sheet.button('Check files').click();
  await expect(sheet.dialog.getByText(/All 3 files are as they were/)).toBeVisible();
});

test('what was downloaded is used without a network after a reload, and deleting it frees the space', async ({
  page,
  context,
  hub,
  watch,
}) => {
  watch.expectErrors(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await sheet.show();
  // Of files alone: the service worker keeps the app itself meanwhile.
  const used = () =>
    page.evaluate(async () => {
      const told: StorageEstimate & { usageDetails?: { fileSystem?: number } } =
        await navigator.storage.estimate();
      return told.usageDetails?.fileSystem ?? 0;
    });
  const before = await used();
  await sheet.download();
  await sheet.expectReady();
  expect((await used()) - before).toBeGreaterThan(PADDING);
  hub.reset();
  await keptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await sheet.open();
  await expect(sheet.dialog.getByRole('radio', { name: TINY.title })).toBeChecked();
  await sheet.dialog.getByRole('radio', { name: 'CenterNet-MobileNetV3' }).check();
  await sheet.dialog.getByRole('radio', { name: TINY.title }).click();
  await sheet.expectReady();
  expect(hub.log).toEqual([]);
  await sheet.button(/^Delete/).click();
  await expect(sheet.dialog.getByText(/^Deleted/)).toBeVisible();
  expect((await used()) - before).toBeLessThan(MIB);
  await sheet.button('All models').click();
  await expect(sheet.dialog.getByRole('radio', { name: 'CenterNet-MobileNetV3' })).toBeChecked();
});

test('where the disk is full it says so, keeps what came, and runs from memory for this visit', async ({
  page,
  hub,
  site,
}) => {
  const cdp = await page.context().newCDPSession(page);
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await sheet.show();
  // What the service worker keeps meanwhile must not take the room that is left.
  await keptOffline(page);
  const origin = new URL(site.url).origin;
  const { usage } = await cdp.send('Storage.getUsageAndQuota', { origin });
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 12 * MIB });
  await sheet.download();
  await expect(sheet.alert).toContainText(`There is no room left for ${TINY.weights}.`, { timeout: 30_000 });
  await shot(sheet, 'full');
  hub.reset();
  await sheet.button('Go on in memory').click();
  await sheet.expectReady();
  expect(bytesSent(hub, TINY.weights)).toBeLessThan(PADDING);
  await sheet.button('All models').click();
  await expect(sheet.dialog.getByText('in memory, for this visit')).toBeVisible();
});

const FAULTS = [
  ['html', 'a web page'],
  ['not-found', 'the server answered 404'],
  ['unauthorised', 'is not given to everybody'],
  ['wrong-byte', 'differs from the hash that the hub states'],
  ['short', 'only'],
  ['long', 'more than'],
  ['foreign-redirect', 'is not one of its own hosts'],
] as const;

test('each fault of a download has its message with file and remedy, and nothing of it is kept', async ({
  page,
  hub,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource|Content Security Policy|policy: /);
  const foreign = await startStaticServer({ root: DIST, headers: { 'Access-Control-Allow-Origin': '*' } });
  watch.allowOrigin(new URL(foreign.url).origin);
  try {
    const sheet = await ModelSheet.visit(page, hub.url);
    await sheet.open();
    for (const [kind, reason] of FAULTS) {
      hub.faults = [{ kind, path: /onnx$/, to: `${foreign.url}index.html?` }];
      await sheet.show();
      await sheet.download();
      await expect(sheet.alert).toContainText(reason);
      await expect(sheet.alert).toContainText(TINY.weights);
      await expect(sheet.alert.getByRole('paragraph')).toHaveCount(2);
      if (kind === 'html') await shot(sheet, 'failed');
      await sheet.button('Dismiss').click();
      await expect(sheet.file(TINY.weights)).toContainText('to fetch');
      await sheet.button('All models').click();
    }
    hub.faults = [];
    await sheet.show();
    await sheet.download();
    await sheet.expectReady();
  } finally {
    await foreign.close();
  }
});

test('a model comes from a folder on this machine, checked like a download', async ({ page, hub }, info) => {
  const folder = info.outputPath('rfdetr');
  const files = folderOf(folder);
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await sheet.show();
  hub.reset();
  page.once('filechooser', (chooser) => chooser.setFiles(folder));
  await sheet.button('From a folder…').click();
  await sheet.expectReady();
  expect(hub.requests).toEqual([]);
  await sheet.button(/^Delete/).click();
  rmSync(join(folder, 'config.json'));
  page.once('filechooser', (chooser) => chooser.setFiles(folder));
  await sheet.button('From a folder…').click();
  await expect(sheet.alert).toContainText('The folder has no config.json');
  expect(files).toBeGreaterThan(2);
});

test('a mirror is chosen by its address; what is no address is refused with a reason', async ({
  page,
  hub,
}) => {
  await page.goto('?device=wasm');
  const sheet = new ModelSheet(page);
  await sheet.open();
  await sheet.button('Change the source').click();
  const field = sheet.dialog.getByRole('textbox', { name: 'Address of a mirror' });
  await field.fill('http://hub.example.org');
  await field.press('Enter');
  await expect(sheet.alert).toContainText('over https');
  await field.fill(hub.url);
  await field.press('Enter');
  await expect(sheet.dialog.getByText(`Source: ${hub.url}`)).toBeVisible();
  await sheet.show();
  await expect(sheet.file(TINY.weights)).toContainText('SHA-256 of the hub');
  await page.reload();
  await sheet.open();
  await expect(sheet.dialog.getByText(`Source: ${hub.url}`)).toBeVisible();
});

test('the models worker may reach the hub and the chosen mirror; workers that see photos reach this origin alone', async ({
  page,
  hub,
}) => {
  const sheet = await ModelSheet.visit(page, hub.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await sheet.open();
  await sheet.show();
  await expect(sheet.file(TINY.weights)).toBeVisible();
  const started = page.workers().map((worker) => worker.url());
  const policies = await page.evaluate(
    (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).headers.get('content-security-policy'))),
    started,
  );
  const connections = started.map((url, index) => {
    const [name = ''] = /\w+(?=\.worker)/.exec(url) ?? [];
    return [name, /connect-src ([^;]*)/.exec(policies[index] ?? '')?.[1]];
  });
  expect(Object.fromEntries(connections)).toEqual({
    models: `'self' https://huggingface.co https://*.huggingface.co https://*.hf.co ${hub.origin}`,
    perception: "'self'",
  });
});

test('without a network the sheet says so, and offers ways on', async ({ page, hub, watch }) => {
  watch.expectErrors(/Failed to load resource/);
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await hub.close();
  await sheet.show().catch(() => undefined);
  await expect(sheet.alert).toContainText("can't be reached", { timeout: 30_000 });
  await expect(sheet.alert.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(sheet.button('From a folder…')).toBeEnabled();
});

test('palette and keyboard reach the manager; Escape closes it and gives the focus back', async ({
  page,
  hub,
}) => {
  await ModelSheet.visit(page, hub.url);
  const sheet = new ModelSheet(page);
  await page.getByRole('button', { name: /^Models:/ }).focus();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  await page.keyboard.type('models');
  await page.keyboard.press('Enter');
  await expect(sheet.dialog.getByRole('heading', { name: 'Models' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet.dialog).toHaveCount(0);
  await page.getByRole('button', { name: /^Models:/ }).press('Enter');
  await expect(sheet.dialog.getByRole('heading', { name: 'Models' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Models:/ })).toBeFocused();
});

for (const theme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [400, 860],
  ] as const) {
    test(`the sheet is accessible and fits ${width} × ${height}, ${theme}`, async ({ page, hub }) => {
      await page.setViewportSize({ width, height });
      const sheet = await ModelSheet.visit(page, hub.url, `?device=wasm&theme=${theme}`);
      await sheet.open();
      await expect(sheet.dialog.getByText(/Models of the hub take 0 B/)).toBeVisible();
      await expectAccessible(page);
      await shot(sheet, `list-${theme}-${width}`);
      await sheet.show();
      hub.faults = [{ kind: 'html', path: /onnx$/ }];
      await sheet.download();
      await expect(sheet.alert).toContainText('a web page');
      await expectAccessible(page);
      await shot(sheet, `failed-${theme}-${width}`);
      const { scrollWidth, clientWidth } = await sheet.dialog.evaluate(({ scrollWidth, clientWidth }) => ({
        scrollWidth,
        clientWidth,
      }));
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    });
  }
}

test('a second tab waits for the first one’s download, and fetches nothing itself', async ({
  page,
  context,
  hub,
}) => {
  hub.bytesPerSecond = 6 * MIB;
  const first = await ModelSheet.visit(page, hub.url);
  await first.open();
  await first.show();
  await first.download();
  await expect.poll(() => first.percent()).toBeGreaterThan(10);
  const second = await ModelSheet.visit(await context.newPage(), hub.url);
  await second.open();
  await second.show();
  await second.download();
  await expect(second.dialog.getByText(/Another tab downloads this model/)).toBeVisible();
  await first.expectReady();
  await second.expectReady();
  expect(bytesSent(hub, TINY.weights)).toBeLessThan(PADDING + MIB);
});
