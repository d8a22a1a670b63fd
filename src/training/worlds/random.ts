import { createRandom, type Random } from '../../core/random.ts';

/**
 * A seed for a part of something that has a seed: the same keys give the same seed, others an unrelated one (FNV-1a over the
 * keys, finished as MurmurHash3 does). So that no part depends on how many numbers another one drew.
 */
export function splitSeed(seed: number, ...keys: readonly (string | number)[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of keys.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

export const randomOf = (seed: number, ...keys: readonly (string | number)[]): Random =>
  createRandom(splitSeed(seed, ...keys));

export const chance = (random: Random, probability: number): boolean => random.next() < probability;

/** One of a list, all equally likely. @throws RangeError for an empty list */
export function choose<T>(random: Random, list: readonly T[]): T {
  const chosen = list.at(random.int(0, list.length - 1));
  if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
  return chosen;
}

/** One of a list, as likely as its weight says. @throws RangeError for an empty list */
export function chooseWeighted<T>(random: Random, list: readonly (readonly [T, number])[]): T {
  let rest = random.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of list) {
    rest -= weight;
    if (rest < 0) return item;
  }
  return choose(random, list)[0];
}

/** The list in another order (Fisher and Yates). */
export function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return list
    .map((item) => ({ item, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Normally distributed with mean 0 and standard deviation 1 (Box and Muller). */
export const gaussian = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
