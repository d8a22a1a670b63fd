import type { ReadonlyBox } from '../twin/geometry/box.ts';
import type { Box, ObjectState, Twin, TwinObject } from '../twin/schema/twin.ts';
import { frameIndexAt } from './slices/playback.ts';
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

/** When the frames of a video were looked at, in microseconds, rising; for a file that does not say, when anything was seen. */
export function sampledUs(twin: Twin): readonly number[] {
  const known = sampledTimes.get(twin);
  if (known) return known;
  const seen = (): Set<number> =>
    new Set(twin.objects.flatMap(({ states }) => states.map(({ timeUs }) => timeUs)));
  const times = twin.source.frames?.map(({ timeUs }) => timeUs) ?? [...seen()].sort((a, b) => a - b);
  sampledTimes.set(twin, times);
  return times;
}

/** Index of the last state that does not begin later; −1 before the first. */
function lastStateAt(states: readonly ObjectState[], timeUs: number): number {
  let [low, high] = [-1, states.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((states[middle]?.timeUs ?? 0) <= timeUs) low = middle;
    else high = middle - 1;
  }
  return low;
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

const mixBoxes = (a: Box, b: Box, share: number): Box => [
  mix(a[0], b[0], share),
  mix(a[1], b[1], share),
  mix(a[2], b[2], share),
  mix(a[3], b[3], share),
];

/** Between two frames that were looked at: the earlier state, moved towards the later one. */
function between(before: ObjectState, after: ObjectState, timeUs: number): ObjectState {
  const share = (timeUs - before.timeUs) / (after.timeUs - before.timeUs);
  const box = mixBoxes(before.box, after.box, share);
  const { depth, position } = before;
  const [from, to] = [depth?.mean, after.depth?.mean];
  return {
    ...before,
    timeUs,
    box,
    center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
    interpolated: true,
    ...(depth && from !== undefined && to !== undefined
      ? { depth: { ...depth, mean: mix(from, to, share) } }
      : {}),
    ...(position && after.position
      ? {
          position: [
            mix(position[0], after.position[0], share),
            mix(position[1], after.position[1], share),
            mix(position[2], after.position[2], share),
          ],
        }
      : {}),
  };
}

/**
 * The state of an object at a time, in microseconds: as measured in a frame that was looked at, in between moved from one to
 * the next. Undefined where the frame that was looked at last did not show it. A picture's object has its one state always.
 */
export function stateAt(object: TwinObject, twin: Twin, timeUs: number): ObjectState | undefined {
  const { states } = object;
  if (twin.source.kind === 'image') return states[0];
  const index = lastStateAt(states, timeUs);
  const state = states[index];
  if (!state) return undefined;
  const sampled = sampledUs(twin);
  const look = frameIndexAt(sampled, timeUs);
  if (state.timeUs < (sampled[look] ?? 0)) return undefined;
  const after = states[index + 1];
  if (!after || state.timeUs === timeUs || after.timeUs !== sampled[look + 1]) return state;
  return between(state, after, timeUs);
}

let latest: { readonly source: Twin; readonly moment: Moment } | undefined;

/** The twin at a time (µs). The latest answer is kept, so that every view of one frame shares it. */
export function momentAt(twin: Twin, timeUs: number): Moment {
  if (latest?.source === twin && latest.moment.timeUs === timeUs) return latest.moment;
  if (twin.source.kind === 'image') return { timeUs, twin, carried: NOTHING_CARRIED };
  const carried = new Map<string, ReadonlyBox>();
  const objects: TwinObject[] = [];
  for (const object of twin.objects) {
    const state = stateAt(object, twin, timeUs);
    if (!state) continue;
    const measured = object.states[lastStateAt(object.states, timeUs)];
    if (measured && measured !== state) carried.set(object.id, measured.box);
    objects.push({ ...object, states: [{ ...state, frame: 0 }] });
  }
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
