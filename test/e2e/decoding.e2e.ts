import type { Page } from '@playwright/test';
import { type ClipWish, CODE, openClipMaker } from './support/clipMaker.ts';
import { expect, test } from './support/test.ts';

/** A variable frame rate: 60 frames of 15 to 120 ms. */
const TIMES_MS: number[] = [0];
while (TIMES_MS.length < 60) TIMES_MS.push((TIMES_MS.at(-1) ?? 0) + 15 + ((TIMES_MS.length * 37) % 8) * 15);

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'video/mp4', buffer });
}

/** Opens a file; gives what is known of the clip, or why it is refused. */
async function open(page: Page, name: string, buffer: Buffer) {
  await choose(page, name, buffer);
  return page.evaluate(() => window.twinsight.openVideo());
}

/** The numbers that stand in the frames shown at these times, and the frames' own times. */
const readNumbers = (page: Page, timesUs: readonly number[], rotation: number) =>
  page.evaluate(
    async ([times, turn, code]) => {
      const numbers: { timeUs: number; number: number; size: number[] }[] = [];
      for (const asked of times) {
        const shown = await window.twinsight.videoFrame(asked);
        if (!shown.ok) throw new Error(shown.error.message);
        const bytes = Uint8Array.from(atob(shown.value.png), (character) => character.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes]));
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context?.drawImage(bitmap, 0, 0);
        let number = 0;
        for (let bit = 0; bit < code.bits; bit++) {
          const [x, y] = [(bit + 0.5) * code.square, code.square / 2];
          const place = {
            0: [x, y],
            90: [code.height - y, x],
            180: [code.width - x, code.height - y],
            270: [y, code.width - x],
          }[turn] ?? [0, 0];
          const [light = 0] = context?.getImageData(place[0] ?? 0, place[1] ?? 0, 1, 1).data ?? [];
          if (light > 128) number += 2 ** bit;
        }
        numbers.push({ timeUs: shown.value.timeUs, number, size: [bitmap.width, bitmap.height] });
      }
      return numbers;
    },
    [timesUs, rotation, CODE] as const,
  );

const WISHES: readonly ClipWish[] = [
  { container: 'mp4', codec: 'avc', rotation: 90, timesMs: TIMES_MS },
  { container: 'mov', codec: 'avc', rotation: 270, timesMs: TIMES_MS },
  { container: 'mp4', codec: 'av1', rotation: 180, timesMs: TIMES_MS },
  { container: 'webm', codec: 'vp9', timesMs: TIMES_MS },
  { container: 'webm', codec: 'vp8', timesMs: TIMES_MS },
];

test('every frame that is asked for is the frame that is shown: variable rate, turned, in every codec', async ({
  page,
  site,
}) => {
  const maker = await openClipMaker(page, site.url);
  const clips: { readonly wish: ClipWish; readonly bytes: Buffer }[] = [];
  for (const wish of WISHES) clips.push({ wish, bytes: await maker.clip(wish) });
  await page.goto(`${site.url}headless.html`);
  for (const { wish, bytes } of clips) {
    const opened = await open(page, `clip.${wish.container}`, bytes);
    if (!opened.ok) throw new Error(opened.error.message);
    const { timesUs, width, height } = opened.value;
    expect(timesUs).toHaveLength(TIMES_MS.length);
    const late = timesUs.map((timeUs, frame) => Math.abs(timeUs - 1000 * (TIMES_MS[frame] ?? 0)));
    // Containers count in thousandths of a second, or finer.
    expect(Math.max(...late)).toBeLessThan(1000);
    const { rotation = 0 } = wish;
    const sideways = rotation % 180 !== 0;
    const size = sideways ? [CODE.height, CODE.width] : [CODE.width, CODE.height];
    expect([width, height]).toEqual(size);
    const all = timesUs.map((timeUs, number) => ({ timeUs, number, size }));
    expect(await readNumbers(page, timesUs, rotation)).toEqual(all);
    // Backwards in jumps, and between two frames the one that is still shown.
    const jumps = all.filter((_, frame) => frame % 7 === 3).reverse();
    const between = jumps.map(({ timeUs }) => timeUs + 5000);
    expect(await readNumbers(page, between, rotation)).toEqual(jumps);
  }
});

test('what is no whole clip is refused with its reason, or read as far as it goes', async ({
  page,
  site,
}) => {
  const maker = await openClipMaker(page, site.url);
  const whole = await maker.clip({ container: 'mp4', codec: 'avc', timesMs: TIMES_MS });
  const pieces = await maker.clip({ container: 'mp4', codec: 'avc', streamed: true, timesMs: [0, 40] });
  const long = await maker.clip({ container: 'mp4', codec: 'avc', timesMs: [0, 1000, 3 * 3_600_000] });
  const refused: readonly (readonly [string, Buffer, string, RegExp])[] = [
    ['sound.mov', await maker.sound(), 'no-video-track', /sound\.mov holds sound only/],
    ['hevc.mp4', await maker.undecodable(), 'unsupported-codec', /coded as H\.265/],
    ['long.mp4', long, 'video-too-long', /\d{3} min .* long; videos up to 10 min/],
    ['junk.mp4', Buffer.alloc(4000, 'junk'), 'not-a-video', /no video in a format/],
    ['empty.mp4', Buffer.alloc(0), 'file-empty', /empty/],
    ['bare.mp4', pieces.subarray(0, pieces.indexOf('moof') - 4), 'video-empty', /without a single frame/],
    ['head.mp4', whole.subarray(0, 300), 'video-corrupt', /damaged or cut off/],
  ];
  await page.goto(`${site.url}headless.html`);
  for (const [name, bytes, code, reason] of refused) {
    const opened = await open(page, name, bytes);
    expect(opened).toMatchObject({ ok: false, error: { code } });
    if (!opened.ok) expect(opened.error.message).toMatch(reason);
  }
  const cut = await open(page, 'cut.mp4', whole.subarray(0, Math.round(whole.length * 0.7)));
  if (!cut.ok) throw new Error(cut.error.message);
  const { timesUs, notices } = cut.value;
  expect(timesUs.length).toBeGreaterThan(5);
  expect(timesUs.length).toBeLessThan(60);
  expect(notices).toEqual([`The file ends early: ${timesUs.length} of 60 frames can be read.`]);
  const numbers = await readNumbers(page, timesUs, 0);
  expect(numbers.map(({ number }) => number)).toEqual(timesUs.map((_, frame) => frame));
});

/** The videos' workers of a browser without WebCodecs there. */
async function withoutWebCodecs(page: Page): Promise<void> {
  await page.route(/assets\/(video|perception)\.worker.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `delete globalThis.VideoDecoder;\n${await response.text()}` });
  });
}

/**
 * Measures the chosen clip; from its fourth frame on the page is hidden, and shows no frame of a video, until three signs of life came.
 */
const perceiveHidden = (page: Page) =>
  page.evaluate(() => {
    let hidden = false;
    let signs = 0;
    const held: (() => void)[] = [];
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    const { requestVideoFrameCallback } = HTMLVideoElement.prototype;
    HTMLVideoElement.prototype.requestVideoFrameCallback = function request(callback) {
      return requestVideoFrameCallback.call(this, (now, facts) => {
        if (hidden) held.push(() => callback(now, facts));
        else callback(now, facts);
      });
    };
    const onProgress = ({ frames }: { readonly frames?: { readonly done: number } | undefined }): void => {
      if (frames?.done !== 4) return;
      signs += 1;
      hidden = signs < 4;
      if (!hidden) for (const show of held.splice(0)) show();
    };
    return window.twinsight.perceiveVideo({ device: 'wasm', rate: 'every', masks: 'none' }, { onProgress });
  });

test('where WebCodecs are missing, a video element of the page gives the same frames, waits while the page is hidden, and the twin says so', async ({
  page,
  site,
}) => {
  const maker = await openClipMaker(page, site.url);
  const timesMs = TIMES_MS.slice(0, 12);
  const turned = await maker.clip({ container: 'mp4', codec: 'avc', rotation: 90, timesMs });
  const hevc = await maker.undecodable();
  await withoutWebCodecs(page);
  await page.goto(`${site.url}headless.html`);
  const opened = await open(page, 'turned.mp4', turned);
  if (!opened.ok) throw new Error(opened.error.message);
  const { timesUs, decoding, notices } = opened.value;
  expect(decoding).toBe('video-element');
  expect(notices).toEqual([expect.stringMatching(/do not decode H\.264 here.*seeking a video element/)]);
  const size = [CODE.height, CODE.width];
  const all = timesUs.map((timeUs, number) => ({ timeUs, number, size }));
  expect(await readNumbers(page, timesUs, 90)).toEqual(all);
  const jumps = [11, 3, 7, 7, 0].flatMap((frame) => all[frame] ?? []);
  expect(
    await readNumbers(
      page,
      jumps.map(({ timeUs }) => timeUs + 5000),
      90,
    ),
  ).toEqual(jumps);
  const perceived = await perceiveHidden(page);
  if (!perceived.ok) throw new Error(perceived.error.message);
  const { twin, frames } = perceived.value;
  expect(frames).toMatchObject({ detected: 12, mostAlive: 1 });
  expect(twin.log).toContainEqual(
    expect.objectContaining({ tool: 'decode', model: 'video element, by seeking', revision: 'H.264' }),
  );
  // What the element can't decode either is refused for what it is.
  expect(await open(page, 'hevc.mp4', hevc)).toMatchObject({
    ok: false,
    error: { code: 'unsupported-codec' },
  });
});
