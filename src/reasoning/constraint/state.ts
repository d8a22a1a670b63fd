/**
 * A state of a recogniser that reads character by character: the state behind a character (a code point), or undefined where
 * the character cannot come. States never change, so that any number of readers can try different texts from one of them.
 */
export interface State {
  readonly next: (character: string) => State | undefined;
}

/** Nothing can follow. */
export const nothing = (): undefined => undefined;

/** The text of a literal, then `then`. */
export const literal = (text: string, then: State): State => oneOf([[text, then]]);

/** One of some texts, none of which begins another, each with what follows it. */
export function oneOf(options: readonly (readonly [text: string, then: State])[], at = 0): State {
  return {
    next: (character) => {
      const left = options.filter(([text]) => text[at] === character);
      const [first] = left;
      if (!first) return undefined;
      return first[0].length === at + 1 ? first[1] : oneOf(left, at + 1);
    },
  };
}

/** The first of two that takes the character. */
export const either = (first: State, second: State): State => ({
  next: (character) => first.next(character) ?? second.next(character),
});

/** At most `most` of some characters, then `then`, none of whose texts may begin with one of them. */
export const upTo = (most: number, characters: string, then: State): State =>
  most === 0
    ? then
    : {
        next: (character) =>
          characters.includes(character) ? upTo(most - 1, characters, then) : then.next(character),
      };

/** Reads a text from a state on: undefined where it cannot come. */
export function read(state: State, text: string): State | undefined {
  let reached: State | undefined = state;
  for (const character of text) {
    reached = reached.next(character);
    if (!reached) return undefined;
  }
  return reached;
}
