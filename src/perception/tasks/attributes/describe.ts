import { boxArea, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { Rle } from '../../../twin/schema/rle.ts';
import type { RgbaImage } from '../../pixels.ts';
import { dominantColours } from './dominantColours.ts';

/** From this share on a further colour is named as `colour2`. */
const SECOND_COLOUR_SHARE = 0.22;
/** Share of the image area up to which an object is small, and from which it is large. */
const SMALL_SHARE = 0.02;
const LARGE_SHARE = 0.15;

/** An attribute as measured, before it knows its place in the log. */
export interface MeasuredAttribute {
  readonly name: 'colour' | 'colour2' | 'size' | 'position';
  readonly value: string;
  /** For colours the share of the object; for words that follow from the box 1. */
  readonly score: number;
}

/** "small" below 2 % of the image area, "large" from 15 % on, else "medium". */
export function sizeWord(box: ReadonlyBox, width: number, height: number): string {
  const share = boxArea(box) / (width * height);
  if (share < SMALL_SHARE) return 'small';
  return share < LARGE_SHARE ? 'medium' : 'large';
}

/** Which ninth of the image the centre of the box is in: "top left", "left", "centre", "bottom" … */
export function positionWord(box: ReadonlyBox, width: number, height: number): string {
  const third = (value: number, side: number): number => Math.min(2, Math.floor((3 * value) / side));
  const column = ['left', '', 'right'][third((box[0] + box[2]) / 2, width)] ?? '';
  const row = ['top', '', 'bottom'][third((box[1] + box[3]) / 2, height)] ?? '';
  return `${row} ${column}`.trim() || 'centre';
}

/** The words that follow from the box alone. `box` in pixels of an image of width · height. */
export const describeBox = (box: ReadonlyBox, width: number, height: number): MeasuredAttribute[] => [
  { name: 'size', value: sizeWord(box, width, height), score: 1 },
  { name: 'position', value: positionWord(box, width, height), score: 1 },
];

/** The colour names of one object; all boxes in pixels of `image`. Empty where nothing of it can be seen. */
export function describeColours(
  image: RgbaImage,
  box: ReadonlyBox,
  others: readonly ReadonlyBox[],
  mask?: Rle,
): MeasuredAttribute[] {
  const [first, second] = dominantColours(image, box, { others, ...(mask && { mask }) });
  if (first === undefined) return [];
  const attributes: MeasuredAttribute[] = [{ name: 'colour', value: first.name, score: first.share }];
  if (second !== undefined && second.share >= SECOND_COLOUR_SHARE)
    attributes.push({ name: 'colour2', value: second.name, score: second.share });
  return attributes;
}
