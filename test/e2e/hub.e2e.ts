import type { Twin } from '../../src/twin/schema/twin.ts';
import { BLUE, install, openPhoto, RED, TINY } from './support/hub.ts';
import { expect, test } from './support/test.ts';

// Real transformers.js, real ONNX Runtime, tiny weights: everything but the size is as with models of the hub.

const near = (
  actual: readonly number[] | undefined,
  expected: readonly number[],
  tolerance: number,
): void => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual?.[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
};

const boxOf = (twin: Twin, label: string) =>
  twin.objects.find((object) => object.label === label)?.states[0]?.box;

const value = <T>(
  outcome: { ok: true; value: T } | { ok: false; error: { code: string; message: string } },
): T => {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
};

test.beforeEach(async ({ page }) => openPhoto(page));

test('a detector of the hub builds the twin, and the log says who did', async ({ page }) => {
  const { model } = TINY.detect;
  await install(page, TINY.detect);
  const atWork = value(await page.evaluate((entry) => window.twinsight.hub.load(entry), model));
  expect(atWork).toMatchObject({ device: 'wasm', dtype: 'q8', selfTest: { kind: 'repeated' } });
  const twin = value(await page.evaluate((entry) => window.twinsight.hub.detect(entry), model));
  near(boxOf(twin, 'apple'), RED, 8);
  near(boxOf(twin, 'book'), BLUE, 8);
  expect(twin.objects.map(({ attributes }) => attributes.colour?.value).sort()).toEqual(['blue', 'red']);
  expect(twin.log[0]).toMatchObject({ tool: 'detect', model: 'tiny/detector', dtype: 'q8' });
});

test('words find objects, each under the words that found it', async ({ page }) => {
  const empty = value(
    await page.evaluate(() => window.twinsight.perceive({ device: 'wasm', masks: false })),
  ).twin;
  for (const finder of [TINY.grounded, TINY.zeroShot]) {
    await install(page, finder);
    const found = value(
      await page.evaluate(
        ([entry, twin]) => window.twinsight.hub.find(entry, twin, ['red mug', 'blue book', 'lamp']),
        [finder.model, empty] as const,
      ),
    );
    near(boxOf(found.twin, 'red mug'), RED, 8);
    near(boxOf(found.twin, 'blue book'), BLUE, 8);
    expect(found.ids).toHaveLength(2);
    await page.evaluate(() => window.twinsight.hub.unload('find'));
  }
});

test('points and boxes mask what they show, whether the export takes boxes or not', async ({ page }) => {
  for (const sam of [TINY.sam, TINY.sam2]) {
    await install(page, sam);
    const masks = await page.evaluate(
      async ([entry, red, blue]) => ({
        point: await window.twinsight.hub.segment(entry, { points: [{ x: 80, y: 100, positive: true }] }),
        box: await window.twinsight.hub.segment(entry, { box: [...blue], points: [] }),
        nothing: await window.twinsight.hub.segment(entry, {
          box: [...red],
          points: [{ x: 80, y: 100, positive: false }],
        }),
      }),
      [sam.model, RED, BLUE] as const,
    );
    const [point, box] = [value(masks.point), value(masks.box)];
    near(point.box, RED, 14);
    near(box.box, BLUE, 14);
    expect(point.mask.size).toEqual([240, 320]);
    expect(point.run).toMatchObject({ tool: 'segment', model: sam.model.repository });
    await page.evaluate(() => window.twinsight.hub.unload('segment'));
  }
});

test('a depth model replaces depth, scaled by what the twin knows', async ({ page }) => {
  await install(page, TINY.detect);
  await install(page, TINY.depth);
  const twin = value(await page.evaluate((entry) => window.twinsight.hub.detect(entry), TINY.detect.model));
  const deep = value(
    await page.evaluate(([entry, before]) => window.twinsight.hub.depth(entry, before), [
      TINY.depth.model,
      twin,
    ] as const),
  );
  const run = deep.log.at(-1);
  expect(run).toMatchObject({
    tool: 'depth',
    model: 'tiny/depth',
    args: { output: 'relative inverse depth', unit: 'm', scaledBy: 'geometric prior' },
  });
  for (const { states } of deep.objects) {
    expect(states[0]?.depth).toMatchObject({ unit: 'm', by: deep.log.length - 1 });
    expect(states[0]?.depth?.mean).toBeGreaterThan(0);
  }
});

test('a captioner says what things are made of, and only that becomes an attribute', async ({ page }) => {
  await install(page, TINY.detect);
  await install(page, TINY.caption);
  const twin = value(await page.evaluate((entry) => window.twinsight.hub.detect(entry), TINY.detect.model));
  const ids = twin.objects.map(({ id }) => id);
  const said = value(
    await page.evaluate(([entry, before, objects]) => window.twinsight.hub.describe(entry, before, objects), [
      TINY.caption.model,
      twin,
      ids,
    ] as const),
  );
  for (const { attributes } of said.objects) {
    expect(attributes.material).toMatchObject({ value: 'wood', by: said.log.length - 1 });
    expect(attributes.state).toBeUndefined();
  }
  const sentences = String(said.log.at(-1)?.args.said);
  expect(sentences).toContain('a red wooden mug');
  expect(sentences).toContain('a blue wooden mug');
});

test('what is not downloaded is refused by name, and nothing is fetched', async ({ page }) => {
  const missing = await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.depth.model);
  expect(missing).toMatchObject({ ok: false, error: { code: 'model-missing' } });
});

test('a damaged model is refused, and the next one runs', async ({ page }) => {
  await install(page, TINY.detect, 'q8', (path, bytes) =>
    path.endsWith('.onnx') ? bytes.slice(0, bytes.length / 2) : bytes,
  );
  const refused = await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.detect.model);
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-load-failed' } });
  await install(page, TINY.depth);
  value(await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.depth.model));
});

test('a variant that fails gives way to another one that is there, with a notice', async ({ page }) => {
  await install(page, TINY.detect, 'q8', (path, bytes) =>
    path.endsWith('.onnx') ? bytes.slice(0, 100) : bytes,
  );
  await install(page, TINY.detect, 'fp32');
  const atWork = value(await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.detect.model));
  expect(atWork).toMatchObject({ device: 'wasm', dtype: 'fp32' });
  const notices = await page.evaluate(() => window.twinsight.hub.notices());
  expect(notices).toEqual([expect.stringMatching(/fp32 weights, because: .*q8.*could not be loaded/)]);
});

test('a model that answers otherwise than at its first load is not used', async ({ page }) => {
  await install(page, TINY.depth);
  value(await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.depth.model));
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('twinsight.answer:'))
        localStorage.setItem(key, (localStorage.getItem(key) ?? '').split(' ').reverse().join(' '));
    }
  });
  await openPhoto(page);
  const refused = await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.depth.model);
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-wrong-answer' } });
});
