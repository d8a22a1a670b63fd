import type { Page } from '@playwright/test';

/**
 * Makes a short WebM clip in the page: a photo that pans from one edge to the other. Made by the browser itself, so that it
 * plays wherever the test runs.
 * @param photo bytes of an image
 */
export async function panningClip(
  page: Page,
  photo: Buffer,
  { frames, frameRate }: { readonly frames: number; readonly frameRate: number },
): Promise<Buffer> {
  const text = await page.evaluate(
    async ({ data, count, rate }) => {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [480, 320];
      const context = canvas.getContext('2d');
      const stream = canvas.captureStream(0);
      const [track] = stream.getVideoTracks();
      const recorder = new MediaRecorder(stream, {
        mimeType: 'video/webm;codecs=vp8',
        videoBitsPerSecond: 4e6,
      });
      const parts: Blob[] = [];
      recorder.ondataavailable = (event) => parts.push(event.data);
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      recorder.start();
      for (let frame = 0; frame < count; frame++) {
        const shift = (frame / count) * 60;
        context?.drawImage(bitmap, -shift, 0, 540, 360);
        if (track instanceof CanvasCaptureMediaStreamTrack) track.requestFrame();
        await new Promise((resolve) => setTimeout(resolve, 1000 / rate));
      }
      recorder.stop();
      await stopped;
      const buffer = new Uint8Array(await new Blob(parts).arrayBuffer());
      let binary = '';
      for (const byte of buffer) binary += String.fromCharCode(byte);
      return btoa(binary);
    },
    { data: photo.toString('base64'), count: frames, rate: frameRate },
  );
  return Buffer.from(text, 'base64');
}
