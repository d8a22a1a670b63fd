import type { Rle } from '../../twin/schema/rle.ts';
import { maskContours } from './maskContours.ts';

/** Keeps the outlines of masks as paths in image pixels: each mask is traced once, whatever its colour and the zoom. */
export class MaskPaths {
  readonly #known = new WeakMap<Rle, Path2D>();

  get(mask: Rle): Path2D {
    const known = this.#known.get(mask);
    if (known) return known;
    const path = new Path2D();
    for (const ring of maskContours(mask)) {
      for (let i = 0; i < ring.length; i += 2) {
        const [x = 0, y = 0] = [ring[i], ring[i + 1]];
        if (i === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
      path.closePath();
    }
    this.#known.set(mask, path);
    return path;
  }
}
