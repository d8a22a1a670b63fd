import type { Page } from '@playwright/test';
import { build } from 'vite';
import { ROOT } from '../../../scripts/lib/project.ts';

const PAGE = '/gpu-tests.html';
const MODULE = '/gpu-tests.js';

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

/** Opens a page at the site's address that holds `window.gpuTests`, and nothing else. */
export async function openGpuTests(page: Page): Promise<void> {
  bundled ??= bundle();
  const body = await bundled;
  await page.route(`**${MODULE}`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await page.route(`**${PAGE}`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>GPU tests</title>' }),
  );
  await page.goto(PAGE);
  await page.evaluate((address) => import(address), MODULE);
}
