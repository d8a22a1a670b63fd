import type { Rle } from '../schema/rle.ts';
import { MAX_MASK_PIXELS, rleUnion } from './rle.ts';

/** A flat list x0, y0, x1, y1, … of at least three points, as in COCO `segmentation`. */
export type Polygon = readonly number[];

/**
 * Fills one polygon by the even-odd rule: a pixel is inside when its centre is. Work is done per column, as the encoding is
 * column-major: each edge toggles, in every column whose centre line it crosses, the first row centre at or below it.
 */
function fillPolygon(polygon: Polygon, width: number, height: number): Rle {
  const pixels = width * height;
  const toggles: number[] = [];
  const points = Math.floor(polygon.length / 2);
  for (let i = 0; i < points; i++) {
    const next = (i + 1) % points;
    let [xa, ya] = [polygon[2 * i] ?? 0, polygon[2 * i + 1] ?? 0];
    let [xb, yb] = [polygon[2 * next] ?? 0, polygon[2 * next + 1] ?? 0];
    if (xa > xb) [xa, ya, xb, yb] = [xb, yb, xa, ya];
    // Half-open in x, so that a vertex shared by two edges counts once.
    const first = Math.max(0, Math.ceil(xa - 0.5));
    const end = Math.min(width, Math.ceil(xb - 0.5));
    for (let column = first; column < end; column++) {
      const y = ya + ((column + 0.5 - xa) / (xb - xa)) * (yb - ya);
      toggles.push(column * height + Math.min(height, Math.max(0, Math.ceil(y - 0.5))));
    }
  }
  toggles.sort((a, b) => a - b);
  const counts: number[] = [];
  let position = 0;
  for (let i = 0; i < toggles.length; i++) {
    const toggle = toggles[i] ?? 0;
    // Two toggles at one place cancel.
    if (toggle === toggles[i + 1]) {
      i++;
      continue;
    }
    counts.push(toggle - position);
    position = toggle;
  }
  counts.push(pixels - position);
  return { size: [height, width], counts };
}

/**
 * Rasterises the polygons of one object (their union) in an image of width · height pixels. Agrees with pycocotools but for
 * pixels whose centre lies within 1/5 pixel of an edge, where that rounds.
 * @throws RangeError for a coordinate that is not finite, and for images beyond `MAX_MASK_PIXELS`.
 */
export function rasterisePolygons(polygons: readonly Polygon[], width: number, height: number): Rle {
  if (!(width * height <= MAX_MASK_PIXELS))
    throw new RangeError(`A mask of ${width}×${height} pixels exceeds the limit of ${MAX_MASK_PIXELS}.`);
  const bad = polygons.flat().find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`A polygon has the coordinate ${bad}.`);
  return polygons
    .map((polygon) => fillPolygon(polygon, width, height))
    .reduce(rleUnion, { size: [height, width], counts: [width * height] });
}
