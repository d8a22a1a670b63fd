import { TwinsightError } from '../../core/errors.ts';
import type { BoxPair, Matrix, PackedMasks, RewardGroups, RewardTerms } from './types.ts';

/** Far beyond any picture or reward, and small enough that no product or sum of the kernels leaves the range of 32-bit floats. */
const MAX_MAGNITUDE = 1e15;
const MAX_REWARD = 1e37;

/** Words of a mask of this size, one bit a pixel. */
export const wordsPerMask = ([height, width]: PackedMasks['size']): number =>
  Math.ceil((height * width) / 32);

function require(fits: boolean, message: () => string): void {
  if (fits) return;
  throw new TwinsightError({
    code: 'invalid-argument',
    message: message(),
    remedy: 'Nothing was computed. Report this together with the run: it is a fault of the program.',
  });
}

function requireNumbers(what: string, values: Float32Array, low: number, high: number): void {
  const at = values.findIndex((value) => !(value >= low && value <= high));
  require(at === -1, () => `${what}: number ${at} is ${values[at]}, not in [${low}, ${high}].`);
}

function requireLength(what: string, { length }: ArrayLike<number>, wanted: number): void {
  require(length === wanted, () => `${what} have ${length} numbers; their shape has ${wanted}.`);
}

/** @throws {TwinsightError} `invalid-argument` */
export function checkMasks(masks: PackedMasks, targets: PackedMasks): void {
  const sizes = [masks, targets].map(({ size }) => size.join('×'));
  require(sizes[0] === sizes[1], () => `Masks of ${sizes[0]} pixels cannot be compared with ${sizes[1]}.`);
  requireLength('The masks', masks.words, masks.count * wordsPerMask(masks.size));
  requireLength('The target masks', targets.words, targets.count * wordsPerMask(targets.size));
}

/** @throws {TwinsightError} `invalid-argument` */
export function checkBoxes(pairs: readonly BoxPair[]): void {
  for (const { boxes, targets } of pairs)
    for (const four of [boxes, targets]) {
      requireLength('The boxes', four, 4 * Math.floor(four.length / 4));
      requireNumbers('The boxes', four, -MAX_MAGNITUDE, MAX_MAGNITUDE);
    }
}

/** @throws {TwinsightError} `invalid-argument` */
export function checkMatrices(matrices: readonly Matrix[]): void {
  for (const { rows, columns, values } of matrices) {
    requireLength('The weights of a matching', values, rows * columns);
    requireNumbers('The weights of a matching', values, 0, 1);
  }
}

/** @throws {TwinsightError} `invalid-argument` */
export function checkTerms({ rows, terms, values, weights }: RewardTerms): void {
  requireLength('The terms of the rewards', values, rows * terms);
  requireLength('The weights of the terms', weights, terms);
  requireNumbers('The terms of the rewards', values, -MAX_MAGNITUDE, MAX_MAGNITUDE);
  requireNumbers('The weights of the terms', weights, -MAX_MAGNITUDE, MAX_MAGNITUDE);
}

/** @throws {TwinsightError} `invalid-argument` */
export function checkGroups({ rewards, groupSize }: RewardGroups): void {
  require(Number.isInteger(groupSize) && groupSize > 0, () => `Groups of ${groupSize} rewards don't exist.`);
  requireLength('The rewards', rewards, groupSize * Math.floor(rewards.length / groupSize));
  requireNumbers('The rewards', rewards, -MAX_REWARD, MAX_REWARD);
}
