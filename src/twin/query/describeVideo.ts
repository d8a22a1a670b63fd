import { eventsOf, type TwinEvent } from '../tracks/events.ts';
import { directionsOf, distanceMoved, movementOf, pathWithin, speedWord } from '../tracks/movement.ts';
import { intersectSpans, type Spans } from '../tracks/spans.ts';
import { startOf, type Timeline } from '../tracks/timeline.ts';
import { directionWords, formatInterval, formatTime, tellEvent } from '../tracks/words.ts';
import type { QueryContext } from './context.ts';
import { round } from './functions/spec.ts';
import { measured, seenSpans } from './time.ts';
import type { Sentence } from './types.ts';
import { countNoun, joinWords } from './words.ts';

/** A story of more sentences is cut: an answer may hold 64, and nobody reads more. */
const MAX_SENTENCES = 40;
/** How many kinds a summary counts out, and of how many of the most prominent objects it tells. */
const MAX_KINDS = 16;
const MAX_TOLD = 4;
const MAX_TOLD_EVENTS = 8;

const nameIn =
  (context: QueryContext) =>
  (id: string): string =>
    `the ${context.objects.get(id)?.object.label ?? 'object'} (${id})`;

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

const sentenceOf = (event: TwinEvent, context: QueryContext): Sentence => ({
  text: tellEvent(event, nameIn(context)),
  ids: [...event.ids],
  because: [{ ids: [...event.ids], numbers: { event: event.kind, ...event.because } }],
});

/** When an object is seen and where it goes. */
function tellWhole(id: string, spans: Spans, context: QueryContext, time: Timeline): readonly Sentence[] {
  const entry = context.objects.get(id);
  const [first, last] = [spans[0], spans.at(-1)];
  if (!entry || !first || !last) return [];
  const movement = movementOf(context.twin, entry.object);
  const moving = intersectSpans(movement.moving, spans);
  const path = pathWithin(movement.path, moving);
  const seen = `is seen ${formatInterval(startOf(time, first[0]), startOf(time, last[1]))}`;
  const [from, to] = [path[0], path.at(-1)];
  const seconds = from && to ? (to.timeUs - from.timeUs) / 1e6 : 0;
  const distance = distanceMoved(movement, spans);
  const speed = from && seconds > 0 ? distance / seconds / from.size : 0;
  const directions = directionsOf(path);
  const way = directions.length > 0 ? directionWords(directions) : 'without getting anywhere';
  const moves = moving.length === 0 ? 'stays in its place' : `moves ${way}, ${speedWord(speed)}`;
  return [
    {
      text: `${capital(nameIn(context)(id))} ${seen} and ${moves}.`,
      ids: [id],
      because: [{ ids: [id], numbers: { path: round(distance), unit: 'px' } }],
    },
  ];
}

/** What some objects do: of each when it is seen and where it goes, then what happens, in order. */
export function tellStories(
  ids: readonly string[],
  context: QueryContext,
  spansOf: (id: string) => Spans,
): readonly Sentence[] {
  const { time } = context;
  if (!time) return [];
  const wholes = ids.flatMap((id) => tellWhole(id, spansOf(id), context, time));
  const happened = eventsOf(context.twin).filter(({ ids: about, samples }) =>
    about.some((id) => ids.includes(id) && intersectSpans([samples], spansOf(id)).length > 0),
  );
  return [...wholes, ...happened.map((event) => sentenceOf(event, context))].slice(0, MAX_SENTENCES);
}

/** What a video shows: how long it is, what is in it, and what its most prominent objects do. */
export function summarizeVideo(
  context: QueryContext,
  time: Timeline,
): { readonly ids: readonly string[]; readonly sentences: readonly Sentence[] } {
  const ids = [...context.objects.keys()];
  const lasts = `The video lasts ${formatTime(time.endUs - startOf(time, 0))}`;
  if (ids.length === 0)
    return { ids, sentences: [{ text: `${lasts}. No object was seen in it.`, ids, because: [] }] };
  const kinds = new Map<string, number>();
  for (const { object } of context.objects.values())
    kinds.set(object.label, (kinds.get(object.label) ?? 0) + 1);
  const counted = [...kinds].toSorted((a, b) => b[1] - a[1]).map(([label, count]) => countNoun(count, label));
  const more = counted.length - MAX_KINDS;
  const listed =
    more > 0 ? [...counted.slice(0, MAX_KINDS), `${countNoun(more, 'other kind')} of object`] : counted;
  const told = prominent(ids, context).slice(0, MAX_TOLD);
  const stories = told.flatMap((id) => tellWhole(id, seenSpans(context, id), context, time));
  const events = eventsOf(context.twin)
    .filter(({ ids: about }) => about.every((id) => told.includes(id)))
    .slice(0, MAX_TOLD_EVENTS)
    .map((event) => sentenceOf(event, context));
  const opening = { text: `${lasts} and shows ${joinWords(listed)}.`, ids, because: [] };
  return { ids, sentences: [opening, ...stories, ...events] };
}

/** By how long they are seen, and how large. */
function prominent(ids: readonly string[], context: QueryContext): readonly string[] {
  const weight = (id: string): number =>
    (measured(id, 'duration', context)?.value ?? 0) * Math.sqrt(measured(id, 'area', context)?.value ?? 0);
  return ids.toSorted((a, b) => weight(b) - weight(a));
}
