import type { Point, Quad } from '../../../twin/geometry/quad.ts';
import type { RgbaImage } from '../../pixels.ts';

/** The eight free coefficients of x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1). */
export interface Homography {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

/**
 * The projective map from the unit square to a quadrilateral, corner to corner in order (Heckbert 1989, "Fundamentals of
 * texture mapping and image warping", section 2.2.3). Affine where the quadrilateral is a parallelogram.
 */
export function unitSquareTo([p0, p1, p2, p3]: Quad): Homography {
  const sum: Point = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const right: Point = [p1[0] - p2[0], p1[1] - p2[1]];
  const left: Point = [p3[0] - p2[0], p3[1] - p2[1]];
  const determinant = right[0] * left[1] - left[0] * right[1];
  const g = determinant === 0 ? 0 : (sum[0] * left[1] - left[0] * sum[1]) / determinant;
  const h = determinant === 0 ? 0 : (right[0] * sum[1] - sum[0] * right[1]) / determinant;
  return {
    a: p1[0] - p0[0] + g * p1[0],
    b: p3[0] - p0[0] + h * p3[0],
    c: p0[0],
    d: p1[1] - p0[1] + g * p1[1],
    e: p3[1] - p0[1] + h * p3[1],
    f: p0[1],
    g,
    h,
  };
}

export function applyHomography({ a, b, c, d, e, f, g, h }: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + 1;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/**
 * The content of a quadrilateral (in pixels of `image`) straightened to width × height, by linear interpolation; positions
 * beyond the image take its edge. Whoever reduces strongly brings an image that is reduced already.
 */
export function warpQuad(image: RgbaImage, quad: Quad, width: number, height: number): RgbaImage {
  const map = unitSquareTo(quad);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = applyHomography(map, [(x + 0.5) / width, (y + 0.5) / height]);
      sampleInto(data, 4 * (y * width + x), image, from[0] - 0.5, from[1] - 0.5);
    }
  }
  return { width, height, data };
}

function sampleInto(target: Uint8ClampedArray, at: number, image: RgbaImage, x: number, y: number): void {
  const [right, bottom] = [image.width - 1, image.height - 1];
  const cx = Math.min(Math.max(x, 0), right);
  const cy = Math.min(Math.max(y, 0), bottom);
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [x1, y1] = [Math.min(x0 + 1, right), Math.min(y0 + 1, bottom)];
  const [fx, fy] = [cx - x0, cy - y0];
  const { data, width } = image;
  for (let channel = 0; channel < 4; channel++) {
    const value = (column: number, row: number): number => data[4 * (row * width + column) + channel] ?? 0;
    const top = value(x0, y0) + fx * (value(x1, y0) - value(x0, y0));
    const low = value(x0, y1) + fx * (value(x1, y1) - value(x0, y1));
    target[at + channel] = top + fy * (low - top);
  }
}
