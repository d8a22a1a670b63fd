/**
 * The phrase among `phrases` that a grounding model means by the words it ticked ("mug" of "red mug"; pieces of words are
 * joined): the one that shares most words with them, the first of equals. Undefined where none does.
 */
export function matchPhrase(ticked: string, phrases: readonly string[]): string | undefined {
  const words = wordsOf(ticked);
  let best: { phrase: string; share: number } | undefined;
  for (const phrase of phrases) {
    const own = wordsOf(phrase);
    const common = [...own].filter((word) => words.has(word)).length;
    const share = common / Math.max(1, own.size);
    if (common > 0 && share > (best?.share ?? 0)) best = { phrase, share };
  }
  return best?.phrase;
}

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .replaceAll(' ##', '')
      .match(/[\p{L}\p{N}'-]+/gu) ?? [],
  );

/** How grounding models want to be asked: lower case, each phrase closed by a full stop. */
export const groundingText = (phrases: readonly string[]): string =>
  phrases
    .map(
      (phrase) =>
        `${phrase
          .trim()
          .toLowerCase()
          .replace(/[.\s]+$/, '')}.`,
    )
    .join(' ');
