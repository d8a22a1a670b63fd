import { TwinsightError } from '../../core/errors.ts';
import { displayName } from '../../io/image/limits.ts';
import type { ImageFormat } from '../../io/image/types.ts';
import type { RgbaImage } from '../pixels.ts';

/** Reductions above this are averaged over the whole footprint of a pixel; below, linear interpolation sees all. */
const MAX_LINEAR_REDUCTION = 2;
/** Longest side of the bitmap handed to the views. */
export const MAX_PREVIEW_SIDE = 4096;

/** A decoded image in the canonical frame (EXIF orientation applied). */
export interface DecodedImage {
  /** Canonical size in pixels: the frame of all boxes. */
  readonly width: number;
  readonly height: number;
  /**
   * The pixels for analysis, opaque (transparent parts on white), stretched to the detector's square input: it sees no
   * more, and colours need no more. The canvas stretches faster than a script would.
   */
  readonly pixels: RgbaImage;
  /** For display; whoever gets it closes it. */
  readonly preview: ImageBitmap;
}

/** The size that fits `side`, never enlarged, at least one pixel each way. */
export function fitWithin(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function stretch(bitmap: ImageBitmap, side: number): RgbaImage {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (context === null) throw new Error('this browser offers no 2D canvas to workers');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, side, side);
  const reduction = Math.max(bitmap.width, bitmap.height) / side;
  context.imageSmoothingQuality = reduction > MAX_LINEAR_REDUCTION ? 'high' : 'low';
  context.drawImage(bitmap, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  return { width: side, height: side, data };
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
 * Decodes an image file whose header was checked before; `side` is that of the square pixels for analysis. Memory: 4 bytes a pixel of the file at its full size for as
 * long as this runs, then `pixels` and `preview` alone. Throws `image-corrupt`.
 */
export async function decodeImage(
  bytes: ArrayBuffer,
  format: ImageFormat,
  name: string,
  side: number,
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
    const pixels = stretch(full, side);
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
    return { width, height, pixels, preview };
  } catch (thrown) {
    full.close();
    throw thrown;
  }
}
