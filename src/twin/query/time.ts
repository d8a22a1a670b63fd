import type { Predicate, Relation } from '../relations/types.ts';
import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { distanceMoved, movementOf } from '../tracks/movement.ts';
import { intersectSpans, NO_SPANS, numbersIn, type Spans, toSpans } from '../tracks/spans.ts';
import { startOf, stateInFrame, type Timeline, visibleSpans } from '../tracks/timeline.ts';
import type { QueryContext } from './context.ts';
import type { Outcome, Traced } from './functions/spec.ts';
import { isTimeKey, type MeasureKey, type Measurement, measureObject, type TimeKey } from './measures.ts';
import type { AnswerInterval } from './types.ts';

/** Why a question about time has no answer on a picture. */
export const PICTURE_HAS_NO_TIME =
  'the twin is of a picture, which shows one moment: what happens over time takes a video';

/** The largest state in some sampled frames, one that was seen before one that fills a gap: it shows the object best. */
function bestState(object: TwinObject, time: Timeline, within: Spans): ObjectState | undefined {
  let best: ObjectState | undefined;
  let bestArea = -1;
  for (const sample of numbersIn(within)) {
    const state = stateInFrame(object, time.samples[sample]?.frame ?? -1);
    if (!state) continue;
    const [x0, y0, x1, y1] = state.box;
    const area = (x1 - x0) * (y1 - y0) * (state.interpolated ? 1e-6 : 1);
    if (area > bestArea) {
      best = state;
      bestArea = area;
    }
  }
  return best;
}

/** All objects of a video, each in the frame that shows it best. */
export function objectsOver(twin: Twin, time: Timeline): QueryContext['objects'] {
  const objects = new Map<string, { object: TwinObject; state: ObjectState }>();
  for (const object of twin.objects) {
    const state = bestState(object, time, visibleSpans(time, object)) ?? object.states[0];
    if (state) objects.set(object.id, { object, state });
  }
  return objects;
}

/** The context of a call whose arguments are about a part of the time: objects are as they are then. */
export function contextWithin(context: QueryContext, args: readonly Traced[]): QueryContext {
  const { time } = context;
  const within = timesOf(args);
  if (!time || within.size === 0) return context;
  const objects = new Map(context.objects);
  for (const [id, spans] of within) {
    const entry = objects.get(id);
    const state = entry && bestState(entry.object, time, spans);
    if (entry && state) objects.set(id, { object: entry.object, state });
  }
  return { ...context, objects, within };
}

/** The times of all arguments; the first one that says a time for an object counts. */
function timesOf(args: readonly Traced[]): ReadonlyMap<string, Spans> {
  const times = new Map<string, Spans>();
  for (const { times: own } of args)
    for (const [id, spans] of own ?? []) if (!times.has(id)) times.set(id, spans);
  return times;
}

/** A result is about the times that its arguments are about, unless the call said otherwise. */
export function keepTimes(outcome: Outcome, args: readonly Traced[]): Outcome {
  if (!('value' in outcome) || outcome.times) return outcome;
  const { value } = outcome;
  if (value.type === 'Answer') return outcome;
  const ids = value.type === 'Set' ? value.ids : value.type === 'Object' ? [value.id] : undefined;
  if (!ids) {
    const times = timesOf(args);
    return times.size > 0 ? { ...outcome, times } : outcome;
  }
  const times = new Map<string, Spans>();
  for (const id of ids) {
    const from = args.find(({ value: arg }) =>
      arg.type === 'Set' ? arg.ids.includes(id) : arg.type === 'Object' && arg.id === id,
    );
    const spans = from?.times?.get(id);
    if (spans) times.set(id, spans);
  }
  return times.size > 0 ? { ...outcome, times } : outcome;
}

/** The sampled frames in which an object is seen. */
export function seenSpans(context: QueryContext, id: string): Spans {
  const entry = context.objects.get(id);
  return context.time && entry ? visibleSpans(context.time, entry.object) : NO_SPANS;
}

/** The sampled frames for which a value is about an object. */
export const spansIn = (traced: Traced | undefined, id: string, context: QueryContext): Spans =>
  traced?.times?.get(id) ?? seenSpans(context, id);

/** The sampled frames for which a call is about an object. */
const spansWithin = (context: QueryContext, id: string): Spans =>
  context.within?.get(id) ?? seenSpans(context, id);

/** The sampled frames for which a call is about both of two objects. */
export const sharedSpans = (context: QueryContext, first: string, second: string): Spans =>
  intersectSpans(spansWithin(context, first), spansWithin(context, second));

/** A relation that holds, and on a video in which of the sampled frames. */
export interface Held {
  readonly relation: Relation;
  readonly spans?: Spans;
}

/**
 * A relation between two objects: of a picture as it holds there; of a video the frames of `among` in which it holds, with the numbers of
 * the one where it is clearest and its time.
 */
export function heldRelation(
  context: QueryContext,
  subject: string,
  predicate: Predicate,
  object: string,
  among?: Spans,
): Held | undefined {
  const { time } = context;
  if (!time) {
    const relation = context.relate(subject, predicate, object);
    return relation && { relation };
  }
  let clearest: Relation | undefined;
  const held: [number, number][] = [];
  for (const sample of numbersIn(among ?? sharedSpans(context, subject, object))) {
    const { frame, timeUs } = time.samples[sample] ?? { frame: -1, timeUs: 0 };
    const relation = context.relate(subject, predicate, object, frame);
    if (!relation) continue;
    held.push([sample, sample + 1]);
    if (!clearest || relation.score > clearest.score)
      clearest = { ...relation, because: { ...relation.because, seconds: timeUs / 1e6 } };
  }
  return clearest && { relation: clearest, spans: toSpans(held) };
}

/** Measures an object: over the time in question where the measure is one of time, else in the frame that shows it best. */
export function measured(id: string, key: MeasureKey, context: QueryContext): Measurement | undefined {
  const entry = context.objects.get(id);
  if (!entry) return undefined;
  if (!isTimeKey(key)) return measureObject(entry.object, entry.state, key);
  const { time, twin } = context;
  if (!time) return undefined;
  const spans = spansWithin(context, id);
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return undefined;
  return measureTime(twin, time, entry.object, spans, key);
}

function measureTime(
  twin: Twin,
  time: Timeline,
  object: TwinObject,
  spans: Spans,
  key: TimeKey,
): Measurement | undefined {
  const seconds = spans.reduce(
    (sum, [start, end]) => sum + (startOf(time, end) - startOf(time, start)) / 1e6,
    0,
  );
  switch (key) {
    case 'path':
      return { value: distanceMoved(movementOf(twin, object), spans), unit: 'px' };
    case 'speed':
      return { value: distanceMoved(movementOf(twin, object), spans) / seconds, unit: 'px/s' };
    case 'start':
      return { value: startOf(time, spans[0]?.[0] ?? 0) / 1e6, unit: 's' };
    case 'end':
      return { value: startOf(time, spans.at(-1)?.[1] ?? 0) / 1e6, unit: 's' };
    case 'duration':
      return { value: seconds, unit: 's' };
  }
}

/** When a value holds of its objects, in µs: what an answer on a video carries. Undefined for a picture. */
export function intervalsOf(
  ids: readonly string[],
  traced: Traced | undefined,
  context: QueryContext,
): readonly AnswerInterval[] | undefined {
  const { time } = context;
  if (!time) return undefined;
  const byTime = new Map<string, { startUs: number; endUs: number; ids: string[] }>();
  for (const id of ids)
    for (const [start, end] of spansIn(traced, id, context)) {
      const key = `${start} ${end}`;
      const interval = byTime.get(key) ?? {
        startUs: startOf(time, start),
        endUs: startOf(time, end),
        ids: [],
      };
      interval.ids.push(id);
      byTime.set(key, interval);
    }
  return [...byTime.values()].toSorted((a, b) => a.startUs - b.startUs || a.endUs - b.endUs);
}
