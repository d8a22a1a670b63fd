import {
  type ConstraintOptions,
  constraintBehind,
  type RolloutConstraint,
} from '../../reasoning/constraint/index.ts';
import type { ModelTokenizer } from './tokenizer.ts';

/** Which tokens a constraint on text allows. Tokens of a byte-level tokenizer may begin or end within a character. */
export interface TokenConstraint {
  allows(token: number): boolean;
  /** 1 for each token that may come next, [vocabulary]. */
  mask(): Uint8Array;
  /** Takes a token that is allowed. */
  take(token: number): void;
}

/** What each token is behind whole characters. */
const splitsOf = new WeakMap<ModelTokenizer, readonly (Split | undefined)[]>();

/** Holds tokens to a constraint. The end token may come where the rollout is done, and only there. */
export function constrainTokens(
  tokenizer: ModelTokenizer,
  endToken: number,
  constraint: RolloutConstraint,
): TokenConstraint {
  const splits = splitsOf.get(tokenizer) ?? readSplits(tokenizer);
  splitsOf.set(tokenizer, splits);
  let pending: readonly number[] = [];

  const split = (token: number): Split | undefined =>
    pending.length === 0 ? splits[token] : splitBytes([...pending, ...tokenizer.bytesOf(token)]);

  const allows = (token: number): boolean => {
    if (token === endToken) return constraint.done && pending.length === 0;
    const read = split(token);
    return read !== undefined && read.trial !== '' && constraint.accepts(read.trial);
  };

  return {
    allows,
    mask() {
      const mask = new Uint8Array(tokenizer.size);
      const beginnings = new Map<string, boolean>();
      for (let token = 0; token < mask.length; token++) {
        const first = pending.length === 0 ? firstCharacter(splits[token]?.trial) : undefined;
        if (first !== undefined) {
          const begins = beginnings.get(first) ?? constraint.accepts(first);
          beginnings.set(first, begins);
          if (!begins) continue;
        }
        if (allows(token)) mask[token] = 1;
      }
      return mask;
    },
    take(token) {
      if (token === endToken) return;
      const read = split(token);
      if (!read) throw new RangeError(`The token ${token} is not allowed here.`);
      constraint.advance(read.text);
      pending = read.rest;
    },
  };
}

/** The same for a rollout that goes on behind a transcript. */
export const constrainBehind = (
  tokenizer: ModelTokenizer,
  endToken: number,
  transcript: string,
  options?: ConstraintOptions,
): TokenConstraint => constrainTokens(tokenizer, endToken, constraintBehind(transcript, options));

const firstCharacter = (text: string | undefined): string | undefined => {
  const code = text?.codePointAt(0);
  return code === undefined ? undefined : String.fromCodePoint(code);
};

const readSplits = (tokenizer: ModelTokenizer): readonly (Split | undefined)[] =>
  Array.from({ length: tokenizer.size }, (_, token) => splitBytes([...tokenizer.bytesOf(token)]));

interface Split {
  readonly text: string;
  /** The bytes of a character that is not whole yet. */
  readonly rest: readonly number[];
  /**
   * The text with that character in a form that it may take. They are all alike to a constraint, which knows no single character
   * beyond ASCII.
   */
  readonly trial: string;
}

/** Bytes as characters and the beginning of another; undefined where they are no UTF-8 (RFC 3629). */
function splitBytes(bytes: readonly number[]): Split | undefined {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes[at] ?? 0);
    const rest = bytes.slice(at, at + length);
    const character = characterOf(completion(rest, length));
    if (character === undefined) return undefined;
    if (rest.length < length) return { text, rest, trial: text + character };
    text += character;
    at += length;
  }
  return { text, rest: [], trial: text };
}

/** Bytes of the character that begins with this one; 0 where none does. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** The last character that begins with these bytes, which is no control character. */
function completion(bytes: readonly number[], length: number): readonly number[] {
  const [first = 0] = bytes;
  const last = (index: number): number => {
    if (index === 1 && first === 0xed) return 0x9f;
    return index === 1 && first === 0xf4 ? 0x8f : 0xbf;
  };
  return Array.from({ length }, (_, index) => bytes[index] ?? last(index));
}

/** The smallest code point that needs so many bytes. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function characterOf(bytes: readonly number[]): string | undefined {
  const [first, ...others] = bytes;
  if (first === undefined || others.some((byte) => (byte & 0xc0) !== 0x80)) return undefined;
  const lead = others.length === 0 ? first : first & (0x3f >> others.length);
  const point = others.reduce((sum, byte) => sum * 64 + (byte & 0x3f), lead);
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (point < (SMALLEST[bytes.length] ?? 0) || point > 0x10ffff || surrogate) return undefined;
  return String.fromCodePoint(point);
}
