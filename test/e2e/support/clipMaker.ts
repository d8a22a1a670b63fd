import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../../../scripts/lib/project.ts';

/** Size of the made clips before they are turned. The number of a frame stands in its top row: eight squares, the lowest bit first. */
export const CODE = { width: 128, height: 64, square: 16, bits: 8 } as const;

export interface ClipWish {
  readonly container: 'mp4' | 'mov' | 'webm';
  readonly codec: 'avc' | 'vp8' | 'vp9' | 'av1';
  readonly rotation?: 0 | 90 | 180 | 270;
  /** As streams are sent: an MP4 in pieces that follow a header without frames, a WebM that doesn't say how long it is. */
  readonly streamed?: boolean;
  /** A photo as base64: it pans over 480 × 320 pixels in the place of the numbers. */
  readonly photo?: string;
  /** When each frame begins, in milliseconds; the last one lasts as long as the one before. */
  readonly timesMs: readonly number[];
}

/** What the maker's page offers. */
interface Maker {
  makeClip(wish: ClipWish): Promise<string>;
  makeSound(): Promise<string>;
  makeUndecodable(): Promise<string>;
}

const PAGE = `<!doctype html><script type="module">
import * as m from './mediabunny.mjs';
const formats = {
  mp4: (streamed) => new m.Mp4OutputFormat({ fastStart: streamed ? 'fragmented' : 'in-memory' }),
  mov: () => new m.MovOutputFormat({ fastStart: 'in-memory' }),
  webm: (streamed) => new m.WebMOutputFormat({ appendOnly: streamed }),
};
const base64 = (buffer) => {
  let binary = '';
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
};
const drawNumber = (context, frame) => {
  context.fillStyle = 'rgb(90 90 90)';
  context.fillRect(0, 0, ${CODE.width}, ${CODE.height});
  for (let bit = 0; bit < ${CODE.bits}; bit++) {
    context.fillStyle = (frame >> bit) & 1 ? 'white' : 'black';
    context.fillRect(bit * ${CODE.square}, 0, ${CODE.square}, ${CODE.square});
  }
};
const bitmapOf = (photo) =>
  createImageBitmap(new Blob([Uint8Array.from(atob(photo), (character) => character.charCodeAt(0))]));
window.makeClip = async ({ container, codec, rotation = 0, streamed = false, photo, timesMs }) => {
  const bitmap = photo && (await bitmapOf(photo));
  const canvas = bitmap ? new OffscreenCanvas(480, 320) : new OffscreenCanvas(${CODE.width}, ${CODE.height});
  const context = canvas.getContext('2d');
  const output = new m.Output({ format: formats[container](streamed), target: new m.BufferTarget() });
  const source = new m.CanvasSource(canvas, { codec, bitrate: 1e6, keyFrameInterval: 0.5 });
  output.addVideoTrack(source, { rotation });
  await output.start();
  for (let frame = 0; frame < timesMs.length; frame++) {
    if (bitmap) context.drawImage(bitmap, -4 * frame, 0, 540, 360);
    else drawNumber(context, frame);
    const next = timesMs[frame + 1] ?? 2 * timesMs[frame] - (timesMs[frame - 1] ?? timesMs[frame] - 40);
    await source.add(timesMs[frame] / 1000, (next - timesMs[frame]) / 1000);
  }
  await output.finalize();
  return base64(output.target.buffer);
};
window.makeSound = async () => {
  const output = new m.Output({ format: formats.mov(), target: new m.BufferTarget() });
  const source = new m.AudioSampleSource({ codec: 'pcm-s16' });
  output.addAudioTrack(source);
  await output.start();
  const sound = { data: new Int16Array(8000), format: 's16', numberOfChannels: 1, sampleRate: 8000, timestamp: 0 };
  await source.add(new m.AudioSample(sound));
  await output.finalize();
  return base64(output.target.buffer);
};
window.makeUndecodable = async () => {
  const output = new m.Output({ format: formats.mp4(), target: new m.BufferTarget() });
  const source = new m.EncodedVideoPacketSource('hevc');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'hvc1.1.6.L93.B0', codedWidth: 64, codedHeight: 64, description: new Uint8Array(23) };
  await source.add(new m.EncodedPacket(new Uint8Array(40), 'key', 0, 0.04), { decoderConfig });
  await output.finalize();
  return base64(output.target.buffer);
};
</script>`;

/** Opens a page of its own that makes clips with the library and the browser's encoders. */
export async function openClipMaker(page: Page, baseURL: string) {
  const library = readFileSync(join(ROOT, 'node_modules/mediabunny/dist/bundles/mediabunny.mjs'), 'utf8');
  await page.route('**/clip-maker.html', (route) => route.fulfill({ body: PAGE, contentType: 'text/html' }));
  await page.route('**/mediabunny.mjs', (route) =>
    route.fulfill({ body: library, contentType: 'text/javascript' }),
  );
  await page.goto(`${baseURL}clip-maker.html`);
  await page.waitForFunction(() => 'makeClip' in window);
  return {
    clip: async (wish: ClipWish) =>
      Buffer.from(await page.evaluate((wanted) => window.makeClip(wanted), wish), 'base64'),
    sound: async () => Buffer.from(await page.evaluate(() => window.makeSound()), 'base64'),
    undecodable: async () => Buffer.from(await page.evaluate(() => window.makeUndecodable()), 'base64'),
  };
}

declare global {
  interface Window extends Maker {}
}
