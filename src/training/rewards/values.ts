/** Numbers as they stand alone in a text: "3", "-2.50", "1,000", "1e3". A comma groups thousands and nothing else. */
const NUMBER = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const TRUTHS: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };
/** Numbers that were computed differ in their last digits. */
const TOLERANCE = 1e-6;

/**
 * A value as answers are compared (after the normalisation of VQA, Antol et al. 2015): lower case, without articles and punctuation around
 * words, truths as yes and no. Empty for text without a letter or digit.
 */
export function normalText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.,+-]+/gu, ' ')
    .replace(/(?<![\p{L}\p{N}])[.,+-]+(?!\p{N})|(?<=[\p{L}\p{N}])[.,+-]+(?![\p{L}\p{N}])/gu, ' ')
    .replace(/(?<!\S)(?:a|an|the)(?!\S)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return TRUTHS[text] ?? text;
}

/** The number that a value is, or undefined: "3", "3.0", "1,000", "three". */
export function numberIn(value: string | number | boolean): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return undefined;
  const text = normalText(value);
  const word = NUMBER_WORDS.indexOf(text);
  if (word >= 0) return word;
  if (!/\d/.test(text) || !NUMBER.test(text)) return undefined;
  const number = Number(text.replaceAll(',', ''));
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Whether two values say the same: numbers as numbers, everything else as normalised text, lists ("cat, dog and bird") in any order. Part of
 * a value is not the value: "not a cat" is no cat, and nothing is equal to the empty text.
 */
export function sameValue(given: string | number | boolean, wanted: string | number | boolean): boolean {
  const [a, b] = [numberIn(given), numberIn(wanted)];
  if (a !== undefined && b !== undefined)
    return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
  if (a !== undefined || b !== undefined) return false;
  const text = listed(given);
  return text !== '' && text === listed(wanted);
}

const listed = (value: string | number | boolean): string =>
  typeof value === 'string'
    ? value
        .split(/,\s+|\s+and\s+/)
        .map(normalText)
        .toSorted()
        .join(', ')
    : normalText(value);
