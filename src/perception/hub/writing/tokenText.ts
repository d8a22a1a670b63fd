/** The parts of a tokenizer that turn tokens into text. */
export interface TokenDecoder {
  encode(text: string, options: { readonly add_special_tokens: boolean }): number[];
  decode(
    tokens: number[],
    options: { readonly skip_special_tokens: boolean; readonly clean_up_tokenization_spaces: boolean },
  ): string;
}

const PLAIN = { skip_special_tokens: true, clean_up_tokenization_spaces: false } as const;

/** Stands where bytes are no character: a token may hold a part of one. */
const BROKEN = '\uFFFD';

/** What tokens say, each by itself and in a row. */
export class TokenText {
  readonly #decoder: TokenDecoder;
  readonly #known = new Map<number, string | undefined>();
  /** Some decoders leave out the space that a text begins with: behind this, a token says all it says. */
  readonly #before: number[];
  readonly #beforeText: string;

  constructor(decoder: TokenDecoder) {
    this.#decoder = decoder;
    this.#before = decoder.encode('a', { add_special_tokens: false });
    this.#beforeText = decoder.decode(this.#before, PLAIN);
  }

  /** What a token adds to a text; undefined for a special token, and for one that begins or ends within a character. */
  of(token: number): string | undefined {
    if (this.#known.has(token)) return this.#known.get(token);
    const text = this.#decoder.decode([...this.#before, token], PLAIN);
    const added = text.startsWith(this.#beforeText) ? text.slice(this.#beforeText.length) : '';
    const whole = added === '' || added.includes(BROKEN) ? undefined : added;
    this.#known.set(token, whole);
    return whole;
  }

  /** What tokens say in a row, without a character at the end that is not whole yet. */
  ofAll(tokens: readonly number[]): string {
    if (tokens.length === 0) return '';
    return this.#decoder.decode([...tokens], PLAIN).replace(/\uFFFD+$/, '');
  }
}
