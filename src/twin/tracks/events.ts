import { boxArea, gapDistance } from '../geometry/box.ts';
import { relate } from '../relations/relations.ts';
import type { Because } from '../relations/types.ts';
import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { type Movement, movementOf, START_SPEED, STOP_SPEED, shiftBetween } from './movement.ts';
import { intersectSpans, numbersIn, type Span, spansWhere } from './spans.ts';
import { startOf, stateInFrame, type Timeline, timelineOf, visibleSpans } from './timeline.ts';

/** What can happen in a video, in the order in which events of one time are told. */
export const EVENT_KINDS = [
  'entered',
  'started',
  'turned',
  'approached',
  'overlapped',
  'stopped',
  'left',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that happened. Never stored: derived from the states. */
export interface TwinEvent {
  readonly kind: EventKind;
  /** Who; then, of `approached` and `overlapped`, whom. */
  readonly ids: readonly [string] | readonly [string, string];
  /** The sampled frames in which it happened. */
  readonly samples: Span;
  readonly startUs: number;
  /** End exclusive. */
  readonly endUs: number;
  /** The numbers that decided it. */
  readonly because: Because;
}

/** A box this near the border (as a share of its size) touches it. */
const BORDER_SHARE = 0.15;
/** Seconds before and after a turn whose ways are compared, and how far each must go, in sizes. */
const TURN_SECONDS = 1;
const TURN_SHIFT = 0.3;
const TURN_DEGREES = 60;
/** Gaps between boxes, over their mean size, at which something is far and at which it has arrived. */
const FAR_GAP = 1;
const NEAR_GAP = 0.25;
/** An overlap for less time is told all the same, but two of them with a shorter break are one. */
const MIN_BREAK_US = 500_000;
/** Pairs of states that are compared at most; pairs of things that are seen longest come first. */
const MAX_PAIR_STATES = 400_000;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const known = new WeakMap<Twin, readonly TwinEvent[]>();

/** All events of a video by start; none of a picture. */
export function eventsOf(twin: Twin): readonly TwinEvent[] {
  if (twin.source.kind === 'image') return [];
  const cached = known.get(twin);
  if (cached) return cached;
  const timeline = timelineOf(twin);
  const events = [
    ...twin.objects.flatMap((object) => eventsOfOne(twin, timeline, object)),
    ...eventsOfPairs(twin, timeline),
  ].sort((a, b) => a.samples[0] - b.samples[0] || EVENT_KINDS.indexOf(a.kind) - EVENT_KINDS.indexOf(b.kind));
  known.set(twin, events);
  return events;
}

function event(
  timeline: Timeline,
  kind: EventKind,
  ids: TwinEvent['ids'],
  [start, end]: Span,
  because: Because,
): TwinEvent {
  return {
    kind,
    ids,
    samples: [start, end],
    startUs: startOf(timeline, start),
    endUs: startOf(timeline, end),
    because,
  };
}

function eventsOfOne(twin: Twin, timeline: Timeline, object: TwinObject): TwinEvent[] {
  const movement = movementOf(twin, object);
  const { path } = movement;
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last) return [];
  const ids = [object.id] as const;
  const events: TwinEvent[] = [];
  if (first.sample > 0)
    events.push(event(timeline, 'entered', ids, [first.sample, first.sample + 1], border(twin, first.state)));
  if (last.sample < timeline.samples.length - 1)
    events.push(event(timeline, 'left', ids, [last.sample, last.sample + 1], border(twin, last.state)));
  for (const [start, end] of movement.moving) {
    const speed = (sample: number): Because => ({
      speed: rounded(movement.velocities[path.findIndex((point) => point.sample === sample)]?.speed ?? 0),
    });
    if (start > first.sample)
      events.push(
        event(timeline, 'started', ids, [start, start + 1], { ...speed(start), from: START_SPEED }),
      );
    if (end - 1 < last.sample)
      events.push(event(timeline, 'stopped', ids, [end - 1, end], { ...speed(end), below: STOP_SPEED }));
  }
  return [...events, ...turns(timeline, object.id, movement)];
}

/** Which side of the picture a box touches, the one it is nearest to; "none" in its middle. */
function border({ source }: Twin, { box }: ObjectState): Because {
  const reach = BORDER_SHARE * Math.sqrt(boxArea(box));
  const sides = [
    ['left', box[0]],
    ['right', source.width - box[2]],
    ['top', box[1]],
    ['bottom', source.height - box[3]],
  ] as const;
  const [side, gap] = sides.reduce((nearest, each) => (each[1] < nearest[1] ? each : nearest));
  return { side: gap <= reach ? side : 'none', gap: rounded(gap), reach: rounded(reach) };
}

/** Where the way of the second before and that of the second after differ by more than `TURN_DEGREES`. */
function turns(timeline: Timeline, id: string, { path }: Movement): TwinEvent[] {
  const angles = path.map((point, index) => {
    let [from, to] = [Math.max(0, index - 1), Math.min(path.length - 1, index + 1)];
    const apart = (other: number): number => Math.abs((path[other]?.timeUs ?? Infinity) - point.timeUs) / 1e6;
    while (apart(from - 1) <= TURN_SECONDS) from--;
    while (apart(to + 1) <= TURN_SECONDS) to++;
    const [before, after] = [shiftBetween(path, from, index), shiftBetween(path, index, to)];
    const [way, next] = [Math.hypot(before.dx, before.dy), Math.hypot(after.dx, after.dy)];
    if (way < TURN_SHIFT || next < TURN_SHIFT) return 0;
    const cosine = (before.dx * after.dx + before.dy * after.dy) / (way * next);
    return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
  });
  return spansWhere(0, path.length, (index) => (angles[index] ?? 0) >= TURN_DEGREES).flatMap((span) => {
    const members = [...numbersIn([span])];
    const sharpest = members.reduce((best, index) =>
      (angles[index] ?? 0) > (angles[best] ?? 0) ? index : best,
    );
    const [start, end] = [path[span[0]], path[span[1] - 1]];
    if (!start || !end) return [];
    const at = path[sharpest]?.timeUs ?? 0;
    const because = { degrees: Math.round(angles[sharpest] ?? 0), from: TURN_DEGREES, seconds: at / 1e6 };
    return [event(timeline, 'turned', [id], [start.sample, end.sample + 1], because)];
  });
}

function eventsOfPairs(twin: Twin, timeline: Timeline): TwinEvent[] {
  const objects = twin.objects.toSorted((a, b) => b.states.length - a.states.length);
  const events: TwinEvent[] = [];
  let budget = MAX_PAIR_STATES;
  for (const [index, first] of objects.entries())
    for (const second of objects.slice(index + 1)) {
      budget -= second.states.length;
      if (budget < 0) return events;
      const shared = intersectSpans(visibleSpans(timeline, first), visibleSpans(timeline, second));
      if (shared.length === 0) continue;
      events.push(...overlaps(twin, timeline, first, second, shared));
      for (const span of shared) events.push(...approaches(twin, timeline, first, second, span));
    }
  return events;
}

function overlaps(
  twin: Twin,
  timeline: Timeline,
  first: TwinObject,
  second: TwinObject,
  shared: readonly Span[],
): TwinEvent[] {
  const found: { samples: [number, number]; because: Because; score: number }[] = [];
  for (const sample of numbersIn(shared)) {
    const frame = timeline.samples[sample]?.frame ?? 0;
    const [a, b] = [stateInFrame(first, frame), stateInFrame(second, frame)];
    if (!a || !b || gapDistance(a.box, b.box) > 0) continue;
    const relation = relate(twin, first, 'overlapping', second, frame);
    if (!relation) continue;
    const last = found.at(-1);
    const pauseUs = last ? startOf(timeline, sample) - startOf(timeline, last.samples[1]) : 0;
    if (!last || pauseUs > MIN_BREAK_US) {
      found.push({ samples: [sample, sample + 1], because: relation.because, score: relation.score });
      continue;
    }
    last.samples[1] = sample + 1;
    if (relation.score > last.score)
      Object.assign(last, { because: relation.because, score: relation.score });
  }
  return found.map(({ samples, because }) =>
    event(timeline, 'overlapped', [first.id, second.id], samples, because),
  );
}

/** From where two things were far apart to where they are near each other: the one that went farther approached the other. */
function approaches(
  twin: Twin,
  timeline: Timeline,
  first: TwinObject,
  second: TwinObject,
  [start, end]: Span,
): TwinEvent[] {
  const events: TwinEvent[] = [];
  let far: { sample: number; gap: number } | undefined;
  for (let sample = start; sample < end; sample++) {
    const frame = timeline.samples[sample]?.frame ?? 0;
    const [a, b] = [stateInFrame(first, frame), stateInFrame(second, frame)];
    if (!a || !b) continue;
    const gap = gapDistance(a.box, b.box) / ((Math.sqrt(boxArea(a.box)) + Math.sqrt(boxArea(b.box))) / 2);
    if (gap >= FAR_GAP) far = { sample, gap };
    if (!far || gap > NEAR_GAP) continue;
    const ways = [first, second].map((object) => ({
      id: object.id,
      way: wayOf(twin, object, far?.sample ?? 0, sample),
    }));
    const [mover, other] = ways.toSorted((x, y) => y.way - x.way);
    if (mover && other && relate(twin, first, 'near', second, frame))
      events.push(
        event(timeline, 'approached', [mover.id, other.id], [far.sample, sample + 1], {
          gap_from: rounded(far.gap),
          gap_to: rounded(gap),
          way: rounded(mover.way),
          way_of_other: rounded(other.way),
        }),
      );
    far = undefined;
  }
  return events;
}

/** How far an object goes between two sampled frames, in its sizes. */
function wayOf(twin: Twin, object: TwinObject, from: number, to: number): number {
  const { path } = movementOf(twin, object);
  const indexOf = (sample: number): number => path.findIndex((point) => point.sample === sample);
  const { dx, dy } = shiftBetween(path, indexOf(from), indexOf(to));
  return Math.hypot(dx, dy);
}
