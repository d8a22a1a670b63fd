import { withJpegOrientation } from '../fixtures/exif.ts';
import { expect, test } from './support/test.ts';

/**
 * What the four quadrants of a picture show once its orientation is applied, in reading order. As stored they are red,
 * green, blue, yellow (EXIF 2.32, section 4.6.4, tag Orientation).
 */
const CANONICAL = ['RGBY', 'GRYB', 'YBGR', 'BYRG', 'RBGY', 'BRYG', 'YGBR', 'GYRB'] as const;

test('all eight EXIF orientations end in the same canonical frame', async ({ page }) => {
  await page.goto('headless.html');
  const stored = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 32);
    const context = canvas.getContext('2d');
    for (const [i, colour] of ['#f00', '#0f0', '#00f', '#ff0'].entries()) {
      if (!context) throw new Error('no 2D canvas');
      context.fillStyle = colour;
      context.fillRect(32 * (i % 2), 16 * Math.floor(i / 2), 32, 16);
    }
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 });
    return [...new Uint8Array(await jpeg.arrayBuffer())];
  });

  for (const [index, quadrants] of CANONICAL.entries()) {
    const oriented = withJpegOrientation(Uint8Array.from(stored), index + 1);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(oriented) });
    const seen = await page.evaluate(async () => {
      const perceived = await window.twinsight.perceive({ device: 'wasm' });
      if (!perceived.ok) throw new Error(perceived.error.message);
      const { width, height } = perceived.value.twin.source;
      const files = await window.twinsight.files({ ...perceived.value.twin, objects: [] }, []);
      if (!files.ok) throw new Error(files.error.message);
      const bytes = Uint8Array.from(atob(files.value.overlay), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (!context) throw new Error('no 2D canvas');
      context.drawImage(bitmap, 0, 0);
      const colourAt = (u: number, v: number): string => {
        const [red = 0, green = 0] = context.getImageData(u * bitmap.width, v * bitmap.height, 1, 1).data;
        if (red > 128) return green > 128 ? 'Y' : 'R';
        return green > 128 ? 'G' : 'B';
      };
      const quadrants = [0.25, 0.75].flatMap((v) => [0.25, 0.75].map((u) => colourAt(u, v))).join('');
      return { width, height, quadrants };
    });
    const upright = index < 4;
    expect(seen, `orientation ${index + 1}`).toEqual({
      width: upright ? 64 : 32,
      height: upright ? 32 : 64,
      quadrants,
    });
  }
});
