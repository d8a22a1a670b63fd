import type { TokenOverlap, TokenPair } from '../types.ts';

/** Tokens that both bags hold, each as often as the bag that has fewer of it. */
function commonTokens({ tokens, target }: TokenPair): number {
  const left = new Map<number, number>();
  for (const token of target) left.set(token, (left.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of tokens) {
    const rest = left.get(token) ?? 0;
    if (rest === 0) continue;
    left.set(token, rest - 1);
    common += 1;
  }
  return common;
}

/** Length of the longest common subsequence, row by row of the table of prefixes. */
function longestCommonSubsequence({ tokens, target }: TokenPair): number {
  let above = new Uint32Array(target.length + 1);
  for (const token of tokens) {
    const row = new Uint32Array(target.length + 1);
    target.forEach((wanted, i) => {
      row[i + 1] = token === wanted ? (above[i] ?? 0) + 1 : Math.max(above[i + 1] ?? 0, row[i] ?? 0);
    });
    above = row;
  }
  return above[target.length] ?? 0;
}

/** The harmonic mean of shared / own and shared / wanted: 2 · shared / (own + wanted). Nothing wanted and nothing said is right. */
const harmonicMean = (shared: number, { tokens, target }: TokenPair): number => {
  const lengths = tokens.length + target.length;
  return lengths === 0 ? 1 : (2 * shared) / lengths;
};

/** The scores of a pair from its counts; the same for both devices, so that they agree to the last bit. */
export const toOverlap = (pair: TokenPair, common: number, subsequence: number): TokenOverlap => ({
  common,
  subsequence,
  f1: harmonicMean(common, pair),
  rougeL: harmonicMean(subsequence, pair),
});

/** What the kernel computes. */
export const tokenOverlapsReference = (pairs: readonly TokenPair[]): TokenOverlap[] =>
  pairs.map((pair) => toOverlap(pair, commonTokens(pair), longestCommonSubsequence(pair)));
