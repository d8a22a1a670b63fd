import { either, literal, nothing, type State } from './state.ts';

/** A text literal is at most this long as it is written: less than the language takes, lest a small model write one until its room is spent. */
const MAX_LITERAL = 160;
const MAX_DIGITS = 12;

const DIGIT = /^[0-9]$/;
const HEX = /^[0-9a-fA-F]$/;
/** JSON takes no control characters, the lexer no line ends; no tag may begin in a text. */
const PLAIN = /^[^\p{Cc}\u2028\u2029"\\<]$/u;

/**
 * The rest of a text literal behind its opening quote: a JSON string in which no tag can begin. `then` follows the closing quote and
 * is told how many characters there were.
 */
export function textLiteral(then: (length: number) => State, length = 0): State {
  const more = (taken: number): State => textLiteral(then, length + taken);
  const escaped: State = {
    next: (character) => {
      if (character === 'u') return hexDigits(4, more(6));
      return '"\\/bfnrt'.includes(character) ? more(2) : undefined;
    },
  };
  const full = length >= MAX_LITERAL;
  return {
    next: (character) => {
      if (character === '"') return then(length + 1);
      if (full) return undefined;
      if (character === '\\') return escaped;
      return PLAIN.test(character) ? more(1) : undefined;
    },
  };
}

const hexDigits = (count: number, then: State): State =>
  count === 0
    ? then
    : { next: (character) => (HEX.test(character) ? hexDigits(count - 1, then) : undefined) };

/** A number from its first character on: an optional minus, digits, perhaps a point and digits. `then` is what may follow it. */
export function numberLiteral(then: State): State {
  const digits = (left: number, after: State): State =>
    left === 0
      ? after
      : { next: (character) => (DIGIT.test(character) ? digits(left - 1, after) : after.next(character)) };
  const first = (after: State): State => ({
    next: (character) => (DIGIT.test(character) ? after : undefined),
  });
  const fraction = literal('.', first(digits(MAX_DIGITS, then)));
  const unsigned = first(digits(MAX_DIGITS, either(fraction, then)));
  return either(literal('-', unsigned), unsigned);
}

/** A name that nothing has yet: letters, digits and underscores. `then` is what may follow it. */
export function freshName(taken: (name: string) => boolean, then: (name: string) => State): State {
  const behind = (name: string): State => {
    const after = taken(name) ? { next: nothing } : then(name);
    const grows = name.length < MAX_NAME;
    return {
      next: (character) => {
        if (!NAME_PART.test(character)) return after.next(character);
        const longer = name + character;
        return grows && (longer.length < MAX_NAME || !taken(longer)) ? behind(longer) : undefined;
      },
    };
  };
  return { next: (character) => (NAME_START.test(character) ? behind(character) : undefined) };
}

const MAX_NAME = 32;
const NAME_START = /^[A-Za-z_]$/;
const NAME_PART = /^[A-Za-z0-9_]$/;
