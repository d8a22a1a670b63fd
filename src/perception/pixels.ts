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
