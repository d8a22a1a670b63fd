import type { Quad } from '../../../twin/geometry/quad.ts';

/** A word as read: where it stands in canonical pixels, and the mean probability of its characters. */
export interface TextWord {
  readonly quad: Quad;
  readonly text: string;
  readonly score: number;
}

/** A line of text; its words in reading order, parted where a space was read. */
export interface TextLine extends TextWord {
  readonly words: TextWord[];
}
