import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { chromiumArgs, ensureChromium } from '../../../scripts/lib/chromium.ts';
import type { RgbaImage } from '../../../src/perception/pixels.ts';

/** Decodes an image file with Chromium, the decoder that people use. */
export async function decodePhoto(path: string): Promise<RgbaImage> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: chromiumArgs(false),
  });
  try {
    const page = await browser.newPage();
    const { width, height, base64 } = await page.evaluate(
      async (bytes) => {
        const blob = await (await fetch(`data:application/octet-stream;base64,${bytes}`)).blob();
        const bitmap = await createImageBitmap(blob);
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        if (!context) throw new Error('This browser has no 2D canvas.');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        let binary = '';
        for (const byte of data) binary += String.fromCharCode(byte);
        return { width: bitmap.width, height: bitmap.height, base64: btoa(binary) };
      },
      (await readFile(path)).toString('base64'),
    );
    return { width, height, data: Uint8ClampedArray.from(Buffer.from(base64, 'base64')) };
  } finally {
    await browser.close();
  }
}
