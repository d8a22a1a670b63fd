import type { Box } from '../../twin/schema/twin.ts';
import type { Size } from './viewTransform.ts';

/** A label to place at a box, in CSS pixels. Higher priority is placed first. */
export interface ChipRequest {
  readonly id: string;
  readonly box: Box;
  readonly width: number;
  readonly priority: number;
  /** Placed even where it covers another chip: what is pointed at must be named. */
  readonly forced: boolean;
}

export interface PlacedChip {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const CHIP_HEIGHT = 18;
const GAP = 1;

type Rect = readonly [number, number, number, number];

const overlaps = (a: Rect, b: Rect): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Where a chip may sit, best first: on the box's top edge, inside its top, on its bottom edge, inside its bottom, right. */
function candidates(box: Box, width: number): readonly (readonly [number, number])[] {
  const [x0, y0, x1, y1] = box;
  const left = x0 - 1;
  const right = x1 + 1 - width;
  return [
    [left, y0 - CHIP_HEIGHT - 1],
    [left, y0 + 1],
    [right, y0 - CHIP_HEIGHT - 1],
    [left, y1 + 1],
    [left, y1 - CHIP_HEIGHT - 1],
    [right, y1 + 1],
    [right, y0 + 1],
  ];
}

/**
 * Places chips so that no two overlap and all stay inside the viewport, greedily by priority. Chips that find no free
 * place are left out, unless forced. Chips whose box lies outside the viewport are left out.
 */
export function layoutChips(requests: readonly ChipRequest[], viewport: Size): readonly PlacedChip[] {
  const placed: PlacedChip[] = [];
  const taken: Rect[] = [];
  const ordered = [...requests].sort((a, b) => b.priority - a.priority);
  for (const { id, box, width, forced } of ordered) {
    if (box[2] < 0 || box[3] < 0 || box[0] > viewport.width || box[1] > viewport.height) continue;
    let fallback: Rect | undefined;
    let chosen: Rect | undefined;
    for (const [left, top] of candidates(box, width)) {
      const x = Math.min(Math.max(left, 0), Math.max(0, viewport.width - width));
      const y = Math.min(Math.max(top, 0), Math.max(0, viewport.height - CHIP_HEIGHT));
      const rect: Rect = [x, y, x + width + GAP, y + CHIP_HEIGHT + GAP];
      fallback ??= rect;
      if (taken.some((other) => overlaps(rect, other))) continue;
      chosen = rect;
      break;
    }
    const rect = chosen ?? (forced ? fallback : undefined);
    if (!rect) continue;
    taken.push(rect);
    placed.push({ id, x: rect[0], y: rect[1], width });
  }
  return placed;
}
