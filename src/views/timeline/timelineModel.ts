import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { type EventKind, eventsOf } from '../../twin/tracks/events.ts';
import { type Spans, spansWhere } from '../../twin/tracks/spans.ts';
import { startOf, stateInFrame, timelineOf, visibleSpans } from '../../twin/tracks/timeline.ts';
import { tellEvent } from '../../twin/tracks/words.ts';

/** A stretch of time in microseconds; the end is exclusive. */
export interface Stretch {
  readonly startUs: number;
  readonly endUs: number;
}

export interface LaneEvent extends Stretch {
  readonly kind: EventKind;
  /** "The dog (o1) enters from the left at 0.4 s." */
  readonly text: string;
}

/** One track over time. */
export interface Lane {
  readonly id: string;
  readonly label: string;
  /** When it is seen. */
  readonly seen: readonly Stretch[];
  /** Parts of that in which it was not detected, but bridged from one look to another. */
  readonly bridged: readonly Stretch[];
  readonly events: readonly LaneEvent[];
}

/** All that a timeline draws of a twin, in the order in which tracks first appear. */
export interface TimelineModel {
  readonly lanes: readonly Lane[];
  /** When frames were looked at. */
  readonly looksUs: readonly number[];
  readonly endUs: number;
}

/** The tracks, events and looks of a video as lanes. */
export function buildTimeline(twin: Twin): TimelineModel {
  const timeline = timelineOf(twin);
  const { samples, endUs } = timeline;
  const stretches = (spans: Spans): readonly Stretch[] =>
    spans.map(([start, end]) => ({ startUs: startOf(timeline, start), endUs: startOf(timeline, end) }));
  const labels = new Map(twin.objects.map(({ id, label }) => [id, label]));
  const nameOf = (id: string): string => `the ${labels.get(id) ?? 'object'} (${id})`;
  const events = eventsOf(twin);
  const bridged = (object: TwinObject): Spans =>
    spansWhere(0, samples.length, (index) => {
      const sample = samples[index];
      return sample !== undefined && stateInFrame(object, sample.frame)?.interpolated === true;
    });
  const lanes = twin.objects.map(
    (object): Lane => ({
      id: object.id,
      label: object.label,
      seen: stretches(visibleSpans(timeline, object)),
      bridged: stretches(bridged(object)),
      events: events
        .filter(({ ids }) => ids[0] === object.id)
        .map((event) => ({
          kind: event.kind,
          startUs: event.startUs,
          endUs: event.endUs,
          text: tellEvent(event, nameOf),
        })),
    }),
  );
  const first = (lane: Lane): number => lane.seen[0]?.startUs ?? endUs;
  return {
    lanes: lanes.sort((a, b) => first(a) - first(b)),
    looksUs: samples.map(({ timeUs }) => timeUs),
    endUs,
  };
}

const STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300];

/** Where the ruler has its ticks, in microseconds: round steps, so that labels stand at least `minGap` pixels apart. */
export function rulerTicks(endUs: number, width: number, minGap: number): readonly number[] {
  if (endUs <= 0 || width <= 0) return [];
  const least = (minGap / width) * endUs;
  const step = (STEPS_S.find((seconds) => seconds * 1e6 >= least) ?? 600) * 1e6;
  const count = Math.floor(endUs / step) + 1;
  return Array.from({ length: Math.min(count, 1000) }, (_, index) => Math.round(index * step));
}
