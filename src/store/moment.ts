import type { ReadonlyBox } from '../twin/geometry/box.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { objectsVisibleAt } from '../twin/tracks/stateAt.ts';
import { lastAt, timelineOf } from '../twin/tracks/timeline.ts';
import type { AppState } from './store.ts';

/** What the twin of a video says about one time, in the shape of a picture's twin. */
export interface Moment {
  readonly timeUs: number;
  /** Only the objects that are there, each with exactly one state, of frame 0: what draws pictures draws this. */
  readonly twin: Twin;
  /** By id, the box around the mask of an object that was not looked at in this very frame: the mask moves along with the box. */
  readonly carried: ReadonlyMap<string, ReadonlyBox>;
}

const NOTHING_CARRIED: Moment['carried'] = new Map();

const sampledTimes = new WeakMap<Twin, readonly number[]>();

/** When the frames of a video were looked at, in microseconds, rising. */
export function sampledUs(twin: Twin): readonly number[] {
  const known = sampledTimes.get(twin);
  if (known) return known;
  const times = timelineOf(twin).samples.map(({ timeUs }) => timeUs);
  sampledTimes.set(twin, times);
  return times;
}

let latest: { readonly source: Twin; readonly moment: Moment } | undefined;

/** The twin at a time (µs). The latest answer is kept, so that every view of one frame shares it. */
export function momentAt(twin: Twin, timeUs: number): Moment {
  if (latest?.source === twin && latest.moment.timeUs === timeUs) return latest.moment;
  if (twin.source.kind === 'image') return { timeUs, twin, carried: NOTHING_CARRIED };
  const carried = new Map<string, ReadonlyBox>();
  const objects = objectsVisibleAt(twin, timeUs).map(({ object, state }) => {
    const measured = object.states[lastAt(object.states, timeUs)];
    if (measured && measured !== state) carried.set(object.id, measured.box);
    return { ...object, states: [{ ...state, frame: 0 }] };
  });
  const moment = { timeUs, twin: { ...twin, objects }, carried };
  latest = { source: twin, moment };
  return moment;
}

/** What the twin says about the frame on the stage. For canvases and engines: it changes with every frame. */
export function presentMoment({ scene, playback }: AppState): Moment | undefined {
  return scene.twin && momentAt(scene.twin, playback.timeUs);
}

const rested = new WeakMap<Twin, Moment>();

/** The twin at the time where playing last came to rest. For React: it stays the same while a clip plays. */
export function restingTwin({ scene, playback }: AppState): Twin | undefined {
  const { twin } = scene;
  if (!twin || twin.source.kind === 'image') return twin;
  const known = rested.get(twin);
  if (known?.timeUs === playback.restUs) return known.twin;
  const moment = momentAt(twin, playback.restUs);
  rested.set(twin, moment);
  return moment.twin;
}

/** True where what is open plays: a clip, or the twin of one. */
export const isVideo = ({ scene, playback }: AppState): boolean =>
  scene.twin?.source.kind === 'video' || playback.framesUs.length > 0;
