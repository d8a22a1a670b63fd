import type { Box, ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { lastAt, sampleAt, timelineOf } from './timeline.ts';

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Between two frames that were looked at: the earlier state, moved towards the later one. */
function between(before: ObjectState, after: ObjectState, timeUs: number): ObjectState {
  const share = (timeUs - before.timeUs) / (after.timeUs - before.timeUs);
  const [a, b] = [before.box, after.box];
  const box: Box = [
    mix(a[0], b[0], share),
    mix(a[1], b[1], share),
    mix(a[2], b[2], share),
    mix(a[3], b[3], share),
  ];
  const { depth, position } = before;
  const [from, to] = [depth?.mean, after.depth?.mean];
  const sameUnit = depth?.unit === after.depth?.unit;
  return {
    ...before,
    timeUs,
    box,
    center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
    interpolated: true,
    ...(depth && sameUnit && from !== undefined && to !== undefined
      ? { depth: shifted(depth, mix(from, to, share) - from) }
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

/** All of a depth moves: its least and greatest value stay on their sides of the mean. */
const shifted = (
  depth: NonNullable<ObjectState['depth']>,
  by: number,
): NonNullable<ObjectState['depth']> => ({
  ...depth,
  mean: depth.mean + by,
  min: depth.min + by,
  max: depth.max + by,
});

/**
 * The state of an object at a time in µs: as measured in a frame that was looked at, and moved from one to the next between them (mask and
 * measurements stay those of the earlier). Undefined where the frame looked at last did not show it. A picture's object has one state always.
 */
export function stateAt(object: TwinObject, twin: Twin, timeUs: number): ObjectState | undefined {
  const { states } = object;
  if (twin.source.kind === 'image') return states[0];
  const timeline = timelineOf(twin);
  const index = lastAt(states, timeUs);
  const state = states[index];
  if (!state) return undefined;
  const look = sampleAt(timeline, timeUs);
  if (state.timeUs < (timeline.samples[look]?.timeUs ?? 0)) return undefined;
  const after = states[index + 1];
  if (!after || state.timeUs === timeUs || after.timeUs !== timeline.samples[look + 1]?.timeUs) return state;
  return between(state, after, timeUs);
}

/** The objects that are seen at a time in µs, in the twin's order, each with its state there. */
export const objectsVisibleAt = (
  twin: Twin,
  timeUs: number,
): readonly { readonly object: TwinObject; readonly state: ObjectState }[] =>
  twin.objects.flatMap((object) => {
    const state = stateAt(object, twin, timeUs);
    return state ? [{ object, state }] : [];
  });
