import type { Page } from '@playwright/test';
import type { Outcome } from '../../src/app/headlessApi.ts';
import { convexIou, type Quad } from '../../src/twin/geometry/quad.ts';
import { checkIntegrity } from '../../src/twin/integrity/integrity.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

/** Where the sloping line of the drawn sign stands, letters and a little room. */
const SLOPE = -12;
const SIZE = { width: 640, height: 400 };

/** A picture of a green sign with two lines of text, the lower one sloping; or, without lines, of the sign alone. */
async function drawSign(page: Page, lines: readonly string[]): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([texts, { width, height }, degrees]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('There is no canvas.');
      context.fillStyle = '#b9c4cc';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#14532d';
      context.fillRect(90, 60, 460, 280);
      context.fillStyle = '#f8fafc';
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.font = '600 56px sans-serif';
      const [upper, lower] = texts;
      if (upper !== undefined) context.fillText(upper, width / 2, 120);
      context.translate(width / 2, 250);
      context.rotate((degrees * Math.PI) / 180);
      if (lower !== undefined) context.fillText(lower, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [lines, SIZE, SLOPE] as const,
  );
  return Buffer.from(bytes);
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
}

async function open(page: Page, lines: readonly string[]): Promise<Twin> {
  await page.goto('headless.html');
  const buffer = await drawSign(page, lines);
  await page.locator('input').setInputFiles({ name: 'sign.png', mimeType: 'image/png', buffer });
  return unwrap(await page.evaluate(() => window.twinsight.perceive({ device: 'wasm' }))).twin;
}

const failures = (twin: Twin) => checkIntegrity(twin).filter(({ passed }) => !passed);

/** The lower line as drawn: about 350 by 50 pixels, turned about its middle. */
function drawnQuad(): Quad {
  const radians = (SLOPE * Math.PI) / 180;
  const corner = (along: number, across: number): [number, number] => [
    SIZE.width / 2 + along * Math.cos(radians) - across * Math.sin(radians),
    250 + along * Math.sin(radians) + across * Math.cos(radians),
  ];
  return [corner(-150, -28), corner(150, -28), corner(150, 28), corner(-150, 28)];
}

test('what is written on a sign is read line by line, at its slope, and once only', async ({ page }) => {
  const twin = await open(page, ['MARKET', 'Road 27']);
  const need = { kind: 'text' as const, ids: [] };
  const first = unwrap(
    await page.evaluate(([scene, lack]) => window.twinsight.refine(scene, lack), [twin, need] as const),
  ).twin;
  const texts = first.objects.filter(({ label }) => label === 'text');
  expect(texts.map(({ attributes }) => attributes.text?.value)).toEqual(['MARKET', 'Road 27']);
  expect(failures(first)).toEqual([]);
  const quad = texts[1]?.states[0]?.quad;
  expect(quad && convexIou(quad, drawnQuad())).toBeGreaterThan(0.5);
  expect(first.log.at(-1)).toMatchObject({ tool: 'text', args: { lines: 2 } });
  const second = unwrap(
    await page.evaluate(([scene, lack]) => window.twinsight.refine(scene, lack), [first, need] as const),
  ).twin;
  expect(second.objects).toEqual(first.objects);
});

test('a question about writing has it read, and things are still counted without it', async ({ page }) => {
  const twin = await open(page, ['MARKET', 'Road 27']);
  const asked = unwrap(
    await page.evaluate((scene) => window.twinsight.ask('What is written in the picture?', scene), twin),
  );
  expect(JSON.stringify(asked.record.execution?.answer)).toMatch(/MARKET.*Road 27/);
  const counted = unwrap(
    await page.evaluate((scene) => window.twinsight.ask('How many objects are there?', scene), asked.twin),
  );
  const things = asked.twin.objects.filter(({ label }) => label !== 'text');
  expect(JSON.stringify(counted.record.execution?.answer)).toContain(`${things.length}`);
});

test('a picture without text says so', async ({ page }) => {
  const twin = await open(page, []);
  const asked = unwrap(
    await page.evaluate((scene) => window.twinsight.ask('What is written in the picture?', scene), twin),
  );
  expect(JSON.stringify(asked.record.execution)).toMatch(/no text could be read/);
});

test('on the page the answer lights up the lines, which show what they say', async ({ page }, info) => {
  const app = new AppDriver(page);
  await app.open();
  const buffer = await drawSign(page, ['MARKET', 'Road 27']);
  await app.dropFile({ name: 'sign.png', mimeType: 'image/png', buffer });
  await expect(app.picture(/sign.*: \d+ object/)).toBeVisible({ timeout: 60_000 });
  await app.expectAnswer('What is written in the picture?', /MARKET.*Road 27/);
  await expect(app.evidence()).toHaveText([/text/, /text/]);
  await page.screenshot({ path: info.outputPath('text.png') });
});
