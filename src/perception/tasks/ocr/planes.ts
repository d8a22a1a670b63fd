import type { RgbaImage } from '../../pixels.ts';

/** value ↦ (value / 255 − mean) / deviation, for the blue, green and red plane. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/**
 * Writes the blue, green and red plane of an image, in this order, as PP-OCR's networks were taught with OpenCV's order of
 * channels. What of the planes lies right of and below the image is left as it is.
 *
 * @param target three planes of `planeWidth` × `planeHeight` from `offset` on
 */
export function writePlanes(
  { width, height, data }: RgbaImage,
  { mean, deviation }: Normalisation,
  target: Float32Array,
  plane: { readonly width: number; readonly height: number; readonly offset: number },
): void {
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (deviation[channel] ?? 1));
    const shift = (mean[channel] ?? 0) / (deviation[channel] ?? 1);
    const start = plane.offset + channel * plane.width * plane.height;
    for (let y = 0; y < height; y++) {
      let from = 4 * y * width + 2 - channel;
      let to = start + y * plane.width;
      for (let x = 0; x < width; x++, from += 4) target[to++] = (data[from] ?? 0) * scale - shift;
    }
  }
}
