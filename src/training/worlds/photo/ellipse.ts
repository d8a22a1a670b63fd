import type { Rle } from '../../../twin/schema/rle.ts';
import type { Box } from '../../../twin/schema/twin.ts';

/** The ellipse that fills a box as a mask of a picture: worlds have boxes and no outlines. Pixels whose middles are inside. */
export function ellipseMask([x0, y0, x1, y1]: Readonly<Box>, width: number, height: number): Rle {
  const [middleX, middleY] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const [radiusX, radiusY] = [(x1 - x0) / 2, (y1 - y0) / 2];
  const counts: number[] = [];
  let zeros = 0;
  for (let x = 0; x < width; x += 1) {
    const across = (x + 0.5 - middleX) / radiusX;
    const half = Math.abs(across) < 1 ? radiusY * Math.sqrt(1 - across * across) : 0;
    const top = Math.max(0, Math.ceil(middleY - half - 0.5));
    const bottom = Math.min(height, Math.floor(middleY + half + 0.5));
    if (half === 0 || bottom <= top) {
      zeros += height;
      continue;
    }
    counts.push(zeros + top, bottom - top);
    zeros = height - bottom;
  }
  return { size: [height, width], counts: [...counts, zeros] };
}
