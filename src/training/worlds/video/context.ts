import type { Random } from '../../../core/random.ts';
import { KINDS } from '../../../reasoning/knowledge/kinds.ts';
import type { Task } from '../../../reasoning/types.ts';
import { COCO_LABELS, type CocoLabel } from '../../../twin/schema/labels.ts';
import type { Twin, TwinObject } from '../../../twin/schema/twin.ts';
import { type EventKind, eventsOf } from '../../../twin/tracks/events.ts';
import { type Direction, directionsOf, movementOf, pathWithin } from '../../../twin/tracks/movement.ts';
import { find, quote, wordFor } from '../photo/context.ts';
import { chance, choose } from '../random.ts';
import type { VideoSentence } from './phrasings.ts';
import type { Verb } from './words.ts';

/** A question before it has words: what fills the slots of its sentence, its program, and which answers will do. */
export interface VideoDraft {
  readonly kind: VideoSentence;
  readonly slots: Readonly<Record<string, string>>;
  readonly program: string;
  readonly task: Task;
  /** The answer that was drawn before the question. */
  readonly wanted?: boolean | number | string | undefined;
  readonly none?: true;
  /** The set without what narrows it: where it is the same set for the same time, the question is degenerate. */
  readonly wider?: { readonly set: string; readonly narrow: string } | undefined;
  /** For an answer of no: what must hold instead, so that it is no near miss. */
  readonly instead?: string | undefined;
}

export interface VideoContext {
  readonly random: Random;
  /** Draws what is wanted of an answer: the same for every clip that is tried, so that no answer wins by being easier to find. */
  readonly wish: Random;
  readonly twin: Twin;
  /** The labels of the clip with their objects. */
  readonly groups: ReadonlyMap<CocoLabel, readonly TwinObject[]>;
}

export type VideoBuilder = (context: VideoContext) => VideoDraft | undefined;

const cocoLabel = (label: string): CocoLabel | undefined => COCO_LABELS.find((known) => known === label);

export function contextOf(random: Random, wish: Random, twin: Twin): VideoContext {
  const groups = new Map<CocoLabel, readonly TwinObject[]>();
  for (const object of twin.objects) {
    const label = cocoLabel(object.label);
    if (label) groups.set(label, [...(groups.get(label) ?? []), object]);
  }
  return { random, wish, twin, groups };
}

/** What a sentence calls something, and the set that this is in the query language. */
export interface Named {
  readonly words: string;
  readonly set: string;
}

/** Words for one object that fit no other: its label, or its colour and label; undefined where there are none. */
export function nameOf(
  { random, groups }: VideoContext,
  { attributes, id, ...object }: TwinObject,
): Named | undefined {
  const label = cocoLabel(object.label);
  if (!label) return undefined;
  const alike = groups.get(label) ?? [];
  const word = wordFor(label, random);
  const colour = attributes.colour?.value;
  // Nobody should be asked for people by a colour.
  if (colour !== undefined && label !== 'person' && !attributes.colour2) {
    const same = alike.filter((other) => other.attributes.colour?.value === colour);
    if (same.length === 1 && same[0]?.id === id && (alike.length > 1 || chance(random, 0.1)))
      return { words: `${colour} ${word}`, set: `filter(${find(word)}, "color", ${quote(colour)})` };
  }
  return alike.length === 1 ? { words: word, set: find(word) } : undefined;
}

/** One of the objects that have a name of their own, of those that fit. */
export function oneOf(
  context: VideoContext,
  fits: (object: TwinObject) => boolean = () => true,
): (Named & { readonly object: TwinObject }) | undefined {
  const candidates = context.twin.objects.filter(fits);
  if (candidates.length === 0) return undefined;
  const object = choose(context.random, candidates);
  const named = nameOf(context, object);
  return named && { ...named, object };
}

/** Kinds of things that clips show. */
const ASKED = [
  'animal',
  'vehicle',
  'pet',
  'farm animal',
  'wild animal',
  'road vehicle',
  'bag',
  'furniture item',
];

/** A word for several objects with the objects that it means: a label, a kind, or everything. `most` of them at least. */
export function several(
  context: VideoContext,
  least: number,
  everything: boolean,
): (Named & { readonly objects: readonly TwinObject[] }) | undefined {
  const { random, groups, twin } = context;
  const kinds = ASKED.flatMap((kind) => {
    const objects = (KINDS[kind] ?? []).flatMap((label) => groups.get(label) ?? []);
    return objects.length >= least ? [{ words: kind, set: find(kind), objects }] : [];
  });
  const labels = [...groups].flatMap(([label, objects]) => {
    if (objects.length < least) return [];
    const word = wordFor(label, random);
    return [{ words: word, set: find(word), objects }];
  });
  const all = everything
    ? [{ words: choose(random, ['thing', 'object']), set: 'scene()', objects: twin.objects }]
    : [];
  const pools = [labels, kinds, all].filter((pool) => pool.length > 0);
  return pools.length === 0 ? undefined : choose(random, choose(random, pools));
}

/** A label that the clip lacks. */
export const absentWord = ({ random, groups }: VideoContext): string =>
  wordFor(
    choose(
      random,
      COCO_LABELS.filter((label) => !groups.has(label)),
    ),
    random,
  );

export const happened = ({ twin }: VideoContext, kind: EventKind, id: string): boolean =>
  eventsOf(twin).some((event) => event.kind === kind && event.ids[0] === id);

export const moves = ({ twin }: VideoContext, object: TwinObject): boolean =>
  movementOf(twin, object).moving.length > 0;

export function goes({ twin }: VideoContext, object: TwinObject, direction: Direction): boolean {
  const { moving, path } = movementOf(twin, object);
  return directionsOf(pathWithin(path, moving)).includes(direction);
}

export const verbSlots = ([verb, verbs, verbing, verbed]: Verb): Readonly<Record<string, string>> => ({
  verb,
  verbs,
  verbing,
  verbed,
});

/** The forms of a verb with a thing behind it: "approaches the bench". */
export const withObject = ([base, third, participle, past]: Verb, noun: string): Verb => [
  `${base} the ${noun}`,
  `${third} the ${noun}`,
  `${participle} the ${noun}`,
  `${past} the ${noun}`,
];

/** Half seconds of the clip, without its first and last second. */
export function moment({ random, twin }: VideoContext): number {
  const seconds = twin.source.durationUs / 1e6;
  return random.int(2, Math.max(2, Math.floor(2 * seconds) - 3)) / 2;
}

/** "1 second", "2.5 seconds". */
export const secondsText = (seconds: number): string => `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
