import { momentAt, sampledUs } from '../../store/moment.ts';
import { frameIndexAt } from '../../store/slices/playback.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { lastAt } from '../../twin/tracks/timeline.ts';
import { buildGraph, drawnFacts, type GraphEdge, type GraphPredicate } from './graphModel.ts';

/** Where objects are in the picture, each in [0, 1]. */
type Anchor = readonly [x: number, y: number];

/** What a graph draws of one time of a video. */
export interface GraphMoment {
  /** Where each track is, or was last, or will be first. */
  readonly anchors: ReadonlyMap<string, Anchor>;
  /** Where each track that is there came along, oldest first. */
  readonly trails: ReadonlyMap<string, readonly Anchor[]>;
  /** From 1 (there) to `FADED` (gone for long, or still to come). */
  readonly presence: ReadonlyMap<string, number>;
  /** The facts of the frame that was looked at last. */
  readonly edges: readonly GraphEdge[];
}

/** How visible a track stays that is not there, and in which time it fades to that. */
export const FADED = 0.22;
const FADE_US = 1_000_000;
const TRAIL_US = 2_000_000;

const anchorOf = ([x0, y0, x1, y1]: readonly number[], { source }: Twin): Anchor => [
  ((x0 ?? 0) + (x1 ?? 0)) / 2 / source.width,
  ((y0 ?? 0) + (y1 ?? 0)) / 2 / source.height,
];

/**
 * The twin with every track in it, each where it is at a time or was last (or will be first): what a graph is laid out from.
 * @param present the twin at that time, with what is there
 */
export function tracksAt(twin: Twin, present: Twin, timeUs: number): Twin {
  if (present === twin) return twin;
  const there = new Map(present.objects.map((object) => [object.id, object]));
  const elsewhere = (object: TwinObject): TwinObject => {
    const nearest = object.states[Math.max(0, lastAt(object.states, timeUs))];
    return nearest ? { ...object, states: [{ ...nearest, frame: 0 }] } : object;
  };
  return { ...twin, objects: twin.objects.map((object) => there.get(object.id) ?? elsewhere(object)) };
}

function presenceOf(object: TwinObject, isThere: boolean, timeUs: number): number {
  if (isThere) return 1;
  const last = object.states[lastAt(object.states, timeUs)];
  const gone = last ? (timeUs - last.timeUs) / FADE_US : 1;
  return Math.max(FADED, 1 - gone);
}

/** Gives the moments of one twin; facts are derived once for each frame that was looked at, not for every frame shown. */
export function createGraphMoments(
  twin: Twin,
): (timeUs: number, predicates: readonly GraphPredicate[]) => GraphMoment {
  const looks = sampledUs(twin);
  let known: { readonly key: string; readonly edges: readonly GraphEdge[] } | undefined;

  const edgesAt = (timeUs: number, predicates: readonly GraphPredicate[]): readonly GraphEdge[] => {
    const look = looks[frameIndexAt(looks, timeUs)] ?? 0;
    const key = `${look} ${predicates.join(' ')}`;
    if (known?.key !== key) {
      const present = momentAt(twin, look).twin;
      known = { key, edges: buildGraph(present, drawnFacts(present, predicates), predicates).edges };
    }
    return known.edges;
  };

  return (timeUs, predicates) => {
    const edges = edgesAt(timeUs, predicates);
    const present = new Map(
      momentAt(twin, timeUs).twin.objects.map(({ id, states }) => [id, states[0]?.box] as const),
    );
    const anchors = new Map<string, Anchor>();
    const presence = new Map<string, number>();
    const trails = new Map<string, readonly Anchor[]>();
    for (const object of twin.objects) {
      const here = present.get(object.id);
      const last = lastAt(object.states, timeUs);
      const box = here ?? object.states[Math.max(0, last)]?.box;
      if (!box) continue;
      anchors.set(object.id, anchorOf(box, twin));
      presence.set(object.id, presenceOf(object, here !== undefined, timeUs));
      if (!here) continue;
      const past = object.states.slice(0, last + 1).filter((state) => state.timeUs >= timeUs - TRAIL_US);
      trails.set(object.id, [...past.map((state) => anchorOf(state.box, twin)), anchorOf(here, twin)]);
    }
    return { anchors, presence, trails, edges };
  };
}
