import { boxArea, type ReadonlyBox } from '../../twin/geometry/box.ts';
import { breathe, throwIfAborted } from '../job.ts';
import { objectMask } from '../tasks/segment/objectMask.ts';
import type { ObjectMask } from '../tasks/segment/types.ts';
import type { Track } from '../tasks/track/types.ts';
import { MaskSmoother, type TimedGrid } from './maskSmoother.ts';
import type { RunClock } from './runClock.ts';
import type { Sightings } from './sightings.ts';
import type { AnalyseVideoInput } from './types.ts';

/** So many objects are looked at closely: each costs about as much as the detector. */
const MAX_MAIN_TRACKS = 4;

/** Masks by track id and frame. */
export type TrackMasks = ReadonlyMap<number, ReadonlyMap<number, ObjectMask>>;

export interface Outlined {
  readonly masks: TrackMasks;
  /** Frames that were looked at closely, of how many. */
  readonly frames: number;
  readonly planned: number;
}

/** The tracks that a clip is about: large, sure and long. */
export function mainTracks(tracks: readonly Track[]): readonly Track[] {
  const weight = ({ states }: Track): number =>
    states.reduce((sum, { box, score }) => sum + score * Math.sqrt(boxArea(box)), 0);
  return tracks.toSorted((a, b) => weight(b) - weight(a)).slice(0, MAX_MAIN_TRACKS);
}

interface Wanted {
  readonly track: number;
  readonly box: ReadonlyBox;
}

/** Looks closer at tracks, frame by frame, and smooths what it sees over time. */
export async function outlineTracks<I>(
  input: AnalyseVideoInput<I>,
  tracks: readonly Track[],
  seen: Sightings,
  clock: RunClock,
): Promise<Outlined> {
  const wanted = wantedByFrame(tracks);
  const outlining = new Outlining(input.source, tracks);
  const order = seen.frames.filter(({ frame }) => wanted.has(frame));
  let frames = 0;
  if (order.length > 0) clock.begin({ phase: 'segmenting', frames: { done: 0, total: order.length } });
  for (const { frame, timeUs } of order) {
    await breathe();
    throwIfAborted(input.signal);
    if (input.stopped()) break;
    const boxes = wanted.get(frame) ?? [];
    const atHand = await input.frames.read(frame, input.signal, clock.alive);
    if (!atHand) continue;
    try {
      const grids = await input.looker.outline(
        atHand.image,
        boxes.map(({ box }) => box),
        clock.within,
      );
      boxes.forEach(({ track }, index) => {
        const grid = grids[index];
        if (grid) outlining.push(track, { timeUs, grid });
      });
    } finally {
      atHand.close();
    }
    frames += 1;
    clock.tick('segmenting', frames, order.length);
  }
  return { masks: outlining.finish(), frames, planned: order.length };
}

function wantedByFrame(tracks: readonly Track[]): Map<number, Wanted[]> {
  const wanted = new Map<number, Wanted[]>();
  for (const { id, states } of tracks)
    for (const { frame, box } of states) {
      const here = wanted.get(frame) ?? [];
      here.push({ track: id, box });
      wanted.set(frame, here);
    }
  return wanted;
}

/** Turns grids into masks as soon as they are smooth. */
class Outlining {
  readonly #size: { readonly width: number; readonly height: number };
  readonly #smoothers = new Map<number, MaskSmoother>();
  readonly #masks = new Map<number, Map<number, ObjectMask>>();
  /** By track id, then by time: where the track is. */
  readonly #places = new Map<number, Map<number, { readonly frame: number; readonly box: ReadonlyBox }>>();

  constructor(size: { readonly width: number; readonly height: number }, tracks: readonly Track[]) {
    this.#size = size;
    for (const { id, states } of tracks) {
      this.#smoothers.set(id, new MaskSmoother());
      this.#masks.set(id, new Map());
      this.#places.set(id, new Map(states.map(({ timeUs, frame, box }) => [timeUs, { frame, box }])));
    }
  }

  push(track: number, sample: TimedGrid): void {
    this.#keep(track, this.#smoothers.get(track)?.push(sample) ?? []);
  }

  finish(): TrackMasks {
    for (const [track, smoother] of this.#smoothers) this.#keep(track, smoother.finish());
    return this.#masks;
  }

  #keep(track: number, samples: readonly TimedGrid[]): void {
    const { width, height } = this.#size;
    for (const { timeUs, grid } of samples) {
      const place = this.#places.get(track)?.get(timeUs);
      const mask = place && objectMask(grid, { width, height, clip: place.box });
      if (place && mask) this.#masks.get(track)?.set(place.frame, mask);
    }
  }
}
