import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { SAMPLES } from '../../src/store/samples.ts';
import { runCommand } from '../lib/badInput.ts';
import { chromiumArgs, ensureChromium } from '../lib/chromium.ts';
import { ROOT } from '../lib/project.ts';
import { type Detect, loadDetector } from './detector.ts';
import type { RenderRequest } from './page/main.ts';

const HELP = `Renders the sample scenes and says what the detector sees in them.

  npx tsx scripts/samples/render.ts [ID …] [--draft] [--models] [--frames N] [--out DIR] [--port N]

  --draft    a quick, small PNG for work on a scene
  --models   renders single models (ID: a name of page/catalogue.ts; all when none is named)
  --frames   pictures averaged into one (default 30; 6 with --draft or --models)
  --out      where the pictures go (default public/samples; .cache/samples with --draft or --models)`;

/** Detections below this score are not printed. */
const PRINTED_SCORE = 0.2;

/** The software renderer everywhere: the same bytes whatever the machine's GPU. */
const RENDERER = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

async function startServer(port: number): Promise<ViteDevServer> {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(ROOT, '.cache/samples-vite'),
    server: { port, hmr: false, watch: null },
    optimizeDeps: {
      noDiscovery: true,
      include: ['three', 'three/examples/jsm/geometries/RoundedBoxGeometry.js'],
    },
  });
  return server.listen();
}

async function openStudio(browser: Browser, server: ViteDevServer): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  const [address] = server.resolvedUrls?.local ?? [];
  if (address === undefined) throw new Error('the server has no address');
  await page.goto(new URL('scripts/samples/page/', address).href);
  await page.waitForFunction(() => 'renderSample' in window);
  return page;
}

interface Mode {
  readonly models: boolean;
  /** Small and quick, as PNG. */
  readonly quick: boolean;
  readonly frames: number | undefined;
}

function requestFor(id: string, { models, quick, frames }: Mode): RenderRequest {
  const common = { id, quality: 0.88 };
  if (models) {
    const size = { width: 384, height: 384, shadow: 512 };
    return { ...common, ...size, kind: 'model', type: 'image/png', frames: frames ?? 6 };
  }
  if (quick) {
    const size = { width: 720, height: 480, shadow: 1024 };
    return { ...common, ...size, kind: 'scene', type: 'image/png', frames: frames ?? 6 };
  }
  const size = { width: 1280, height: 853, shadow: 2048 };
  return { ...common, ...size, kind: 'scene', type: 'image/webp', frames: frames ?? 30 };
}

/** Renders into `folder` and prints what the detector sees. */
async function renderOne(page: Page, detect: Detect, request: RenderRequest, folder: string): Promise<void> {
  const started = Date.now();
  const picture = await page.evaluate((wanted) => window.renderSample(wanted), request);
  const bytes = Buffer.from(picture.dataUrl.slice(picture.dataUrl.indexOf(',') + 1), 'base64');
  await writeFile(join(folder, `${request.id}.${request.type.slice('image/'.length)}`), bytes);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${request.id}: ${(bytes.length / 1000).toFixed(0)} kB, ${seconds} s`);
  for (const { label, score, box } of await detect(Buffer.from(picture.square, 'base64'), PRINTED_SCORE)) {
    console.log(`  ${score.toFixed(2)}  ${label}  [${box.map((side) => side.toFixed(2)).join(' ')}]`);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      draft: { type: 'boolean', default: false },
      models: { type: 'boolean', default: false },
      frames: { type: 'string' },
      out: { type: 'string' },
      port: { type: 'string', default: '4670' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const mode: Mode = {
    models: values.models,
    quick: values.draft || values.models,
    frames: values.frames === undefined ? undefined : Number(values.frames),
  };
  const folder = values.out ?? join(ROOT, mode.quick ? '.cache/samples' : 'public/samples');
  await mkdir(folder, { recursive: true });
  const executablePath = await ensureChromium();
  const server = await startServer(Number(values.port));
  const browser = await chromium.launch({ executablePath, args: [...chromiumArgs(false), ...RENDERER] });
  try {
    const detect = await loadDetector();
    const page = await openStudio(browser, server);
    const all = mode.models
      ? await page.evaluate(() => window.sampleModels)
      : SAMPLES.map((sample) => sample.id);
    for (const id of positionals.length > 0 ? positionals : all) {
      await renderOne(page, detect, requestFor(id, mode), folder);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

await runCommand(main);
