import { createRandom, type Random } from '../../src/core/random.ts';
import { clipBox } from '../../src/twin/geometry/box.ts';
import { rasterisePolygons } from '../../src/twin/geometry/polygon.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { Box } from '../../src/twin/schema/twin.ts';
import { bootstrapInterval, mean, median, normal } from '../lib/statistics.ts';

/** How well one object was masked by one method. */
export interface MaskSample {
  readonly photo: number;
  /** Annotated area in pixels: decides the size class. */
  readonly area: number;
  /** With the annotated mask, in [0, 1]. */
  readonly iou: number;
}

export interface MaskFigures {
  readonly n: number;
  readonly miou: number;
  readonly median: number;
  /** Share of objects with an IoU above 0.75. */
  readonly above75: number;
}

const figuresOf = (samples: readonly MaskSample[]): MaskFigures => {
  const ious = samples.map(({ iou }) => iou);
  return {
    n: ious.length,
    miou: mean(ious),
    median: median(ious) ?? 0,
    above75: mean(ious.map((iou) => (iou > 0.75 ? 1 : 0))),
  };
};

/** COCO's size classes by annotated area; the figures of a method leave the small ones out. */
const SMALL = 32 ** 2;
const LARGE = 96 ** 2;
/** Whether an object of this annotated area, in square pixels, counts in the figures of a method. */
export const isMeasured = (area: number): boolean => area > SMALL;

export interface MethodFigures extends MaskFigures {
  /** 95 % interval of the mean, by drawing photos. */
  readonly interval: readonly [number, number] | undefined;
  readonly bySize: { readonly medium: MaskFigures; readonly large: MaskFigures };
  /** Objects of at most 32² pixels, which are in none of the other figures. */
  readonly small: MaskFigures;
}

/** The figures of one method over objects of more than 32² pixels. */
export function methodFigures(samples: readonly MaskSample[]): MethodFigures {
  const measured = samples.filter(({ area }) => isMeasured(area));
  return {
    ...figuresOf(measured),
    interval: bootstrapInterval(byPhoto(measured, ({ iou }) => iou)),
    bySize: {
      medium: figuresOf(measured.filter(({ area }) => area <= LARGE)),
      large: figuresOf(measured.filter(({ area }) => area > LARGE)),
    },
    small: figuresOf(samples.filter(({ area }) => !isMeasured(area))),
  };
}

export interface Gain {
  readonly miou: number;
  readonly interval: readonly [number, number] | undefined;
}

/** What one method has over another on the same objects, in the same order; those of at most 32² pixels are left out. */
export function gainOver(samples: readonly MaskSample[], base: readonly MaskSample[]): Gain {
  const pairs = samples.flatMap((sample, index) => {
    const other = base[index];
    return isMeasured(sample.area) && other ? [{ ...sample, iou: sample.iou - other.iou }] : [];
  });
  const differences = pairs.map(({ iou }) => iou);
  return { miou: mean(differences), interval: bootstrapInterval(byPhoto(pairs, ({ iou }) => iou)) };
}

function byPhoto(samples: readonly MaskSample[], value: (sample: MaskSample) => number): number[][] {
  const groups = new Map<number, number[]>();
  for (const sample of samples)
    groups.set(sample.photo, [...(groups.get(sample.photo) ?? []), value(sample)]);
  return [...groups.values()];
}

/** A box as a mask: the baseline that needs no model. */
export const filledBox = ([x0, y0, x1, y1]: Box, width: number, height: number): Rle =>
  rasterisePolygons([[x0, y0, x1, y0, x1, y1, x0, y1]], width, height);

/** Spread of a jittered edge, as a share of the side that it moves along. */
export const JITTER = 0.06;
/** No jitter makes a box narrower than this, in pixels. */
const MIN_SIDE = 2;

/**
 * A box whose edges were each moved by a normal distribution of standard deviation `JITTER` · side, within the image: as sloppy as a
 * detector's. The same object always gets the same one.
 */
export function jitterBox(box: Box, width: number, height: number, seed: number): Box {
  const random: Random = createRandom(seed);
  const [sideX, sideY] = [box[2] - box[0], box[3] - box[1]];
  const shift = (side: number): number => normal(random.next, JITTER * side);
  const moved: Box = [
    box[0] + shift(sideX),
    box[1] + shift(sideY),
    box[2] + shift(sideX),
    box[3] + shift(sideY),
  ];
  const clipped = clipBox(moved, width, height);
  const isSound = clipped && clipped[2] - clipped[0] >= MIN_SIDE && clipped[3] - clipped[1] >= MIN_SIDE;
  return isSound ? clipped : box;
}
