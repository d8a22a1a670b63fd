import type { ReadonlyBox } from '../../twin/geometry/box.ts';
import type { Rgb, RgbaImage } from '../pixels.ts';

/** Reductions above this are averaged over the whole footprint of a pixel; below, linear interpolation sees all. */
const MAX_LINEAR_REDUCTION = 2;
const WHITE: Rgb = [255, 255, 255];

/** What is drawn: a bitmap in full, or the window of it in its own pixels, which may reach outside. */
export interface Drawing {
  readonly bitmap: ImageBitmap;
  readonly window?: ReadonlyBox;
  /** Size of the pixels that are read. */
  readonly width: number;
  readonly height: number;
  /** Behind transparent parts and outside of the bitmap; white where absent. */
  readonly fill?: Rgb;
}

/**
 * Reads resampled pixels of bitmaps through one canvas, kept because making one costs more than the drawing of a small
 * photo. The canvas resamples faster than a script would.
 */
export class CanvasReader {
  #canvas: OffscreenCanvas | undefined;

  read({ bitmap, window, width, height, fill = WHITE }: Drawing): RgbaImage {
    const context = this.#context(width, height);
    const [x0, y0, x1, y1] = window ?? [0, 0, bitmap.width, bitmap.height];
    context.fillStyle = `rgb(${fill.join(' ')})`;
    context.fillRect(0, 0, width, height);
    const reduction = Math.max((x1 - x0) / width, (y1 - y0) / height);
    context.imageSmoothingQuality = reduction > MAX_LINEAR_REDUCTION ? 'high' : 'low';
    // A source rectangle beyond the bitmap is clipped, and the target with it.
    context.drawImage(bitmap, x0, y0, x1 - x0, y1 - y0, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, data };
  }

  #context(width: number, height: number): OffscreenCanvasRenderingContext2D {
    this.#canvas ??= new OffscreenCanvas(width, height);
    const canvas = this.#canvas;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (context === null) throw new Error('this browser offers no 2D canvas to workers');
    return context;
  }
}
