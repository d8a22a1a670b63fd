import type { Because } from '../../relations/types.ts';
import type { Spans } from '../../tracks/spans.ts';
import type { QueryContext } from '../context.ts';
import type { Need } from '../needs.ts';
import type { QueryType, QueryValue, Sentence } from '../types.ts';

/** One reason for a value: the objects concerned and the numbers that decided. */
export interface Reason {
  readonly ids: readonly string[];
  readonly numbers: Because;
}

/** A value on its way through a program. */
export interface Traced {
  readonly value: QueryValue;
  /** The words for what the value is about, singular: "blue horse". Used in answers and refusals. */
  readonly phrase: string;
  /** The objects that the value was computed from. */
  readonly evidence: readonly string[];
  readonly because: readonly Reason[];
  readonly note?: string;
  /** That this set is the whole scene and not a choice from it: its text is that of the whole picture. */
  readonly whole?: true;
  /** Of a video: the sampled frames that the value is about, by object; objects that are missing count for all the time they are seen. */
  readonly times?: ReadonlyMap<string, Spans>;
  /** Of a text: its sentences, each with what it rests on. */
  readonly sentences?: readonly Sentence[];
}

/**
 * What a function gives: a value; `absent` when the twin holds nothing to compute it from (the program then answers
 * `none` with this reason); or `refused` when the call itself is wrong.
 */
export type Outcome = Traced | { readonly absent: string } | { readonly refused: string };

export interface Parameter {
  readonly name: string;
  /** Accepted types. An Object is also accepted where a Set is. */
  readonly types: readonly QueryType[];
  readonly optional?: boolean;
  /** The closed list of words that a Text argument is taken from. */
  readonly words?: readonly string[];
  /** The index of an earlier parameter whose type this one must share. */
  readonly sameTypeAs?: number;
}

export const FAMILIES = [
  'sets',
  'relations',
  'attributes',
  'measures',
  'time',
  'numbers',
  'knowledge',
  'answers',
] as const;
export type Family = (typeof FAMILIES)[number];

/** A function of the query language, as data: the checker, the executor and the documentation all read this. */
export interface QueryFunction {
  readonly name: string;
  readonly family: Family;
  readonly parameters: readonly Parameter[];
  readonly result: QueryType;
  readonly doc: string;
  readonly example: string;
  /** What must be measured before this call can run on its arguments; undefined when the twin holds it all. */
  readonly needs?: (args: readonly Traced[], context: QueryContext) => Need | undefined;
  readonly run: (args: readonly Traced[], context: QueryContext) => Outcome;
}

export const set: Parameter = { name: 'set', types: ['Set'] };
export const text = (name: string, words?: readonly string[]): Parameter =>
  words ? { name, types: ['Text'], words } : { name, types: ['Text'] };
export const number = (name: string): Parameter => ({ name, types: ['Number'] });
export const bool = (name: string): Parameter => ({ name, types: ['Bool'] });

/** Three decimals, and never −0: what a person can read of a number in `because`. */
export const round = (value: number): number => Math.round(value * 1000) / 1000 + 0;

const MAX_REASONS = 24;

/** A set of ids in document order, without repeats, with the reasons for its members. */
export function setOf(
  context: QueryContext,
  ids: Iterable<string>,
  phrase: string,
  because: readonly Reason[] = [],
  note?: string,
): Traced {
  const wanted = new Set(ids);
  const ordered = [...context.objects.keys()].filter((id) => wanted.has(id));
  const traced: Traced = {
    value: { type: 'Set', ids: ordered },
    phrase,
    evidence: ordered,
    because: because.slice(0, MAX_REASONS),
  };
  return note === undefined ? traced : { ...traced, note };
}

/** A scalar computed from other values: their evidence becomes its evidence. */
export function scalar(
  value: QueryValue,
  from: readonly Traced[],
  because: readonly Reason[] = [],
  note?: string,
): Traced {
  const traced: Traced = {
    value,
    phrase: from[0]?.phrase ?? '',
    evidence: [...new Set(from.flatMap((source) => source.evidence))],
    because: because.slice(0, MAX_REASONS),
  };
  return note === undefined ? traced : { ...traced, note };
}

// The checker guarantees argument types before anything runs; these readers narrow, and give neutral values otherwise.

/** The ids of a Set or Object argument. */
export function idsOf(arg: Traced | undefined): readonly string[] {
  if (arg?.value.type === 'Set') return arg.value.ids;
  return arg?.value.type === 'Object' ? [arg.value.id] : [];
}
export const textOf = (arg: Traced | undefined): string =>
  arg?.value.type === 'Text' ? arg.value.value : '';
export const numberOf = (arg: Traced | undefined): number =>
  arg?.value.type === 'Number' ? arg.value.value : 0;
export const boolOf = (arg: Traced | undefined): boolean => arg?.value.type === 'Bool' && arg.value.value;
export const phraseOf = (arg: Traced | undefined): string => arg?.phrase ?? 'object';

/** "no blue horse among 7 objects": why a call found nothing to work on. */
export function absence(arg: Traced | undefined, context: QueryContext): Outcome {
  return { absent: noneText(phraseOf(arg), context) };
}

/** "no horse among 7 objects; nearest label: dog 0.50" – the hint only where some label is at all like the phrase. */
export function noneText(phrase: string, context: QueryContext): string {
  const count = context.objects.size;
  const among =
    count === 0 ? 'the twin holds no objects' : `no ${phrase} among ${count} object${count === 1 ? '' : 's'}`;
  const labels = new Set([...context.objects.values()].map(({ object }) => object.label));
  let nearest: { label: string; score: number } | undefined;
  for (const label of labels) {
    const score = context.lexicon.similarity(phrase, label);
    if (score > (nearest?.score ?? 0.2) && score < 1) nearest = { label, score };
  }
  return nearest ? `${among}; nearest label: ${nearest.label} ${nearest.score.toFixed(2)}` : among;
}
