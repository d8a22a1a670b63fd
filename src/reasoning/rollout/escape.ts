/** Longer texts from pictures, labels and files are cut. */
export const MAX_DATA_TEXT = 200;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const CHARACTERS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Text in which nothing can be a tag: `&`, `<` and `>` become entities. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (found) => ENTITIES[found] ?? found);

/** The inverse of `escapeText`. */
export const unescapeText = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (found) => CHARACTERS[found] ?? found);

/**
 * Text that came from a picture, a label, a file name or a model, as data of a transcript: one line, cut to `limit`
 * characters, quoted as a JSON string, escaped. It can fill a value and be nothing else.
 */
export function quoteData(text: string, limit = MAX_DATA_TEXT): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const characters = [...line];
  const cut = characters.length > limit ? `${characters.slice(0, limit).join('')}…` : line;
  return escapeText(JSON.stringify(cut));
}

/** A text literal of a program that no tag can begin in: `<` is written as a JSON escape. */
export const quoteLiteral = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c');
