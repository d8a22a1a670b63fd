import type { Quad } from '../../../twin/geometry/quad.ts';
import type { Tensors } from '../../runtime/ortSession.ts';

/** One run of a model: tensors by name in, tensors by name out. */
export type Run = (feeds: Tensors) => Promise<Tensors>;

/** A word as read: where it stands in canonical pixels, and the mean probability of its characters. */
export interface TextWord {
  readonly quad: Quad;
  readonly text: string;
  readonly score: number;
}

/** A line of text; its words in reading order, parted where a space was read. */
export interface TextLine extends TextWord {
  readonly words: readonly TextWord[];
}
