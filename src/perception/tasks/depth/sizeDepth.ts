import { boxHeight, boxWidth, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { Pinhole } from '../../../twin/geometry/camera.ts';
import { type ObjectSize, objectSize } from './heights.ts';

/** Distance by known size, as a normal distribution of its logarithm. */
export interface SizeDepth {
  readonly logMean: number;
  readonly logStd: number;
  readonly size: ObjectSize;
  /** Sides at which the image border, or something in front, cuts the object off. */
  readonly cut: { readonly vertical: boolean; readonly horizontal: boolean; readonly bottom: boolean };
}

/** A box that comes this near to the border (share of the image side) counts as cut off there. */
const BORDER = 0.006;
/** Extra spread of ln(depth) when the extent that tells the distance is cut off. */
const CUT_SPREAD = 0.35;
/** Upright things at least so many times as high as wide look alike from all sides … */
const UPRIGHT_ASPECT = 1.4;
/** … so that one whose height says this many times the distance that its width says is partly hidden. */
const HIDDEN_RATIO = 1.5;
/** Detection boxes are off by a few pixels: the share of an extent below which small boxes lose trust. */
const BOX_ERROR_PIXELS = 2;

/**
 * depth = focal · size / apparent size, by the extent that suits the class. Where the border cuts that extent off, what is
 * seen of it is too small and so the depth too large: then the nearer of the two extents' answers is taken, with a wider
 * spread. Undefined for a class of unknown size.
 */
export function depthFromSize(label: string, box: ReadonlyBox, camera: Pinhole): SizeDepth | undefined {
  const size = objectSize(label);
  if (size === undefined) return undefined;
  // Nothing is measured finer than a pixel.
  const [width, height] = [Math.max(1, boxWidth(box)), Math.max(1, boxHeight(box))];
  const horizontal = box[0] <= camera.width * BORDER || box[2] >= camera.width * (1 - BORDER);
  const byHeight = (camera.focal * size.height) / height;
  const byWidth = (camera.focal * size.width) / width;
  const hidden =
    size.support === 'ground' &&
    size.cue === 'height' &&
    size.height >= UPRIGHT_ASPECT * size.width &&
    byHeight > HIDDEN_RATIO * byWidth;
  const bottom = hidden || box[3] >= camera.height * (1 - BORDER);
  const vertical = bottom || box[1] <= camera.height * BORDER;
  const byLongest = (camera.focal * Math.max(size.height, size.width)) / Math.max(height, width);
  const depths = { height: byHeight, width: byWidth, longest: byLongest };
  // A cut on either side may have made the shorter side the longest one that is left.
  const cueCut = { height: vertical, width: horizontal, longest: vertical || horizontal }[size.cue];
  const byCue = depths[size.cue];
  const depth = cueCut ? Math.min(byCue, byHeight, byWidth) : byCue;
  const boxError = BOX_ERROR_PIXELS / Math.max(height, width);
  return {
    logMean: Math.log(depth),
    logStd: Math.hypot(size.spread, cueCut ? CUT_SPREAD : 0, boxError),
    size,
    cut: { vertical, horizontal, bottom },
  };
}
