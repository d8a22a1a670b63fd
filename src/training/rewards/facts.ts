import type { TokenPair } from '../kernels/types.ts';
import { normalText } from './values.ts';

/** "2 cups", up to the comma, "and" or full stop behind it. */
const FACT = /\b\d+ \p{L}[\p{L} -]*?(?=,| and |[.;]|$)/gu;

/** The counts that a text names: "There are 2 cups and 1 dog." names "2 cups" and "1 dog". Each once. */
export const factsIn = (text: string): readonly string[] => [
  ...new Set((text.toLowerCase().match(FACT) ?? []).map(normalText)),
];

export const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Both lists as tokens, equal where the entries are. */
export function tokenPair(given: readonly string[], wanted: readonly string[]): TokenPair {
  const numbers = new Map<string, number>();
  const numbered = (entry: string): number => {
    const known = numbers.get(entry) ?? numbers.size;
    numbers.set(entry, known);
    return known;
  };
  return { tokens: Int32Array.from(given, numbered), target: Int32Array.from(wanted, numbered) };
}
