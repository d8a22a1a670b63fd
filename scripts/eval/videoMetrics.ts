import { rleArea, rleIntersection } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';

/** How far a boundary may be off, as a share of the picture's diagonal (DAVIS 2016, section 4). */
const BOUNDARY_TOLERANCE = 0.008;

/** A row-major bitmap of 0 and 1. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Region similarity J: the Jaccard index of two masks of one size; 1 where both are empty (Perazzi et al., CVPR 2016). */
export function regionSimilarity(mask: Rle, truth: Rle): number {
  const common = rleArea(rleIntersection(mask, truth));
  const union = rleArea(mask) + rleArea(truth) - common;
  return union === 0 ? 1 : common / union;
}

/**
 * Contour accuracy F: the F-measure of boundary pixels that have one of the other mask within 0.8 % of the diagonal, rounded up
 * (Perazzi et al., CVPR 2016; the bipartite match is approximated by dilation, as in the benchmark's own code).
 */
export function contourAccuracy(mask: Bitmap, truth: Bitmap): number {
  const radius = Math.ceil(BOUNDARY_TOLERANCE * Math.hypot(truth.width, truth.height));
  const [own, wanted] = [boundary(mask), boundary(truth)];
  const [ownCount, wantedCount] = [own.length, wanted.length];
  if (ownCount === 0 && wantedCount === 0) return 1;
  if (ownCount === 0 || wantedCount === 0) return 0;
  const precision = share(own, dilate(wanted, truth, radius));
  const recall = share(wanted, dilate(own, mask, radius));
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** Indices of the pixels that differ from their neighbour to the right, below, or both (as `seg2bmap` of the benchmark). */
export function boundary({ width, height, data }: Bitmap): number[] {
  const found: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const right = x + 1 < width ? 1 : 0;
      const below = y + 1 < height ? width : 0;
      const value = data[at];
      if (data[at + right] !== value || data[at + below] !== value || data[at + right + below] !== value)
        found.push(at);
    }
  return found;
}

/** A bitmap of all pixels within `radius` of one of these. */
function dilate(pixels: readonly number[], { width, height }: Bitmap, radius: number): Uint8Array {
  const reached = new Uint8Array(width * height);
  const reach = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.floor(Math.sqrt(radius * radius - (i - radius) ** 2)),
  );
  for (const at of pixels) {
    const [x, y] = [at % width, Math.floor(at / width)];
    reach.forEach((half, i) => {
      const row = y + i - radius;
      if (row < 0 || row >= height) return;
      reached.fill(1, row * width + Math.max(0, x - half), row * width + Math.min(width, x + half + 1));
    });
  }
  return reached;
}

const share = (pixels: readonly number[], reached: Uint8Array): number =>
  pixels.reduce((sum, at) => sum + (reached[at] ?? 0), 0) / pixels.length;
