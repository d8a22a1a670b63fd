import type { Page } from '@playwright/test';
import type { Outcome, Perceived } from '../../src/app/headlessApi.ts';
import { decodeRle, rleArea, rleBox, rleIou } from '../../src/twin/geometry/rle.ts';
import { checkIntegrity } from '../../src/twin/integrity/integrity.ts';
import { needsFinerMask } from '../../src/twin/schema/maskQuality.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { Twin, TwinObject } from '../../src/twin/schema/twin.ts';
import { expect, test } from './support/test.ts';

const SAMPLE = 'public/samples/desk.webp';

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
}

const failures = (twin: Twin) => checkIntegrity(twin).filter(({ passed }) => !passed);

async function perceive(page: Page): Promise<Perceived> {
  await page.goto('headless.html');
  await page.locator('input').setInputFiles(SAMPLE);
  return unwrap(await page.evaluate(() => window.twinsight.perceive({ device: 'wasm' })));
}

function objectOf({ objects }: Twin, label: string): TwinObject {
  const found = objects.find((object) => object.label === label);
  if (!found) throw new Error(`There is no ${label}.`);
  return found;
}

const stateOf = (object: TwinObject) => {
  const [state] = object.states;
  if (!state?.mask) throw new Error(`${object.id} has no mask.`);
  return { ...state, mask: state.mask };
};

/** A pixel of a mask about which there is most of the mask: far from its edge. */
function middleOf(mask: Rle): { x: number; y: number } {
  const [height, width] = mask.size;
  const [x0, y0, x1, y1] = rleBox(mask) ?? [0, 0, 0, 0];
  const bits = decodeRle(mask);
  let best = { x: x0, y: y0, free: -1 };
  for (let y = y0; y < y1; y += 4)
    for (let x = x0; x < x1; x += 4) {
      let free = 0;
      const inside = (dx: number, dy: number): boolean =>
        x + dx >= 0 &&
        x + dx < width &&
        y + dy >= 0 &&
        y + dy < height &&
        bits[(y + dy) * width + x + dx] === 1;
      while (inside(free, 0) && inside(-free, 0) && inside(0, free) && inside(0, -free)) free++;
      if (free > best.free) best = { x, y, free };
    }
  return best;
}

test('a measured photo has masks by the fast path: sound, inside their boxes, in the log', async ({
  page,
}) => {
  const { twin, timings } = await perceive(page);
  expect(failures(twin)).toEqual([]);
  const [fast] = twin.log.filter(({ tool }) => tool === 'segment');
  expect(fast).toMatchObject({ model: 'mask-fast', args: { path: 'fast' } });
  expect(timings.segment).toBeGreaterThan(0);
  expect(twin.objects.length).toBeGreaterThan(5);
  for (const object of twin.objects) {
    const { mask, area, maskBy, box } = stateOf(object);
    expect(area).toBe(rleArea(mask));
    expect(twin.log[maskBy === 'human' ? -1 : (maskBy ?? -1)]?.tool).toBe('segment');
    const share = (area ?? 0) / ((box[2] - box[0]) * (box[3] - box[1]));
    expect(share, object.label).toBeGreaterThan(0.1);
  }
});

test('masks can be left out', async ({ page }) => {
  await page.goto('headless.html');
  await page.locator('input').setInputFiles(SAMPLE);
  const { twin, timings } = unwrap(
    await page.evaluate(() => window.twinsight.perceive({ device: 'wasm', masks: false })),
  );
  expect(twin.objects.some(({ states }) => states[0]?.mask)).toBe(false);
  expect(timings.segment).toBeUndefined();
});

test('a need of masks looks closer at the named objects once, and leaves the others', async ({ page }) => {
  const { twin } = await perceive(page);
  const laptop = objectOf(twin, 'laptop');
  const refine = async (scene: Twin) => {
    const need = { kind: 'mask' as const, ids: [laptop.id] };
    return unwrap(
      await page.evaluate(([before, wanted]) => window.twinsight.refine(before, wanted), [
        scene,
        need,
      ] as const),
    );
  };
  const { twin: refined, timings } = await refine(twin);
  expect(timings.mask).toBeGreaterThan(0);
  expect(failures(refined)).toEqual([]);
  for (const object of refined.objects) {
    const state = stateOf(object);
    expect(needsFinerMask(refined, state)).toBe(object.id !== laptop.id);
    const before = twin.objects.find(({ id }) => id === object.id);
    if (object.id !== laptop.id) expect(object).toEqual(before);
    else expect(rleIou(state.mask, stateOf(laptop).mask)).toBeGreaterThan(0.6);
  }
  const again = await refine(refined);
  expect(again.twin).toEqual(refined);
});

test('a box, a click and a click that takes away each give the mask that they mean', async ({ page }) => {
  const { twin } = await perceive(page);
  const laptop = stateOf(objectOf(twin, 'laptop'));
  const segment = async (prompt: Parameters<typeof window.twinsight.segment>[0]) =>
    unwrap(await page.evaluate((wanted) => window.twinsight.segment(wanted), prompt));

  const byBox = await segment({ box: laptop.box, points: [] });
  expect(byBox.run).toMatchObject({ tool: 'segment', model: 'mask-fine', args: { path: 'fine' } });
  expect(byBox.box).toEqual(rleBox(byBox.mask));
  expect(rleIou(byBox.mask, laptop.mask)).toBeGreaterThan(0.6);

  const inside = { ...middleOf(laptop.mask), positive: true };
  const byClick = await segment({ points: [inside] });
  expect(rleIou(byClick.mask, byBox.mask)).toBeGreaterThan(0.6);

  const away = { ...middleOf(byBox.mask), positive: false };
  const smaller = await segment({ box: laptop.box, points: [away] });
  expect(smaller.area).toBeLessThan(byBox.area);
  // What was computed for the box serves again.
  expect(smaller.run.ms).toBeLessThan(byBox.run.ms);
});

test('a twin without measured features is segmented by clicks all the same', async ({ page }) => {
  const { twin } = await perceive(page);
  const cup = stateOf(objectOf(twin, 'cup'));
  const point = { ...middleOf(cup.mask), positive: true };
  await page.reload();
  await page.locator('input').setInputFiles(SAMPLE);
  unwrap(await page.evaluate(() => window.twinsight.perceive({ device: 'wasm', masks: false })));
  const found = unwrap(
    await page.evaluate((wanted) => window.twinsight.segment({ points: [wanted] }), point),
  );
  expect(rleIou(found.mask, cup.mask)).toBeGreaterThan(0.5);
});

test('a prompt that points nowhere is refused, and the next one works', async ({ page }) => {
  const { twin } = await perceive(page);
  const { box } = stateOf(objectOf(twin, 'laptop'));
  const beside = await page.evaluate(() =>
    window.twinsight.segment({ points: [{ x: -50, y: 10, positive: true }] }),
  );
  expect(beside).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  const found = await page.evaluate((drawn) => window.twinsight.segment({ box: drawn, points: [] }), box);
  expect(found.ok).toBe(true);
});
