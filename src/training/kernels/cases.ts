import { createRandom } from '../../core/random.ts';
import { wordsPerMask } from './arguments.ts';
import type { PackedMasks, RewardKernels } from './types.ts';

/** One input of a kernel; `expected` holds what is known of its output from elsewhere. */
export interface KernelCase<Input, Output> {
  readonly name: string;
  readonly input: Input;
  readonly expected?: Partial<Output>;
}

/** The numbers of an output: integers must be equal; floats are compared list by list, each on its own scale. */
export interface ComparedNumbers {
  readonly integers: readonly ArrayLike<number>[];
  readonly floats: readonly ArrayLike<number>[];
}

/** A kernel with the cases that it is held to, on every device. */
export interface KernelSuite<Input, Output> {
  readonly name: string;
  readonly cases: readonly KernelCase<Input, Output>[];
  run(kernels: RewardKernels, input: Input): Promise<Output>;
  numbers(output: Output): ComparedNumbers;
}

/** Floats from a seed, in [low, high). */
export function randomFloats(seed: number, length: number, low: number, high: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.range(low, high));
}

/** Whole numbers from a seed, from `low` to `high`. */
export function randomInts(seed: number, length: number, low: number, high: number): Int32Array {
  const random = createRandom(seed);
  return Int32Array.from({ length }, () => random.int(low, high));
}

/** Masks by a rule: whether pixel `p` of mask `index` is inside. */
export function masksBy(
  count: number,
  size: PackedMasks['size'],
  inside: (index: number, pixel: number) => boolean,
): PackedMasks {
  const stride = wordsPerMask(size);
  const words = new Uint32Array(count * stride);
  for (let index = 0; index < count; index++)
    for (let pixel = 0; pixel < size[0] * size[1]; pixel++)
      if (inside(index, pixel)) {
        const at = index * stride + (pixel >>> 5);
        words[at] = (words[at] ?? 0) | (1 << (pixel & 31));
      }
  return { count, size, words };
}

/** Masks whose pixels are inside with a chance of their own, from a seed. */
export function randomMasks(seed: number, count: number, size: PackedMasks['size']): PackedMasks {
  const random = createRandom(seed);
  return masksBy(count, size, (index) => random.next() < (index + 1) / (count + 1));
}
