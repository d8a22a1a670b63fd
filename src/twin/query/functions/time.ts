import { EVENT_KINDS, type EventKind, eventsOf, type TwinEvent } from '../../tracks/events.ts';
import {
  DIRECTIONS,
  type Direction,
  directionsOf,
  distanceMoved,
  movementOf,
  pathWithin,
} from '../../tracks/movement.ts';
import {
  intersectSpans,
  NO_SPANS,
  numbersIn,
  type Span,
  type Spans,
  toSpans,
  uniteSpans,
} from '../../tracks/spans.ts';
import { sampleAt, startOf, type Timeline } from '../../tracks/timeline.ts';
import { directionWords, formatInterval, formatTime } from '../../tracks/words.ts';
import type { QueryContext } from '../context.ts';
import { tellStories } from '../describeVideo.ts';
import { PICTURE_HAS_NO_TIME, spansIn } from '../time.ts';
import { joinWords } from '../words.ts';
import {
  absence,
  idsOf,
  number,
  numberOf,
  type Outcome,
  phraseOf,
  type QueryFunction,
  type Reason,
  round,
  scalar,
  set,
  setOf,
  type Traced,
  text,
  textOf,
} from './spec.ts';

type Timed = (args: readonly Traced[], context: QueryContext, time: Timeline) => Outcome;

/** Of a picture, such a call has nothing to work on. */
const onVideo =
  (run: Timed): QueryFunction['run'] =>
  (args, context) =>
    context.time ? run(args, context, context.time) : { absent: PICTURE_HAS_NO_TIME };

const seconds = (time: Timeline, sample: number): number => startOf(time, sample) / 1e6;

/** A set with, for each member, the sampled frames that are left; without those that none is left of. */
function inTimes(
  context: QueryContext,
  times: ReadonlyMap<string, Spans>,
  phrase: string,
  because: readonly Reason[] = [],
  note?: string,
): Traced {
  const kept = new Map([...times].filter(([, spans]) => spans.length > 0));
  return { ...setOf(context, kept.keys(), phrase, because, note), times: kept };
}

/** Narrows the time of every member. */
function narrowed(
  args: readonly Traced[],
  context: QueryContext,
  phrase: string,
  keep: (spans: Spans, id: string) => Spans,
): Traced {
  const times = new Map(idsOf(args[0]).map((id) => [id, keep(spansIn(args[0], id, context), id)]));
  return inTimes(context, times, phrase);
}

/** All the time in which any object of a set is seen. */
const timeOf = (arg: Traced | undefined, context: QueryContext): Spans =>
  idsOf(arg).reduce<Spans>((all, id) => uniteSpans(all, spansIn(arg, id, context)), NO_SPANS);

const intervalText = (time: Timeline, spans: Spans): string =>
  joinWords(spans.map(([start, end]) => formatInterval(startOf(time, start), startOf(time, end))));

/** Why a time is none of this video's. */
const outside = (at: number, time: Timeline): Outcome => ({
  absent: `${formatTime(at * 1e6)} is not in the video, which lasts from ${formatTime(startOf(time, 0))} to ${formatTime(time.endUs)}`,
});

/** Text and truth about the whole time of the objects, said explicitly, so that the answer carries it. */
const withTimes = (traced: Traced, arg: Traced | undefined, context: QueryContext): Traced => ({
  ...traced,
  times: new Map(idsOf(arg).map((id) => [id, spansIn(arg, id, context)])),
});

/** The number of a set's members that each sampled frame shows. */
function countsOf(arg: Traced | undefined, context: QueryContext, time: Timeline): readonly number[] {
  const counts = time.samples.map(() => 0);
  for (const id of idsOf(arg))
    for (const sample of numbersIn(spansIn(arg, id, context))) counts[sample] = (counts[sample] ?? 0) + 1;
  return counts;
}

const isDirection = (word: string): word is Direction => DIRECTIONS.some((known) => known === word);
const isEventKind = (word: string): word is EventKind => EVENT_KINDS.some((known) => known === word);

/** The first or last time that anything of a set is seen, in seconds. */
const extremeTime = (which: 'first' | 'last', doc: string): QueryFunction => ({
  name: `${which}_seen`,
  family: 'time',
  parameters: [set],
  result: 'Number',
  doc,
  example: `${which}_seen(find("dog"))`,
  run: onVideo((args, context, time) => {
    const rows = idsOf(args[0]).flatMap((id) => {
      const spans = spansIn(args[0], id, context);
      const span = which === 'first' ? spans[0] : spans.at(-1);
      return span ? [{ id, sample: which === 'first' ? span[0] : span[1] - 1 }] : [];
    });
    const [found] = rows.toSorted((a, b) => (which === 'first' ? a.sample - b.sample : b.sample - a.sample));
    if (!found) return absence(args[0], context);
    const value = round(which === 'first' ? seconds(time, found.sample) : seconds(time, found.sample + 1));
    const because = [{ ids: [found.id], numbers: { [which]: value, unit: 's' } }];
    return {
      ...scalar({ type: 'Number', value, unit: 's' }, args, because),
      evidence: [found.id],
      times: new Map([[found.id, [[found.sample, found.sample + 1] as const]]]),
    };
  }),
});

const restriction = (name: 'before' | 'after', doc: string): QueryFunction => ({
  name,
  family: 'time',
  parameters: [set, number('seconds')],
  result: 'Set',
  doc,
  example: `${name}(find("person"), ${name === 'before' ? 'first' : 'last'}_seen(find("car")))`,
  run: onVideo((args, context, time) => {
    const limit = numberOf(args[1]);
    const kept = time.samples.map((_, index) =>
      name === 'before' ? seconds(time, index) < limit : seconds(time, index) >= limit,
    );
    const spans = toSpans(kept.flatMap((isKept, index): Span[] => (isKept ? [[index, index + 1]] : [])));
    const phrase = `${phraseOf(args[0])} ${name} ${formatTime(limit * 1e6)}`;
    return narrowed(args, context, phrase, (own) => intersectSpans(own, spans));
  }),
});

export const timeFunctions: readonly QueryFunction[] = [
  {
    name: 'at',
    family: 'time',
    parameters: [set, number('seconds')],
    result: 'Set',
    doc: 'The objects of a set that are seen at a time of a video, as they are in that frame.',
    example: 'at(find("person"), 2.5)',
    run: onVideo((args, context, time) => {
      const wanted = numberOf(args[1]);
      if (wanted < seconds(time, 0) || wanted * 1e6 > time.endUs) return outside(wanted, time);
      const sample = sampleAt(time, wanted * 1e6);
      const phrase = `${phraseOf(args[0])} at ${formatTime(wanted * 1e6)}`;
      return narrowed(args, context, phrase, (own) => intersectSpans(own, [[sample, sample + 1]]));
    }),
  },
  {
    name: 'during',
    family: 'time',
    parameters: [set, { name: 'others', types: ['Set'] }],
    result: 'Set',
    doc: 'The objects of a set while any of the others is there: when both are seen; of others that were narrowed, when that holds.',
    example: 'during(find("dog"), relate(find("car"), "near", find("person")))',
    run: onVideo((args, context) => {
      const spans = timeOf(args[1], context);
      const phrase = `${phraseOf(args[0])} while there is a ${phraseOf(args[1])}`;
      return narrowed(args, context, phrase, (own) => intersectSpans(own, spans));
    }),
  },
  restriction('before', 'The objects of a set as far as they are seen before a time.'),
  restriction('after', 'The objects of a set as far as they are seen from a time on.'),
  {
    name: 'when',
    family: 'time',
    parameters: [set],
    result: 'Text',
    doc: 'When any object of a set is seen; of a set that was narrowed by relations or motion, when that holds.',
    example: 'when(find("dog"))',
    run: onVideo((args, context, time) => {
      const spans = timeOf(args[0], context);
      if (spans.length === 0) return absence(args[0], context);
      const value = intervalText(time, spans);
      return withTimes(scalar({ type: 'Text', value }, args), args[0], context);
    }),
  },
  extremeTime('first', 'When anything of a set is seen first, in seconds.'),
  extremeTime('last', 'Until when anything of a set is seen, in seconds.'),
  {
    name: 'moved',
    family: 'time',
    parameters: [set, { ...text('direction', DIRECTIONS), optional: true }],
    result: 'Set',
    doc: 'The objects of a set that move against the background, while they do; with a direction, those whose way leads there.',
    example: 'moved(find("car"), "right")',
    run: onVideo((args, context) => {
      const wanted = textOf(args[1]);
      if (args[1] && !isDirection(wanted)) return { refused: `"${wanted}" is not a direction` };
      const because: Reason[] = [];
      const times = new Map<string, Spans>();
      for (const id of idsOf(args[0])) {
        const entry = context.objects.get(id);
        if (!entry) continue;
        const movement = movementOf(context.twin, entry.object);
        const spans = intersectSpans(movement.moving, spansIn(args[0], id, context));
        const directions = directionsOf(pathWithin(movement.path, spans));
        if (spans.length === 0 || (isDirection(wanted) && !directions.includes(wanted))) continue;
        times.set(id, spans);
        const path = round(distanceMoved(movement, spans));
        because.push({ ids: [id], numbers: { path, unit: 'px', direction: directionWords(directions) } });
      }
      const going = isDirection(wanted) ? ` ${directionWords([wanted])}` : '';
      return inTimes(context, times, `${phraseOf(args[0])} that moves${going}`, because);
    }),
  },
  {
    name: 'still',
    family: 'time',
    parameters: [set],
    result: 'Set',
    doc: 'The objects of a set that never move against the background.',
    example: 'still(find("car"))',
    run: onVideo((args, context) => {
      const ids = idsOf(args[0]).filter((id) => {
        const entry = context.objects.get(id);
        const moving = entry ? movementOf(context.twin, entry.object).moving : NO_SPANS;
        return intersectSpans(moving, spansIn(args[0], id, context)).length === 0;
      });
      return setOf(context, ids, `${phraseOf(args[0])} that stays in its place`);
    }),
  },
  {
    name: 'direction',
    family: 'time',
    parameters: [set],
    result: 'Text',
    doc: 'Where an object goes in the picture: "to the right", "towards the camera", "in place"; of several objects, their different directions.',
    example: 'direction(find("dog"))',
    run: onVideo((args, context) => {
      if (idsOf(args[0]).length === 0) return absence(args[0], context);
      const because: Reason[] = [];
      const words = new Set<string>();
      for (const id of idsOf(args[0])) {
        const entry = context.objects.get(id);
        if (!entry) continue;
        const movement = movementOf(context.twin, entry.object);
        const spans = intersectSpans(movement.moving, spansIn(args[0], id, context));
        const direction = directionWords(directionsOf(pathWithin(movement.path, spans)));
        words.add(direction);
        because.push({ ids: [id], numbers: { direction, path: round(distanceMoved(movement, spans)) } });
      }
      return scalar({ type: 'Text', value: joinWords([...words]) }, args, because);
    }),
  },
  {
    name: 'did',
    family: 'time',
    parameters: [set, text('event', EVENT_KINDS), { name: 'others', types: ['Set'], optional: true }],
    result: 'Set',
    doc: 'The objects of a set to which something happens, while it does; with others, those that approach or overlap one of them.',
    example: 'did(find("person"), "approached", find("car"))',
    run: onVideo((args, context) => {
      const kind = textOf(args[1]);
      if (!isEventKind(kind)) return { refused: `"${kind}" is not an event` };
      const others = args[2] && new Set(idsOf(args[2]));
      const because: Reason[] = [];
      const times = new Map<string, Spans>();
      for (const event of eventsOf(context.twin)) {
        const id = actorOf(event, kind, idsOf(args[0]), others);
        if (id === undefined) continue;
        const spans = intersectSpans([event.samples], spansIn(args[0], id, context));
        if (spans.length === 0) continue;
        times.set(id, uniteSpans(times.get(id) ?? NO_SPANS, spans));
        because.push({
          ids: [id, ...event.ids.filter((other) => other !== id)],
          numbers: { event: kind, ...event.because },
        });
      }
      const whom = args[2] ? ` the ${phraseOf(args[2])}` : '';
      return inTimes(context, times, `${phraseOf(args[0])} that ${kind}${whom}`, because);
    }),
  },
  {
    name: 'events',
    family: 'time',
    parameters: [set],
    result: 'Text',
    doc: 'What the objects of a set do, in sentences: when they are seen, where they go, and what happens to them.',
    example: 'events(find("dog"))',
    run: onVideo((args, context) => {
      const ids = idsOf(args[0]);
      if (ids.length === 0) return absence(args[0], context);
      const sentences = tellStories(ids, context, (id) => spansIn(args[0], id, context));
      const value = sentences.map((sentence) => sentence.text).join(' ');
      return { ...withTimes(scalar({ type: 'Text', value }, args), args[0], context), sentences };
    }),
  },
  {
    name: 'counts',
    family: 'time',
    parameters: [set],
    result: 'Text',
    doc: 'How many objects of a set are seen at once, over time: "2 (0–1.5 s), 1 (1.5–4 s)".',
    example: 'counts(find("person"))',
    run: onVideo((args, context, time) => {
      const counts = countsOf(args[0], context, time);
      const runs: { count: number; start: number; end: number }[] = [];
      counts.forEach((count, index) => {
        const last = runs.at(-1);
        if (last?.count === count) last.end = index + 1;
        else runs.push({ count, start: index, end: index + 1 });
      });
      const value = runs
        .map(
          ({ count, start, end }) => `${count} (${formatInterval(startOf(time, start), startOf(time, end))})`,
        )
        .join(', ');
      return withTimes(scalar({ type: 'Text', value }, args), args[0], context);
    }),
  },
  {
    name: 'at_once',
    family: 'time',
    parameters: [set],
    result: 'Number',
    doc: 'How many objects of a set one frame shows at most.',
    example: 'at_once(find("person"))',
    run: onVideo((args, context, time) => {
      const counts = countsOf(args[0], context, time);
      const most = counts.reduce((best, count) => Math.max(best, count), 0);
      const peak = toSpans(
        counts.flatMap((count, index): Span[] => (count === most ? [[index, index + 1]] : [])),
      );
      const times = new Map(
        idsOf(args[0]).map((id) => [id, intersectSpans(spansIn(args[0], id, context), peak)]),
      );
      const because = [{ ids: [], numbers: { at_once: most, seconds: seconds(time, peak[0]?.[0] ?? 0) } }];
      return { ...scalar({ type: 'Number', value: most }, args, because), times };
    }),
  },
];

/** Who of a set an event is about: its first object, or either of two that overlap. */
function actorOf(
  event: TwinEvent,
  kind: EventKind,
  ids: readonly string[],
  others: ReadonlySet<string> | undefined,
): string | undefined {
  if (event.kind !== kind) return undefined;
  const [who, whom] = event.ids;
  const fits = (subject: string | undefined, object: string | undefined): boolean =>
    subject !== undefined &&
    ids.includes(subject) &&
    (!others || (object !== undefined && others.has(object)));
  if (fits(who, whom)) return who;
  return kind === 'overlapped' && fits(whom, who) ? whom : undefined;
}
