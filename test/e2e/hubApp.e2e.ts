import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.ts';
import type { FakeHub } from '../support/fakeHub.ts';
import { startTinyHub, TINY } from '../support/tinyHub.ts';
import { AppDriver } from './support/app.ts';
import { colouredPhoto } from './support/hub.ts';
import { ModelSheet } from './support/modelSheet.ts';
import { test as base, expect } from './support/test.ts';

const test = base.extend<{ hub: FakeHub }>({
  hub: async ({ watch }, use) => {
    const hub = await startTinyHub(0);
    watch.allowOrigin(hub.origin);
    await use(hub);
    await hub.close();
  },
});

test.setTimeout(180_000);

test.beforeEach(async ({ page, hub }) => {
  const sheet = await ModelSheet.visit(page, hub.url);
  await sheet.open();
  await sheet.show();
  await sheet.download();
  await sheet.expectReady();
  await page.keyboard.press('Escape');
});

test('the detector that a person chose measures the next photo', async ({ page, hub }) => {
  const app = new AppDriver(page);
  hub.reset();
  await app.dropFile(colouredPhoto());
  await expect(app.objects()).toHaveCount(2, { timeout: 60_000 });
  await app.expectAnswer('Is there an apple?', /^yes/);
  await expect(app.picture(/2 objects/)).toBeVisible();
  const folder = join(ROOT, 'test-results', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'hub-detector.png') });
  expect(hub.log).toEqual([]); // nothing is fetched again, and nothing of the photo is sent
});

test('a chosen detector that fails leaves the embedded one at work, and says why', async ({ page }) => {
  await page.evaluate(
    async (weights) => {
      const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
      for await (const folder of models.values()) {
        if (!(folder instanceof FileSystemDirectoryHandle)) continue;
        for await (const [name, file] of folder.entries()) {
          if (!(file instanceof FileSystemFileHandle) || !name.endsWith(weights)) continue;
          const { size } = await file.getFile();
          const writing = await file.createWritable();
          await writing.write(new Uint8Array(size));
          await writing.close();
        }
      }
    },
    encodeURIComponent(TINY.weights).replaceAll('.', '%2E'),
  );
  await page.reload();
  const app = new AppDriver(page);
  await app.dropFile(colouredPhoto());
  await expect(app.picture(/\d+ objects|no objects/i)).toBeVisible({ timeout: 60_000 });
  await expect(app.errors()).toContainText(
    /RF-DETR nano failed, so what the embedded models measured stays/,
    {
      timeout: 60_000,
    },
  );
  const folder = join(ROOT, 'test-results', 'screenshots');
  await page.screenshot({ path: join(folder, 'hub-failure.png') });
});
