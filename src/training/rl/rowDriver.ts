import type { Rollout } from '../../reasoning/rollout/machine.ts';
import type { RowDriver } from '../model/types.ts';
import type { Scene } from './problem.ts';
import { TextRollout } from './textRollout.ts';

/** What a rollout needs of a tokenizer. */
export interface Vocabulary {
  encode(text: string): readonly number[];
  /** None for special tokens. */
  bytesOf(token: number): Uint8Array;
  readonly size: number;
}

/** Tokens that a row may still take for results; longer ones end it: its positions are better spent on other rows. */
export const MAX_RESULT_TOKENS = 256;

/** Drives one row of a sampled group: text out of tokens, plans run where they end, their results put in as tokens. */
export class RolloutDriver implements RowDriver {
  readonly #rollout: TextRollout;
  readonly #vocabulary: Vocabulary;
  readonly #eosToken: number;
  /** A character may be cut into several tokens. */
  readonly #decoder = new TextDecoder();

  constructor(scene: Scene, vocabulary: Vocabulary, eosToken: number) {
    this.#rollout = new TextRollout(scene);
    this.#vocabulary = vocabulary;
    this.#eosToken = eosToken;
  }

  onToken(token: number): 'continue' | 'end' | { readonly inject: readonly number[] } {
    if (token === this.#eosToken) return 'end';
    const text = this.#decoder.decode(this.#vocabulary.bytesOf(token), { stream: true });
    const results = this.#rollout.push(text);
    if (this.#rollout.ended) return 'end';
    if (results === undefined) return 'continue';
    const inject = this.#vocabulary.encode(results);
    return inject.length > MAX_RESULT_TOKENS ? 'end' : { inject };
  }

  /** What became of the row, wherever it ended. */
  finish(): Rollout {
    return this.#rollout.finish();
  }
}
