import type { Lexicon } from '../../twin/query/context.ts';
import { countNoun, singularCandidates } from '../../twin/query/words.ts';
import type { Box, ObjectState, Twin, TwinObject } from '../../twin/schema/twin.ts';
import { escapeText } from '../rollout/escape.ts';

/** Objects that a digest names; the others are counted. */
export const MAX_DIGEST_OBJECTS = 24;
/** Boxes are given on a grid of so many cells a side. */
export const BOX_BINS = 32;
const MAX_LABEL = 40;
const MAX_KINDS = 40;

/** Farther limits of the depth bins in metres, near to far; what is farther is in the last bin. */
const DEPTH_LIMITS = [0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 40] as const;

/** Corners on the grid, each 0 to 31: [x0, y0, x1, y1]. */
export function binBox(box: Readonly<Box>, size: { width: number; height: number }): readonly number[] {
  const cell = (value: number, extent: number): number =>
    Math.min(BOX_BINS - 1, Math.max(0, Math.floor((value / extent) * BOX_BINS)));
  const [x0, y0, x1, y1] = box;
  return [cell(x0, size.width), cell(y0, size.height), cell(x1, size.width), cell(y1, size.height)];
}

/** 0 (nearest) to 12 for metres; undefined where no depth in metres is known. */
export function binDepth({ depth }: ObjectState): number | undefined {
  if (depth?.unit !== 'm') return undefined;
  const bin = DEPTH_LIMITS.findIndex((limit) => depth.mean < limit);
  return bin === -1 ? DEPTH_LIMITS.length : bin;
}

interface Seen {
  readonly object: TwinObject;
  readonly state: ObjectState;
}

/** Words of a question and pairs of neighbours ("stop sign"), in the singular forms that a lexicon may know. */
function termsOf(question: string): readonly string[] {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  return [...words, ...pairs].slice(0, 200).flatMap((term) => [term, ...singularCandidates(term)]);
}

/**
 * The objects of a twin that matter most for a question, at most 24: first those whose kind it names, then the others, each by
 * how much of the picture their boxes take, weighted by score.
 */
export function relevantObjects(twin: Twin, question: string, lexicon: Lexicon): readonly TwinObject[] {
  return rank(twin, question, lexicon)
    .slice(0, MAX_DIGEST_OBJECTS)
    .map(({ object }) => object);
}

function rank(twin: Twin, question: string, lexicon: Lexicon): readonly Seen[] {
  const named = new Set<string>();
  for (const term of termsOf(question)) {
    named.add(term);
    for (const label of lexicon.labelsFor(term)?.labels ?? []) named.add(label);
  }
  const weight = ({ object, state }: Seen): number => {
    const [x0, y0, x1, y1] = state.box;
    const share = ((x1 - x0) * (y1 - y0)) / (twin.source.width * twin.source.height);
    return Number(named.has(object.label.toLowerCase())) * 2 + share * object.score;
  };
  return twin.objects
    .flatMap((object): Seen[] => {
      const [state] = object.states;
      return state ? [{ object, state }] : [];
    })
    .map((seen) => ({ seen, weight: weight(seen) }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ seen }) => seen);
}

/** A label as data: one line, cut, nothing in it a tag. Labels of imported twins may be anything. */
const labelText = (label: string): string =>
  escapeText([...label.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, MAX_LABEL).join(''));

const idText = (id: string): string => escapeText(id.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' '));

/** "2 cars, 1 bus": every kind with its number, the most frequent first. */
export function countLine({ objects }: Twin): string {
  const counts = new Map<string, number>();
  for (const { label } of objects) counts.set(label, (counts.get(label) ?? 0) + 1);
  const kinds = [...counts].toSorted((a, b) => b[1] - a[1]);
  const shown = kinds.slice(0, MAX_KINDS).map(([label, count]) => countNoun(count, labelText(label)));
  if (shown.length === 0) return 'no objects';
  return kinds.length > MAX_KINDS ? `${shown.join(', ')}, …` : shown.join(', ');
}

/** "o3 horse 4 10 9 20 d7": id, label, box on the grid, depth bin. */
export function objectLine(object: TwinObject, size: { width: number; height: number }): string {
  const [state] = object.states;
  if (!state) return `${idText(object.id)} ${labelText(object.label)}`;
  const depth = binDepth(state);
  const parts = [idText(object.id), labelText(object.label), ...binBox(state.box, size)];
  return depth === undefined ? parts.join(' ') : `${parts.join(' ')} d${depth}`;
}

/** What a policy is told of a twin: size, counts, and a line for each of the most relevant objects. */
export function writeDigest(twin: Twin, question: string, lexicon: Lexicon): string {
  const { width, height } = twin.source;
  const objects = relevantObjects(twin, question, lexicon);
  const rest = twin.objects.length - objects.length;
  return [
    `picture ${width} x ${height}: ${countLine(twin)}`,
    ...objects.map((object) => objectLine(object, twin.source)),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ].join('\n');
}
