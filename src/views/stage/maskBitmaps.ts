import { decodeRle, rleBox, rleProblem } from '../../twin/geometry/rle.ts';
import type { Box, TwinObject } from '../../twin/schema/twin.ts';
import { parseHex } from '../ui/colour.ts';

export interface MaskBitmap {
  readonly box: Box;
  readonly canvas: OffscreenCanvas;
}

/** A mask cut to its box and filled with one colour, ready to be drawn with any opacity; undefined when it is empty. */
function renderMask(object: TwinObject, colour: string): MaskBitmap | undefined {
  const mask = object.states[0]?.mask;
  const box = mask && rleProblem(mask) === undefined ? rleBox(mask) : undefined;
  if (!mask || !box) return undefined;
  const [x0, y0, x1, y1] = box;
  const canvas = new OffscreenCanvas(x1 - x0, y1 - y0);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const [height, width] = mask.size;
  const bits = decodeRle(mask);
  const [r, g, b] = parseHex(colour);
  const image = context.createImageData(x1 - x0, y1 - y0);
  let offset = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0; x < x1; x += 1, offset += 4) {
      if (y >= height || x >= width || !bits[y * width + x]) continue;
      image.data[offset] = r * 255;
      image.data[offset + 1] = g * 255;
      image.data[offset + 2] = b * 255;
      image.data[offset + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return { box, canvas };
}

/** Keeps the drawn masks of the twin at hand: each is decoded once per colour. */
export class MaskBitmaps {
  readonly #known = new WeakMap<TwinObject, { colour: string; bitmap: MaskBitmap | undefined }>();

  get(object: TwinObject, colour: string): MaskBitmap | undefined {
    const known = this.#known.get(object);
    if (known?.colour === colour) return known.bitmap;
    const bitmap = renderMask(object, colour);
    this.#known.set(object, { colour, bitmap });
    return bitmap;
  }
}
