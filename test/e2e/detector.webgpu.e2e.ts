import { rleIou } from '../../src/twin/geometry/rle.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

const REQUIRED = process.env.REQUIRE_WEBGPU === '1';

test.beforeEach(async ({ page }) => {
  await page.goto('headless.html');
  const found = await page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter ? { architecture: adapter.info.architecture } : undefined;
  });
  // Where it is required, a missing adapter is a failure: a suite must not be green on nothing.
  if (REQUIRED) expect(found).toEqual({ architecture: 'swiftshader' });
  test.skip(found === undefined, 'this browser offers no WebGPU adapter');
});

test('the capability report names the adapter', async ({ page }) => {
  const report = await page.evaluate(() => window.twinsight.capability());
  expect(report).toMatchObject({ ok: true, value: { webgpu: 'available' } });
});

test('WebGPU finds the same objects and masks as WASM', async ({ page }) => {
  test.setTimeout(240_000);
  await page.locator('input').setInputFiles('public/samples/desk.webp');
  const wasm = await page.evaluate(() => window.twinsight.perceive({ device: 'wasm' }));
  const webgpu = await page.evaluate(() => window.twinsight.perceive({ device: 'webgpu' }));
  if (!wasm.ok || !webgpu.ok) throw new Error(JSON.stringify([wasm, webgpu]));
  expect(wasm.value.detector.device).toBe('wasm');
  expect(webgpu.value.detector.device).toBe('webgpu');
  expect(wasm.value.twin.objects.length).toBeGreaterThan(0);
  const facts = ({ twin }: typeof wasm.value) => twin.objects.map(({ id, label }) => `${id} ${label}`);
  expect(facts(webgpu.value)).toEqual(facts(wasm.value));
  for (const [index, object] of webgpu.value.twin.objects.entries()) {
    const other = wasm.value.twin.objects[index];
    expect(object.score).toBeCloseTo(other?.score ?? Number.NaN, 2);
    // The mask head runs on the CPU of the GPU's runtime; its features come from the GPU.
    const [mask, reference] = [object.states[0]?.mask, other?.states[0]?.mask];
    if (!mask || !reference) throw new Error(`${object.id} has no mask`);
    expect(rleIou(mask, reference), object.id).toBeGreaterThan(0.98);
  }
  const [first] = webgpu.value.twin.objects;
  const prompt = { box: first?.states[0]?.box ?? [0, 0, 1, 1], points: [] };
  const segmented = await page.evaluate((wanted) => window.twinsight.segment(wanted), prompt);
  expect(segmented).toMatchObject({ ok: true, value: { run: { model: 'mask-fine', device: 'wasm' } } });
});

test('the app answers with the device that it measured as faster', async ({ page }) => {
  test.setTimeout(240_000);
  const app = new AppDriver(page);
  await app.open('', '?device=auto&sample=desk');
  await app.pane('Stage').getByRole('button', { name: 'Measure it now' }).click();
  await expect(page.getByRole('button', { name: /Models: Detector on/ })).toBeVisible({ timeout: 180_000 });
  await expect(app.picture(/desk.*\d+ objects/)).toBeVisible();
  await app.expectAnswer('Is there a laptop?', /^yes/);
});
