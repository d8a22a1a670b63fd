import { TwinsightError } from '../../core/errors.ts';
import { displayName } from '../../io/image/limits.ts';
import type { ImageFormat } from '../../io/image/types.ts';
import type { RgbaImage } from '../pixels.ts';
import type { CanvasReader } from './canvasReader.ts';

/** Longest side of the bitmap handed to the views. */
export const MAX_PREVIEW_SIDE = 4096;

/** An image file whose header was checked before. */
export interface ImageFile {
  readonly bytes: ArrayBuffer;
  readonly format: ImageFormat;
  readonly name: string;
}

/** A decoded image in the canonical frame (EXIF orientation applied). */
export interface DecodedImage {
  /** Canonical size in pixels: the frame of all boxes. */
  readonly width: number;
  readonly height: number;
  /**
   * The pixels for analysis, opaque (transparent parts on white), stretched to the detector's square input: it sees no
   * more, and colours need no more.
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

const corrupt = (name: string, thrown: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'image-corrupt',
      message: `${displayName(name)} could not be decoded: its header is in order, but its pixels are damaged or cut off.`,
      remedy: 'Save or download it again, then open it.',
    },
    { cause: thrown },
  );

/** The whole image at its full size, 4 bytes a pixel; whoever gets it closes it. Throws `image-corrupt`. */
export async function decodeBitmap({ bytes, format, name }: ImageFile): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), {
      imageOrientation: 'from-image',
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'default',
    });
  } catch (thrown) {
    throw corrupt(name, thrown);
  }
}

/**
 * Decodes an image file for analysis and display; `side` is that of the square pixels for analysis. Memory: 4 bytes a
 * pixel of the file at its full size for as long as this runs, then `pixels` and `preview` alone. Throws `image-corrupt`.
 */
export async function decodeImage(
  file: ImageFile,
  side: number,
  reader: CanvasReader,
): Promise<DecodedImage> {
  const full = await decodeBitmap(file);
  try {
    const { width, height } = full;
    const pixels = reader.read({ bitmap: full, width: side, height: side });
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
