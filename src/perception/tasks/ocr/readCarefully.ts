import type { Point, Quad } from '../../../twin/geometry/quad.ts';
import { meanProbability } from './ctc.ts';
import { type ReadLine, type RecogniseLinesInput, recogniseLines } from './recogniseLines.ts';

/** Lines read less surely than this are read again. */
const UNSURE = 0.8;
/** Below this it is rather no text at all. */
const HOPELESS = 0.2;
/** Of more unsure lines only the surest are read again: a photo of a crowd has hundreds that nobody can read. */
const MAX_SECOND_LOOKS = 8;
/** The line's slope may have been missed: these are tried, in heights by width. */
const SLOPES = [-0.3, -0.15, 0, 0.15, 0.3];
/** Neighbouring lines may reach into it: these shares of its height are looked at. */
const HEIGHTS = [0.65, 0.8];
const KEPT_SHARE = 0.8;

/**
 * Reads lines, and those that are read unsurely once more from slightly sloped and narrower quadrilaterals; the reading that
 * most of them agree on, weighed by their probabilities, stands. Quadrilaterals stay as they were given.
 */
export async function readCarefully(quads: readonly Quad[], input: RecogniseLinesInput): Promise<ReadLine[]> {
  const first = await recogniseLines(quads, input);
  const unsure = first
    .map((line, index) => ({ index, line, score: meanProbability(line.characters) }))
    .filter(({ score }) => score >= HOPELESS && score < UNSURE)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_SECOND_LOOKS);
  const variants = unsure.flatMap(({ index, line }) =>
    quadVariants(line.quad).map((quad) => ({ index, quad })),
  );
  const again = await recogniseLines(
    variants.map(({ quad }) => quad),
    input,
  );
  const better = new Map(
    unsure.map(({ index, line }) => {
      const others = again.filter((_, at) => variants[at]?.index === index);
      return [index, { ...agreedReading(line, others), quad: line.quad }];
    }),
  );
  return first.map((line, index) => better.get(index) ?? line);
}

/** Parallelogram-like parts of a quadrilateral around its middle line: narrower, and with their ends moved up and down. */
export function quadVariants([a, b, c, d]: Quad): Quad[] {
  const left = mix(a, d, 0.5);
  const right = mix(b, c, 0.5);
  const length = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const height = Math.max(Math.hypot(d[0] - a[0], d[1] - a[1]), 1e-3);
  const down: Point = [(d[0] - a[0]) / height, (d[1] - a[1]) / height];
  const moved = ([x, y]: Point, by: number): Point => [x + by * down[0], y + by * down[1]];
  return SLOPES.flatMap((slope) => {
    const drop = (slope * length) / 2;
    return HEIGHTS.map(
      (share): Quad => [
        moved(mix(left, a, share), -drop),
        moved(mix(right, b, share), drop),
        moved(mix(right, c, share), drop),
        moved(mix(left, d, share), -drop),
      ],
    );
  });
}

const mix = (a: Point, b: Point, t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];

/**
 * Of a first reading and others the text with the most probability in sum, in its surest reading. Others that have lost
 * more than a fifth of the characters don't count: a single letter is always read surely.
 */
export function agreedReading(first: ReadLine, others: readonly ReadLine[]): ReadLine {
  const votes = new Map<string, { total: number; best: ReadLine }>();
  const length = KEPT_SHARE * first.characters.length;
  for (const line of [first, ...others.filter(({ characters }) => characters.length >= length)]) {
    const text = line.characters.map((character) => character.text).join('');
    const score = meanProbability(line.characters);
    const vote = votes.get(text) ?? { total: 0, best: line };
    const surer = score > meanProbability(vote.best.characters);
    votes.set(text, { total: vote.total + score, best: surer ? line : vote.best });
  }
  const [winner] = [...votes.values()].toSorted((a, b) => b.total - a.total);
  const best = winner?.best ?? first;
  return meanProbability(best.characters) > meanProbability(first.characters) ? best : first;
}
