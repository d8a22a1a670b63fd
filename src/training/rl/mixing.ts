import { splitSeed } from '../worlds/random.ts';
import type { ProblemSource } from './worldProblems.ts';

/**
 * Goes through a list over and over, in another order each round.
 * @returns for the index of a question the place in the list, in [0, length)
 */
export function shuffledRounds(length: number, seed: number): (index: number) => number {
  let known: { readonly round: number; readonly order: readonly number[] } | undefined;
  return (index) => {
    const round = Math.floor(index / length);
    if (known?.round !== round)
      known = { round, order: shuffledOrder(length, splitSeed(seed, 'round', round)) };
    return known.order[index % length] ?? 0;
  };
}

/** The numbers from 0 on in an order that the seed determines. */
const shuffledOrder = (length: number, seed: number): readonly number[] =>
  Array.from({ length }, (_, index) => ({ index, key: splitSeed(seed, index) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ index }) => index);

/** A source of which some questions of each step are of another one: the first `count` places, or the last. */
export function mixedSource(
  source: ProblemSource,
  other: ProblemSource,
  { count, questionsPerStep, end }: { count: number; questionsPerStep: number; end: 'first' | 'last' },
): ProblemSource {
  const from = end === 'first' ? 0 : questionsPerStep - count;
  return {
    problem(index, weightOf) {
      const [step, place] = [Math.floor(index / questionsPerStep), (index % questionsPerStep) - from];
      return place >= 0 && place < count
        ? other.problem(step * count + place)
        : source.problem(index, weightOf);
    },
  };
}
