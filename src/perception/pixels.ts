import type { ReadonlyBox } from '../twin/geometry/box.ts';

/** Decoded pixels in the canonical frame: RGBA, 8 bits, row-major, not premultiplied. `data.length` is 4 · width · height. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What the detector saw: label, score in [0, 1], box [x0, y0, x1, y1] in canonical pixels, clipped to the image. */
export interface Detection {
  readonly label: string;
  readonly score: number;
  readonly box: readonly [number, number, number, number];
}

/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A photo that gives its pixels piece by piece, at the resolution that is asked for. */
export interface CropSource {
  /** Canonical size in pixels. */
  readonly width: number;
  readonly height: number;
  /**
   * The pixels of a window in canonical pixels, opaque, resampled with anti-aliasing to `width` × `height`. What of the window
   * reaches outside the photo gets the colour `fill` (black where absent). Throws `image-corrupt`.
   */
  crop(window: ReadonlyBox, width: number, height: number, fill?: Rgb): Promise<RgbaImage>;
}
