import { TwinsightError } from '../../core/errors.ts';
import { displayName } from '../../io/image/limits.ts';
import type { ImageFormat } from '../../io/image/types.ts';
import type { RgbaImage } from '../pixels.ts';

/** Longest side of the pixels kept for analysis: models see less, and colours need no more. */
export const MAX_ANALYSIS_SIDE = 2048;
/** Longest side of the bitmap handed to the views. */
export const MAX_PREVIEW_SIDE = 4096;

/** A decoded image in the canonical frame (EXIF orientation applied). */
export interface DecodedImage {
  /** Canonical size in pixels: the frame of all boxes. */
  readonly width: number;
  readonly height: number;
  /** The pixels for analysis, opaque (transparent parts on white), at most `MAX_ANALYSIS_SIDE` a side. */
  readonly pixels: RgbaImage;
  /** For display; whoever gets it closes it. */
  readonly preview: ImageBitmap;
}

/** The size that fits `side`, never enlarged, at least one pixel each way. */
export function fitWithin(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function drawScaled(bitmap: ImageBitmap, size: { width: number; height: number }): ImageData {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (context === null) throw new Error('this browser offers no 2D canvas to workers');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height);
}

const corrupt = (name: string, thrown: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'image-corrupt',
      message: `${displayName(name)} could not be decoded: its header is in order, but its pixels are damaged or cut off.`,
      remedy: 'Save or download it again, then open it.',
    },
    { cause: thrown },
  );

/**
 * Decodes an image file whose header was checked before. Memory: 4 bytes a pixel of the file at its full size for as
 * long as this runs, then `pixels` and `preview` alone. Throws `image-corrupt`.
 */
export async function decodeImage(
  bytes: ArrayBuffer,
  format: ImageFormat,
  name: string,
): Promise<DecodedImage> {
  let full: ImageBitmap;
  try {
    full = await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), {
      imageOrientation: 'from-image',
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'default',
    });
  } catch (thrown) {
    throw corrupt(name, thrown);
  }
  try {
    const { width, height } = full;
    const data = drawScaled(full, fitWithin(width, height, MAX_ANALYSIS_SIDE));
    const shown = fitWithin(width, height, MAX_PREVIEW_SIDE);
    const preview =
      shown.width === width && shown.height === height
        ? full
        : await createImageBitmap(full, {
            resizeWidth: shown.width,
            resizeHeight: shown.height,
            resizeQuality: 'high',
          });
    if (preview !== full) full.close();
    return { width, height, pixels: { width: data.width, height: data.height, data: data.data }, preview };
  } catch (thrown) {
    full.close();
    throw thrown;
  }
}
