import { boxAroundPoints } from '../../../twin/geometry/quad.ts';
import { findComponents, type ProbabilityMap } from './components.ts';
import { growRectangle, minAreaRectangle, type Rectangle } from './minAreaRectangle.ts';

export interface TextAreaOptions {
  /** Cells above this likelihood belong to text. */
  readonly threshold: number;
  /** Areas whose mean likelihood is not above this are left out. */
  readonly minScore: number;
  /** How far the network's shrunken areas are grown again: distance = ratio · area / perimeter. */
  readonly growth: number;
  /** Areas whose shorter side is below this many cells, before they are grown, are left out. */
  readonly minSide: number;
  readonly maxAreas: number;
}

/** PP-OCR's own values, but for the growth and the scores, which were chosen on photos (docs/models.md). */
export const TEXT_AREA_OPTIONS: TextAreaOptions = {
  threshold: 0.3,
  minScore: 0.5,
  growth: 1.6,
  minSide: 3,
  maxAreas: 500,
};

/** Where a line of text may stand, in cells of the map, with the mean likelihood inside. */
export interface TextArea {
  readonly rectangle: Rectangle;
  readonly score: number;
}

/**
 * Lines of text from the map of a network with differentiable binarisation (Liao et al. 2020, arXiv:1911.08947): components
 * above a threshold, the least rectangle around each, and its offset outwards, because the network is taught areas that are
 * shrunk by the same distance. For a rectangle the offset polygon and the least rectangle around that have a closed form.
 */
export function findTextAreas(map: ProbabilityMap, options: TextAreaOptions = TEXT_AREA_OPTIONS): TextArea[] {
  const { threshold, minScore, growth, minSide, maxAreas } = options;
  const areas: TextArea[] = [];
  for (const outline of findComponents(map, threshold, minSide * minSide)) {
    const core = minAreaRectangle(outline);
    if (!core || Math.min(core.width, core.height) < minSide) continue;
    const score = meanInside(map, core, boxAroundPoints(outline));
    if (!(score > minScore)) continue;
    const distance = (growth * core.width * core.height) / (2 * (core.width + core.height));
    areas.push({ rectangle: growRectangle(core, distance), score });
  }
  return areas.toSorted((a, b) => b.score - a.score).slice(0, maxAreas);
}

/** Mean likelihood of the cells whose centre lies in the rectangle; 0 where none does. */
function meanInside(
  { width, height, data }: ProbabilityMap,
  { centre, axis, width: along, height: across }: Rectangle,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
): number {
  let sum = 0;
  let count = 0;
  // The rectangle may be wider than the box around the outline; what lies beyond that is no text anyway, but counts.
  const margin = Math.min(along, across);
  for (let y = Math.max(0, Math.floor(y0 - margin)); y < Math.min(height, y1 + margin); y++) {
    for (let x = Math.max(0, Math.floor(x0 - margin)); x < Math.min(width, x1 + margin); x++) {
      const [dx, dy] = [x + 0.5 - centre[0], y + 0.5 - centre[1]];
      if (Math.abs(dx * axis[0] + dy * axis[1]) > along / 2) continue;
      if (Math.abs(dy * axis[0] - dx * axis[1]) > across / 2) continue;
      sum += data[y * width + x] ?? 0;
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}
