import { TwinsightError } from '../core/errors.ts';
import type { MediaRegistry } from '../store/mediaRegistry.ts';
import { presentMoment } from '../store/moment.ts';
import { evidenceIds } from '../store/selectors.ts';
import type { AppState } from '../store/store.ts';
import { decodeRle } from '../twin/geometry/rle.ts';
import type { Twin } from '../twin/schema/twin.ts';

/** Hands a file to the browser's download. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The image with its overlay, as the stage shows it, at the image's own size (or that of its preview). */
export async function renderOverlay(state: AppState, media: MediaRegistry): Promise<Blob> {
  const { image } = state.scene;
  const { twin, carried } = presentMoment(state) ?? {};
  const bitmap = image && media.get(image.mediaId);
  if (!bitmap || !twin) {
    throw new TwinsightError({
      code: 'bad-request',
      message: 'There is no image with a twin to draw.',
      remedy: 'Open an image first.',
    });
  }
  const [{ paintOverlay }, { MaskPaths }, { objectColour }] = await Promise.all([
    import('../views/stage/paintOverlay.ts'),
    import('../views/stage/maskPaths.ts'),
    import('../views/ui/palette.ts'),
  ]);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw noSurface();
  context.drawImage(bitmap, 0, 0);
  // Lines and labels keep the size that they have on a stage of about 1000 px.
  const ratio = Math.max(1, bitmap.width / 1000);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const evidence = evidenceIds(state);
  paintOverlay(context, {
    twin,
    carried,
    view: { scale: bitmap.width / twin.source.width / ratio, x: 0, y: 0 },
    viewport: { width: bitmap.width / ratio, height: bitmap.height / ratio },
    layers: state.ui.layers,
    opacity: state.ui.overlayOpacity,
    colourOf: (object) => objectColour(object, twin, state.ui.colourBy, evidence),
    focus: new Set(state.ui.selectedIds),
    hoveredId: undefined,
    masks: new MaskPaths(),
  });
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The masks of some objects as a picture of the photo's size: white where any of them is, black elsewhere. */
export async function renderMask(twin: Twin, ids: readonly string[]): Promise<Blob> {
  const wanted = new Set(ids);
  const { width, height } = twin.source;
  const pixels = new ImageData(width, height);
  for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
  for (const { id, states } of twin.objects) {
    const mask = wanted.has(id) ? states[0]?.mask : undefined;
    if (!mask) continue;
    for (const [index, inside] of decodeRle(mask).entries()) {
      if (inside) pixels.data.fill(255, index * 4, index * 4 + 3);
    }
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw noSurface();
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

const noSurface = (): TwinsightError =>
  new TwinsightError({
    code: 'internal',
    message: 'The browser gave no drawing surface of this size.',
    remedy: 'Close other tabs and try again.',
  });
