import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Paths of what the service worker keeps. */
const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(opened.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

/** Waits until everything embedded is kept: it is, in the background, one file after the other, the models last. */
export const keptOffline = (page: Page): Promise<void> =>
  expect
    .poll(() => keptFiles(page), { timeout: 30_000 })
    .toEqual(expect.arrayContaining([expect.stringMatching(/\.onnx$/), expect.stringMatching(/\.wasm$/)]));
