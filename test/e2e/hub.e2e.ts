import type { Twin } from '../../src/twin/schema/twin.ts';
import { BLUE, install, must, near, openPhoto, RED, TINY } from './support/hub.ts';
import { expect, test } from './support/test.ts';

// Real transformers.js, real ONNX Runtime, tiny weights: everything but the size is as with models of the hub.

const boxOf = (twin: Twin, label: string) =>
  twin.objects.find((object) => object.label === label)?.states[0]?.box;

test.setTimeout(180_000);

let empty: Twin;
test.beforeEach(async ({ page }) => {
  empty = await openPhoto(page);
});

test('a detector of the hub builds the twin, and the log says who did', async ({ page }) => {
  const { model } = TINY.detect;
  await install(page, TINY.detect);
  const atWork = must(await page.evaluate((entry) => window.twinsight.hub.load(entry), model));
  expect(atWork).toMatchObject({ device: 'wasm', dtype: 'q8', selfTest: { kind: 'repeated' } });
  const twin = must(await page.evaluate((entry) => window.twinsight.hub.detect(entry), model));
  near(boxOf(twin, 'apple'), RED, 8);
  near(boxOf(twin, 'book'), BLUE, 8);
  expect(twin.objects.map(({ attributes }) => attributes.colour?.value).sort()).toEqual(['blue', 'red']);
  expect(twin.log[0]).toMatchObject({ tool: 'detect', model: 'tiny/detector', dtype: 'q8' });
});

test('words find objects, each under the words that found it', async ({ page }) => {
  for (const finder of [TINY.grounded, TINY.zeroShot]) {
    await install(page, finder);
    const found = must(
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
    const [point, box] = [must(masks.point), must(masks.box)];
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
  const twin = must(await page.evaluate((entry) => window.twinsight.hub.detect(entry), TINY.detect.model));
  const deep = must(
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

test('captioners say what things are made of, and only that becomes an attribute', async ({ page }) => {
  await install(page, TINY.detect);
  const twin = must(await page.evaluate((entry) => window.twinsight.hub.detect(entry), TINY.detect.model));
  const ids = twin.objects.map(({ id }) => id);
  for (const captioner of [TINY.caption, TINY.chat]) {
    await install(page, captioner);
    const said = must(
      await page.evaluate(
        ([entry, before, objects]) => window.twinsight.hub.describe(entry, before, objects),
        [captioner.model, twin, ids] as const,
      ),
    );
    for (const { attributes } of said.objects) {
      expect(attributes.material).toMatchObject({ value: 'wood', by: said.log.length - 1 });
      expect(attributes.state).toBeUndefined();
    }
    const sentences = String(said.log.at(-1)?.args.said);
    expect(sentences).toContain('a red wooden mug');
    expect(sentences).toContain('a blue wooden mug');
    await page.evaluate(() => window.twinsight.hub.unload('describe'));
  }
});

test('a language model writes well-formed rollouts, loaded anew as often as one likes', async ({ page }) => {
  await install(page, TINY.language);
  for (let round = 0; round < 3; round++) {
    const atWork = must(
      await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.language.model),
    );
    expect(atWork).toMatchObject({ device: 'wasm', dtype: 'q8' });
    const { record } = must(
      await page.evaluate(
        (twin) => window.twinsight.ask('How many cups are there?', twin, { policy: 'hub' }),
        empty,
      ),
    );
    expect(record).toMatchObject({ policy: 'hub', trace: { outcome: { kind: 'answered' } } });
    await page.evaluate(() => window.twinsight.hub.unload('policy'));
  }
  const none = await page.evaluate(
    (twin) => window.twinsight.ask('How many cups are there?', twin, { policy: 'hub' }),
    empty,
  );
  expect(none).toMatchObject({ ok: false, error: { code: 'model-missing' } });
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
  must(await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.depth.model));
});

test('a variant that fails gives way to another one that is there, with a notice', async ({ page }) => {
  await install(page, TINY.detect, 'q8', (path, bytes) =>
    path.endsWith('.onnx') ? bytes.slice(0, 100) : bytes,
  );
  await install(page, TINY.detect, 'fp32');
  const atWork = must(await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.detect.model));
  expect(atWork).toMatchObject({ device: 'wasm', dtype: 'fp32' });
  const notices = await page.evaluate(() => window.twinsight.hub.notices());
  expect(notices).toEqual([expect.stringMatching(/fp32 weights, because: .*q8.*could not be loaded/)]);
});

test('a model that answers otherwise than at its first load is not used', async ({ page }) => {
  await install(page, TINY.depth);
  must(await page.evaluate((entry) => window.twinsight.hub.load(entry), TINY.depth.model));
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

test('twenty loads and unloads leave no memory behind', async ({ page }) => {
  test.setTimeout(240_000);
  await install(page, TINY.depth);
  const devtools = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  const cycles = (count: number) =>
    page.evaluate(
      async ([entry, times]) => {
        for (let i = 0; i < times; i++) {
          const loaded = await window.twinsight.hub.load(entry);
          if (!loaded.ok) return loaded.error.message;
          window.twinsight.hub.unload('depth');
        }
        return 'done';
      },
      [TINY.depth.model, count] as const,
    );
  expect(await cycles(3)).toBe('done');
  const before = await heap();
  expect(await cycles(17)).toBe('done');
  const grown = (await heap()) - before;
  // A worker gives all of its memory back when it ends; what could stay is on the page.
  const workers = () => page.workers().filter((worker) => worker.url().includes('hub.worker')).length;
  await expect.poll(workers).toBe(0);
  expect(grown).toBeLessThan(1_000_000);
});
