import type { ObjectState, SampledFrame, Twin, TwinObject } from '../schema/twin.ts';
import { type Spans, spansWhere } from './spans.ts';

/** Where a video has one sampled frame only and no duration, that frame stands for this long. */
const LONE_FRAME_US = 40_000;

/** The sampled frames of a video. A frame stands for the time until the next one; places in it are indices into `samples`. */
export interface Timeline {
  readonly samples: readonly SampledFrame[];
  /** Where the last sampled frame ends: at the end of the video, or an ordinary step after it where that is unknown. */
  readonly endUs: number;
}

const timelines = new WeakMap<Twin, Timeline>();

/** The frames of a twin that were looked at; of a file that does not say, those with anything in them. */
export function timelineOf(twin: Twin): Timeline {
  const known = timelines.get(twin);
  if (known) return known;
  const samples = twin.source.frames ?? seenFrames(twin);
  const last = samples.at(-1);
  const before = samples.at(-2);
  const lastUs = last?.timeUs ?? 0;
  const { durationUs } = twin.source;
  const step = last && before ? last.timeUs - before.timeUs : LONE_FRAME_US;
  const timeline = { samples, endUs: durationUs > lastUs ? durationUs : lastUs + step };
  timelines.set(twin, timeline);
  return timeline;
}

function seenFrames({ objects }: Twin): SampledFrame[] {
  const times = new Map<number, number>();
  for (const { states } of objects) for (const { frame, timeUs } of states) times.set(frame, timeUs);
  return [...times].sort(([a], [b]) => a - b).map(([frame, timeUs]) => ({ frame, timeUs }));
}

/** The index of the last item whose time is not later; −1 before the first. */
export function lastAt(items: readonly { readonly timeUs: number }[], timeUs: number): number {
  let [low, high] = [-1, items.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((items[middle]?.timeUs ?? 0) <= timeUs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The sampled frame that stands for a time: the last one that does not begin later; the first before all. */
export const sampleAt = ({ samples }: Timeline, timeUs: number): number =>
  Math.max(0, lastAt(samples, timeUs));

/** When a sampled frame begins, in µs; one past the last gives the end of the video. */
export const startOf = ({ samples, endUs }: Timeline, index: number): number =>
  samples[index]?.timeUs ?? endUs;

const byFrame = new WeakMap<TwinObject, ReadonlyMap<number, ObjectState>>();

/** The state of an object in a frame, if it has one there. */
export function stateInFrame(object: TwinObject, frame: number): ObjectState | undefined {
  if (object.states.length < 8) return object.states.find((state) => state.frame === frame);
  let states = byFrame.get(object);
  if (!states) {
    states = new Map(object.states.map((state) => [state.frame, state]));
    byFrame.set(object, states);
  }
  return states.get(frame);
}

/** The sampled frames in which an object is seen; gaps that were bridged count as seen. */
export const visibleSpans = ({ samples }: Timeline, object: TwinObject): Spans =>
  spansWhere(0, samples.length, (index) => {
    const sample = samples[index];
    return sample !== undefined && stateInFrame(object, sample.frame) !== undefined;
  });
