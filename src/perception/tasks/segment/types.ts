import type { Rle } from '../../../twin/schema/rle.ts';
import type { Box, ToolRun } from '../../../twin/schema/twin.ts';

/** A click, in canonical pixels: on the object (positive) or beside it. */
export interface PromptPoint {
  readonly x: number;
  readonly y: number;
  readonly positive: boolean;
}

/** What a person points at, in canonical pixels: a box around it, points, or both. */
export interface SegmentPrompt {
  readonly box?: Box | undefined;
  readonly points: readonly PromptPoint[];
}

/** The mask of one object of an image. */
export interface ObjectMask {
  /** At the image's canonical size. */
  readonly mask: Rle;
  /** The mask's tight box, in canonical pixels. */
  readonly box: Box;
  /** Pixels of the mask. */
  readonly area: number;
  /** Mean probability inside the mask, in [0, 1]. */
  readonly score: number;
}

/** The mask of what was pointed at, with the run that made it. */
export interface Segmented extends ObjectMask {
  readonly run: ToolRun;
}
