/** A run of letters or digits counts one token for every so many characters. */
const PIECE = 8;
/** So many white-space characters in a row count one token; fewer are free. */
const BLANKS = 16;

const WORD = /[\p{L}\p{N}_]/u;
const BLANK = /\s/u;

/**
 * Counts tokens as text arrives, character by character, whatever the size of the chunks. An approximation for budgets: words
 * in pieces of at most 8 characters, punctuation marks one by one, white space free in small amounts. Tokenizers of models differ.
 */
export class TokenMeter {
  #tokens = 0;
  #word = 0;
  #blanks = 0;

  get tokens(): number {
    return this.#tokens;
  }

  /** Takes one character (a code point). */
  push(character: string): void {
    if (BLANK.test(character)) {
      this.#word = 0;
      this.#blanks += 1;
      if (this.#blanks % BLANKS === 0) this.#tokens += 1;
      return;
    }
    this.#blanks = 0;
    if (!WORD.test(character)) {
      this.#word = 0;
      this.#tokens += 1;
      return;
    }
    if (this.#word % PIECE === 0) this.#tokens += 1;
    this.#word += 1;
  }
}

/** The approximate number of tokens of a text; see `TokenMeter`. */
export function countTokens(text: string): number {
  const meter = new TokenMeter();
  for (const character of text) meter.push(character);
  return meter.tokens;
}
