import type { HubModel } from '../../src/perception/hub/types.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { install, must, near, openPhoto, RED, TINY } from './support/hub.ts';
import { expect, test } from './support/test.ts';

test.setTimeout(300_000);

let empty: Twin;
test.beforeEach(async ({ page }) => {
  await page.goto('headless.html');
  const offered = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  // Where it is required, a missing adapter is a failure: a suite must not be green on nothing.
  if (process.env.REQUIRE_WEBGPU === '1') expect(offered).toBe(true);
  test.skip(!offered, 'this browser offers no WebGPU adapter');
  empty = await openPhoto(page);
});

/** The half-precision and integer variants don't run on this adapter; full precision runs on both devices. */
const onBoth = (model: HubModel): HubModel => ({
  ...model,
  variants: model.variants.filter(({ dtype }) => dtype === 'fp32'),
});

test('a detector finds the same on WebGPU as on WASM', async ({ page }) => {
  const model = onBoth(TINY.detect.model);
  await install(page, TINY.detect, 'fp32');
  const runs = await page.evaluate(async (entry) => {
    const { hub } = window.twinsight;
    hub.prefer('wasm');
    const wasm = await hub.detect(entry);
    hub.prefer('webgpu');
    const atWork = await hub.load(entry);
    return { wasm, webgpu: await hub.detect(entry), atWork };
  }, model);
  const [wasm, webgpu] = [must(runs.wasm), must(runs.webgpu)];
  expect(must(runs.atWork)).toMatchObject({ device: 'webgpu', dtype: 'fp32' });
  expect(webgpu.log[0]).toMatchObject({ device: 'webgpu' });
  expect(webgpu.objects.map(({ label }) => label)).toEqual(wasm.objects.map(({ label }) => label));
  expect(wasm.objects).toHaveLength(2);
  for (const [i, { score, states }] of webgpu.objects.entries()) {
    expect(score).toBeCloseTo(wasm.objects[i]?.score ?? Number.NaN, 3);
    near(states[0]?.box, wasm.objects[i]?.states[0]?.box ?? [], 0.5);
  }
});

test('masks, depth, words and captions come from WebGPU as well', async ({ page }) => {
  for (const tiny of [TINY.sam2, TINY.depth, TINY.grounded, TINY.caption]) await install(page, tiny, 'fp32');
  const models = {
    sam2: onBoth(TINY.sam2.model),
    depth: onBoth(TINY.depth.model),
    find: onBoth(TINY.grounded.model),
    caption: onBoth(TINY.caption.model),
  };
  const made = await page.evaluate(
    async ([entries, before]) => {
      const { hub } = window.twinsight;
      hub.prefer('webgpu');
      const found = await hub.find(entries.find, before, ['red mug']);
      hub.unload('find');
      const mask = await hub.segment(entries.sam2, { points: [{ x: 80, y: 100, positive: true }] });
      hub.unload('segment');
      if (!found.ok) return { found, mask, deep: found, said: found };
      const deep = await hub.depth(entries.depth, found.value.twin);
      hub.unload('depth');
      const said = await hub.describe(entries.caption, found.value.twin, found.value.ids);
      return { found, mask, deep, said };
    },
    [models, empty] as const,
  );
  expect(must(made.found).ids).toHaveLength(1);
  near(must(made.mask).box, RED, 14);
  expect(must(made.deep).log.at(-1)).toMatchObject({ tool: 'depth', device: 'webgpu' });
  const last = must(made.said).log.at(-1);
  expect(last).toMatchObject({ tool: 'describe', device: 'webgpu' });
  expect(String(last?.args.said)).toContain('a red wooden mug');
});

test('a language model writes the same on WebGPU as on WASM', async ({ page }) => {
  await install(page, TINY.language, 'fp32');
  const written = await page.evaluate(
    async ([entry, twin]) => {
      const { hub } = window.twinsight;
      const texts: unknown[] = [];
      for (const device of ['wasm', 'webgpu'] as const) {
        hub.prefer(device);
        const loaded = await hub.load(entry);
        const asked = loaded.ok
          ? await window.twinsight.ask('How many?', twin, { policy: 'hub' })
          : undefined;
        const trace = asked?.ok ? asked.value.record.trace : undefined;
        texts.push([loaded.ok && loaded.value.device, trace?.segments ?? asked]);
        hub.unload('policy');
      }
      return texts;
    },
    [onBoth(TINY.language.model), empty] as const,
  );
  const [wasm, webgpu] = written;
  expect(wasm).toEqual(['wasm', expect.arrayContaining([expect.objectContaining({ tag: 'plan' })])]);
  expect(webgpu).toEqual(['webgpu', Array.isArray(wasm) ? wasm[1] : undefined]);
});

// The GPU process crashes below: these tests come last, because a browser survives only a few crashes.

test('a GPU that crashes between two runs costs one worker, not the answer', async ({ page, browser }) => {
  await install(page, TINY.detect, 'fp32');
  const model = onBoth(TINY.detect.model);
  must(
    await page.evaluate((entry) => {
      window.twinsight.hub.prefer('webgpu');
      return window.twinsight.hub.load(entry);
    }, model),
  );
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  const twin = must(await page.evaluate((entry) => window.twinsight.hub.detect(entry), model));
  expect(twin.objects).toHaveLength(2);
  const workers = page.workers().filter((worker) => worker.url().includes('hub.worker'));
  expect(workers).toHaveLength(1);
});

test('a GPU that crashes while a model is loaded ends in an answer or in a reason, and the next run works', async ({
  page,
  browser,
}) => {
  await install(page, TINY.depth, 'fp32');
  const model = onBoth(TINY.depth.model);
  const loading = page.evaluate((entry) => {
    window.twinsight.hub.prefer('webgpu');
    return window.twinsight.hub.load(entry);
  }, model);
  const devtools = await browser.newBrowserCDPSession();
  await page.waitForEvent('worker', (worker) => worker.url().includes('hub.worker'));
  await page.waitForTimeout(1500);
  await devtools.send('Browser.crashGpuProcess');
  const outcome = await loading;
  if (!outcome.ok) {
    expect(['model-load-failed', 'inference-failed', 'worker-crashed']).toContain(outcome.error.code);
    expect(outcome.error.remedy).not.toBe('');
  }
  await page.evaluate(() => window.twinsight.hub.prefer('wasm'));
  const atWork = must(await page.evaluate((entry) => window.twinsight.hub.load(entry), model));
  expect(atWork.device).toBe('wasm');
});
