import type { Point, Quad } from '../../../twin/geometry/quad.ts';
import { type Character, meanProbability } from './ctc.ts';
import type { ReadLine } from './recogniseLines.ts';
import type { TextLine, TextWord } from './types.ts';

/** Characters between two spaces. */
interface Group {
  readonly characters: readonly Character[];
  /** Where it starts and ends along the line, as shares of its length. */
  readonly from: number;
  readonly to: number;
}

/** A line as text with its words, each where its characters were read. Undefined where nothing but spaces was read. */
export function assembleLine({ quad, characters, steps }: ReadLine): TextLine | undefined {
  const words = splitAtSpaces(characters, steps).map(
    ({ characters: own, from, to }): TextWord => ({
      quad: sliceQuad(quad, from, to),
      text: joined(own),
      score: meanProbability(own),
    }),
  );
  if (words.length === 0) return undefined;
  const text = words.map((word) => word.text).join(' ');
  return { quad, text, score: meanProbability(characters), words };
}

const joined = (characters: readonly Character[]): string => characters.map(({ text }) => text).join('');

const isSpace = ({ text }: Character): boolean => text.trim() === '';

/** A word ends half-way between its last character and the space behind it. */
function splitAtSpaces(characters: readonly Character[], steps: number): Group[] {
  const groups: Group[] = [];
  let own: Character[] = [];
  let from = 0;
  const close = (to: number): void => {
    if (own.length > 0) groups.push({ characters: own, from, to });
    own = [];
  };
  const middle = (a: Character, b: Character): number => ((a.step + b.step) / 2 + 0.5) / steps;
  characters.forEach((character, index) => {
    if (!isSpace(character)) {
      own.push(character);
      return;
    }
    const before = characters[index - 1];
    const after = characters[index + 1];
    close(before ? middle(before, character) : 0);
    from = after ? middle(character, after) : 1;
  });
  close(1);
  return groups;
}

const mix = (a: Point, b: Point, t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];

/** The part of a quadrilateral between two shares of its length. */
export const sliceQuad = ([a, b, c, d]: Quad, from: number, to: number): Quad => [
  mix(a, b, from),
  mix(a, b, to),
  mix(d, c, to),
  mix(d, c, from),
];
