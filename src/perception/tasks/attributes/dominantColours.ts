import { containment, intersectBoxes, isProperBox, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { rleLookup } from '../../../twin/geometry/rle.ts';
import type { Rle } from '../../../twin/schema/rle.ts';
import type { RgbaImage } from '../../pixels.ts';
import { COLOUR_NAMES, type ColourName, colourName, type Oklab, oklab } from './colourNames.ts';

export interface ColourOptions {
  /** Boxes of other objects in the image; what of them lies over this one is left out. */
  readonly others?: readonly ReadonlyBox[];
  /**
   * The object's mask, of the whole image at any resolution; then the box needs no prior and no background model.
   */
  readonly mask?: Rle;
}

export interface ColourShare {
  readonly name: ColourName;
  /** Of the object's pixels, in [0, 1]; all shares sum to 1. */
  readonly share: number;
}

/** About this many pixels are looked at in the box, and as many around it: enough for shares to ±7 %. */
const SAMPLES = 200;
/** The background is looked at in a frame around the box of this share of its sides. */
const RING = 0.25;
/** Share of a box's inner pixels that is background: a filled box as mask scores an IoU of about 0.6. */
const BACKGROUND_SHARE = 0.35;
/** Falls off from 1 at the centre to exp(−this) at the middle of an edge. */
const CENTRE_FALLOFF = 1.2;
/** Shadow, glass and tyres make dark and grey pixels on things of every colour: they count less than a hue. */
const GREY_WEIGHT = 0.5;
const BLACK_WEIGHT = 0.4;
/** A hue counts more the more vivid it is, up to `VIVID_WEIGHT` at `VIVID_CHROMA`: paint against its reflections. */
const VIVID_WEIGHT = 2;
const VIVID_CHROMA = 0.16;
/**
 * Lightness is read against what is white nearby (anchoring): this percentile of the box and its surroundings is taken as
 * `ANCHOR_LIGHTNESS`, but dark scenes are brightened by `MAX_BRIGHTENING` at most, as they may really hold nothing white.
 */
const ANCHOR_PERCENTILE = 0.95;
const ANCHOR_LIGHTNESS = 0.92;
const MAX_BRIGHTENING = 1.8;
/** Grey things are hardly white: only from this ratio of white to grey on can the grey be shaded white. */
const SHADED_WHITE = 0.5;
/** Another object's box is in front of this one when this much of it lies inside. */
const NESTED = 0.6;
/** A thing of the colour of its background keeps some of it. */
const MIN_CHANCE = 0.05;
/** Bins per OKLab axis of the background model. */
const BINS = 10;

interface Sample {
  readonly colour: Oklab;
  /** How much the pixel counts for being where it is in the box. */
  readonly weight: number;
}

const binOf = ({ l, a, b }: Oklab): number => {
  const axis = (value: number): number => Math.min(BINS - 1, Math.max(0, Math.floor(value * BINS)));
  // Most of a photo's chroma lies within ±0.25.
  return (axis(l) * BINS + axis(a * 2 + 0.5)) * BINS + axis(b * 2 + 0.5);
};

/** Visits about `count` opaque pixels on a regular grid over the part of `box` inside the image; `at` is for `colourAt`. */
function forEachPixel(
  image: RgbaImage,
  box: ReadonlyBox,
  count: number,
  visit: (x: number, y: number, at: number) => void,
): void {
  const [x0, y0] = [Math.max(0, Math.floor(box[0])), Math.max(0, Math.floor(box[1]))];
  const [x1, y1] = [Math.min(image.width, Math.ceil(box[2])), Math.min(image.height, Math.ceil(box[3]))];
  if (!(x1 > x0 && y1 > y0)) return;
  const step = Math.max(1, Math.sqrt(((x1 - x0) * (y1 - y0)) / count));
  for (let y = y0 + step / 2; y < y1; y += step)
    for (let x = x0 + step / 2; x < x1; x += step) {
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const i = 4 * (row * image.width + column);
      if ((image.data[i + 3] ?? 0) < 128) continue;
      visit(column, row, i);
    }
}

const colourAt = ({ data }: RgbaImage, at: number): Oklab =>
  oklab(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);

const covers = (boxes: readonly ReadonlyBox[], x: number, y: number): boolean =>
  boxes.some((box) => x >= box[0] && x < box[2] && y >= box[1] && y < box[3]);

const ACHROMATIC_WEIGHTS: ReadonlyMap<ColourName, number> = new Map<ColourName, number>([
  ['black', BLACK_WEIGHT],
  ['gray', GREY_WEIGHT],
  ['white', 1],
]);

function salience(name: ColourName, { a, b }: Oklab): number {
  const vividness = Math.min(1, Math.sqrt(a * a + b * b) / VIVID_CHROMA);
  return ACHROMATIC_WEIGHTS.get(name) ?? VIVID_WEIGHT * vividness;
}

/** The factor on lightness that makes what is white around here white; 1 in well-lit places. */
function brightening(samples: readonly Sample[], ring: readonly Oklab[]): number {
  const lightness = new Float64Array(samples.length + ring.length);
  samples.forEach(({ colour }, i) => {
    lightness[i] = colour.l;
  });
  ring.forEach(({ l }, i) => {
    lightness[samples.length + i] = l;
  });
  const anchor = lightness.sort()[Math.floor(ANCHOR_PERCENTILE * lightness.length)] ?? 1;
  return Math.min(MAX_BRIGHTENING, Math.max(1, ANCHOR_LIGHTNESS / Math.max(anchor, 0.01)));
}

/** Pixels of the frame around the box that belong to no other object. */
function ringOf(image: RgbaImage, box: ReadonlyBox, others: readonly ReadonlyBox[]): Oklab[] {
  const [marginX, marginY] = [RING * (box[2] - box[0]), RING * (box[3] - box[1])];
  const frame: ReadonlyBox = [box[0] - marginX, box[1] - marginY, box[2] + marginX, box[3] + marginY];
  const hidden = [box, ...others.filter((other) => intersectBoxes(other, frame) !== undefined)];
  const colours: Oklab[] = [];
  forEachPixel(image, frame, 2 * SAMPLES, (x, y, at) => {
    if (!covers(hidden, x, y)) colours.push(colourAt(image, at));
  });
  return colours;
}

type PixelTest = (x: number, y: number) => boolean;

/** Whether the pixel (x, y) of `image` lies in the mask, which may have another resolution. */
function maskTest(mask: Rle, image: RgbaImage): PixelTest {
  const [height, width] = mask.size;
  const isInside = rleLookup(mask);
  return (x, y) =>
    isInside(Math.floor(((x + 0.5) * width) / image.width), Math.floor(((y + 0.5) * height) / image.height));
}

function samplesOf(
  image: RgbaImage,
  box: ReadonlyBox,
  nested: readonly ReadonlyBox[],
  isObject: PixelTest | undefined,
): Sample[] {
  const [centerX, centerY] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const samples: Sample[] = [];
  forEachPixel(image, box, SAMPLES, (x, y, at) => {
    if (isObject === undefined ? covers(nested, x, y) : !isObject(x, y)) return;
    // A box smaller than a pixel has its only pixel's centre far outside.
    const dx = Math.min(1, Math.abs(x + 0.5 - centerX) / ((box[2] - box[0]) / 2));
    const dy = Math.min(1, Math.abs(y + 0.5 - centerY) / ((box[3] - box[1]) / 2));
    const weight = isObject === undefined ? Math.exp(-CENTRE_FALLOFF * (dx * dx + dy * dy)) : 1;
    samples.push({ colour: colourAt(image, at), weight });
  });
  return samples;
}

/**
 * For each sample the chance that it is the object: 1 − s · p(around) / p(inside) for its OKLab bin, where s is the share of a
 * box that is background.
 */
function objectChances(samples: readonly Sample[], ring: readonly Oklab[]): number[] {
  if (ring.length === 0) return samples.map(() => 1);
  const inside = new Float64Array(BINS ** 3);
  const around = new Float64Array(BINS ** 3);
  const bins = samples.map(({ colour }) => binOf(colour));
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  samples.forEach(({ weight }, i) => {
    const bin = bins[i] ?? 0;
    inside[bin] = (inside[bin] ?? 0) + weight / total;
  });
  for (const colour of ring) {
    const bin = binOf(colour);
    around[bin] = (around[bin] ?? 0) + 1 / ring.length;
  }
  return bins.map((bin) =>
    Math.max(MIN_CHANCE, 1 - (BACKGROUND_SHARE * (around[bin] ?? 0)) / (inside[bin] ?? 1)),
  );
}

/** More light makes gray of black, white of gray and of dim cream; what is plainly of a hue keeps its name. */
function nameInLight({ l, a, b }: Oklab, gain: number): ColourName {
  const name = colourName({ l, a, b });
  if (gain === 1 || name === 'white') return name;
  const lit = colourName({ l: l * gain, a: a * gain, b: b * gain });
  if (name === 'black') return lit;
  return lit === 'white' || lit === 'gray' ? lit : name;
}

/** White things are partly grey, in their own shade: where hardly any hue is seen, half the grey is taken as white. */
function shadeAsWhite(shares: Map<ColourName, number>): void {
  const [white = 0, gray = 0, black = 0] = [shares.get('white'), shares.get('gray'), shares.get('black')];
  const hues = [...shares.values()].reduce((a, b) => a + b, 0) - white - gray - black;
  if (gray === 0 || white < SHADED_WHITE * gray || hues > white) return;
  shares.set('white', white + gray / 2);
  shares.set('gray', gray / 2);
}

/**
 * The named colours of what is in a box (pixels of `image`), largest share first; empty when no pixel of it can be seen. Pixels
 * are named in OKLab, against the lightness of the surroundings. Without a mask the middle of the box counts more, objects in
 * front are left out, and what looks like the frame around the box is discounted.
 */
export function dominantColours(
  image: RgbaImage,
  box: ReadonlyBox,
  options: ColourOptions = {},
): readonly ColourShare[] {
  if (!isProperBox(box)) return [];
  const { others = [], mask } = options;
  const isObject = mask && maskTest(mask, image);
  const nested = others.filter(
    (other) => containment(other, box) >= NESTED && containment(box, other) < NESTED,
  );
  let samples = samplesOf(image, box, nested, isObject);
  if (samples.length === 0) samples = samplesOf(image, box, [], undefined);
  const apart = others.filter((other) => intersectBoxes(other, box) === undefined);
  const ring = ringOf(image, box, apart);
  const chances = objectChances(samples, isObject === undefined ? ring : []);
  const gain = brightening(samples, ring);
  const shares = new Map<ColourName, number>();
  samples.forEach(({ colour, weight }, i) => {
    const name = nameInLight(colour, gain);
    shares.set(name, (shares.get(name) ?? 0) + weight * (chances[i] ?? 1) * salience(name, colour));
  });
  shadeAsWhite(shares);
  const sum = [...shares.values()].reduce((a, b) => a + b, 0);
  return COLOUR_NAMES.flatMap((name) => {
    const share = shares.get(name);
    return share === undefined ? [] : { name, share: share / sum };
  }).sort((a, b) => b.share - a.share);
}
