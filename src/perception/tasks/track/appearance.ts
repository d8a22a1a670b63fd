import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { rleLookup } from '../../../twin/geometry/rle.ts';
import type { Rle } from '../../../twin/schema/rle.ts';
import type { RgbaImage } from '../../pixels.ts';
import { oklab } from '../attributes/colourNames.ts';
import type { AppearanceDescriptor } from './types.ts';

const LIGHTNESS_BINS = 4;
const HUE_BINS = 6;
/** Per level of lightness: the hues, then grey. */
const COLOUR_BINS = HUE_BINS + 1;
/** Numbers in an appearance descriptor. */
export const APPEARANCE_LENGTH = LIGHTNESS_BINS * COLOUR_BINS;

/** About this many pixels are looked at. */
const SAMPLES = 400;
/** OKLab chroma up to which a colour is grey, and from which it is all hue; between them it counts for both. */
const GREY_CHROMA = 0.02;
const HUE_CHROMA = 0.08;

/**
 * The histogram of the colours of one object, with soft borders between the bins, so that a little more light changes it a
 * little. With a mask (of the whole image, at any resolution) only its pixels count; without one those in the ellipse that the box holds.
 *
 * @param image pixels at any resolution
 * @param box in pixels of `image`
 * @returns undefined where not one pixel of it is in the image
 */
export function describeAppearance(
  image: RgbaImage,
  box: ReadonlyBox,
  mask?: Rle,
): AppearanceDescriptor | undefined {
  const [x0, y0] = [Math.max(0, box[0]), Math.max(0, box[1])];
  const [x1, y1] = [Math.min(image.width, box[2]), Math.min(image.height, box[3])];
  if (!(x1 > x0 && y1 > y0)) return undefined;
  const isInside = mask ? insideOf(mask, image) : insideEllipse(box);
  const step = Math.max(1, Math.sqrt(((x1 - x0) * (y1 - y0)) / SAMPLES));
  const histogram = new Float32Array(APPEARANCE_LENGTH);
  let count = 0;
  for (let y = y0 + step / 2; y < y1; y += step)
    for (let x = x0 + step / 2; x < x1; x += step) {
      if (!isInside(x, y)) continue;
      const at = 4 * (Math.floor(y) * image.width + Math.floor(x));
      addColour(histogram, image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0);
      count++;
    }
  return count === 0 ? undefined : histogram.map((value) => value / count);
}

/**
 * How alike two descriptors are, in [0, 1]: the Bhattacharyya coefficient Σ √(p·q), 1 for equal ones, 0 where no colour is
 * common (as in DeepSORT's place: its cosine of learned features).
 */
export function appearanceLikeness(p: AppearanceDescriptor, q: AppearanceDescriptor): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += Math.sqrt((p[i] ?? 0) * (q[i] ?? 0));
  return Math.min(1, sum);
}

function insideOf(mask: Rle, { width, height }: RgbaImage): (x: number, y: number) => boolean {
  const lookup = rleLookup(mask);
  const [scaleX, scaleY] = [mask.size[1] / width, mask.size[0] / height];
  return (x, y) => lookup(Math.floor(x * scaleX), Math.floor(y * scaleY));
}

function insideEllipse([x0, y0, x1, y1]: ReadonlyBox): (x: number, y: number) => boolean {
  const [centreX, centreY] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const [radiusX, radiusY] = [(x1 - x0) / 2, (y1 - y0) / 2];
  return (x, y) => ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 <= 1;
}

/** Adds one pixel's weight of 1, spread linearly over the two nearest levels of lightness, the two nearest hues, and grey. */
function addColour(histogram: Float32Array, red: number, green: number, blue: number): void {
  const { l, a, b } = oklab(red, green, blue);
  const level = Math.min(LIGHTNESS_BINS - 1, Math.max(0, l * LIGHTNESS_BINS - 0.5));
  const low = Math.min(LIGHTNESS_BINS - 2, Math.floor(level));
  const colourful = Math.min(1, Math.max(0, (Math.hypot(a, b) - GREY_CHROMA) / (HUE_CHROMA - GREY_CHROMA)));
  const turn = (Math.atan2(b, a) / (2 * Math.PI) + 1) * HUE_BINS;
  const hue = Math.floor(turn);
  const add = (bin: number, colour: number, weight: number): void => {
    const at = bin * COLOUR_BINS + colour;
    histogram[at] = (histogram[at] ?? 0) + weight;
  };
  for (const [bin, share] of [
    [low, low + 1 - level],
    [low + 1, level - low],
  ] as const) {
    add(bin, hue % HUE_BINS, share * colourful * (hue + 1 - turn));
    add(bin, (hue + 1) % HUE_BINS, share * colourful * (turn - hue));
    add(bin, HUE_BINS, share * (1 - colourful));
  }
}
