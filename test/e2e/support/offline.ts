import type { Page } from '@playwright/test';
import { MANIFEST_PATH, parseManifest } from '../../../src/perception/runtime/manifest.ts';
import { expect } from './test.ts';

/** Paths of what the service worker keeps. */
const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(opened.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

/** Waits until all that runs without a network is kept: the runtime on WASM, every model with what belongs to it, and every policy of ours. */
export async function keptOffline(page: Page): Promise<void> {
  const told: unknown = await page.evaluate(async (path) => (await fetch(path)).json(), MANIFEST_PATH);
  const { models, policies, runtime } = parseManifest(told);
  const needed = [
    runtime.variants.wasm.binary.file,
    ...models.flatMap(({ file, dictionary }) => (dictionary ? [file, dictionary.file] : [file])),
    ...policies.flatMap(({ files }) => Object.values(files).map(({ file }) => file)),
  ];
  const missing = async (): Promise<string[]> => {
    const kept = await keptFiles(page);
    return needed.filter((file) => !kept.some((path) => path.endsWith(`/${file}`)));
  };
  await expect.poll(missing, { timeout: 30_000 }).toEqual([]);
}
