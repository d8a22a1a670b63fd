import type { Page } from '@playwright/test';
import { build } from 'vite';
import { ROOT } from '../../../scripts/lib/project.ts';

const ADDRESS = '/gpu-tests.js';

/** `test/gpu/page.ts` with all that it imports, as one module. */
async function bundle(): Promise<string> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2023',
      write: false,
      minify: false,
      lib: { entry: 'test/gpu/page.ts', formats: ['es'], fileName: 'gpu-tests' },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []));
  const [chunk] = chunks;
  if (chunk?.type !== 'chunk') throw new Error('The page of the GPU tests was not built.');
  return chunk.code;
}

let bundled: Promise<string> | undefined;

/** Opens a page of the site with `window.gpuTests`. */
export async function openGpuTests(page: Page): Promise<void> {
  bundled ??= bundle();
  const body = await bundled;
  await page.route(`**${ADDRESS}`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await page.goto('headless.html');
  await page.evaluate((address) => import(address), ADDRESS);
}
