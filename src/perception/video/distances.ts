import type { Camera, ObjectState, Twin } from '../../twin/schema/twin.ts';
import { type DepthEstimate, geometricDepth } from '../tasks/depth/geometricDepth.ts';
import { smoothOverTime } from './temporal.ts';

/** Distances from boxes jump with the boxes: things don't. */
const DEPTH_SIGMA_US = 250_000;
/** Velocity is the slope of the positions so far to both sides. */
const VELOCITY_REACH_US = 400_000;
/** A slope over less than this is noise. */
const MIN_VELOCITY_SPAN_US = 150_000;

interface Placed {
  readonly object: number;
  readonly state: number;
}

/**
 * Gives the states of a twin of a video geometric depth, smoothed in log depth over time, a position on the same ray, and the
 * velocity that follows from the positions. Every frame is measured by itself, with one camera: that of the frame with most objects. Pure.
 *
 * @param by index of the run in the log
 */
export function withDistances(twin: Twin, by: number): Twin {
  const { width, height } = twin.source;
  const estimates = twin.objects.map((object) =>
    object.states.map((): DepthEstimate | undefined => undefined),
  );
  let camera: Camera | undefined;
  let most = 0;
  for (const placed of byFrame(twin).values()) {
    const inputs = placed.map(({ object, state }) => {
      const { label, states } = twin.objects[object] ?? { label: '', states: [] };
      return { label, box: states[state]?.box ?? ([0, 0, 1, 1] as const) };
    });
    const measured = geometricDepth(inputs, width, height);
    if (placed.length > most) [camera, most] = [measured.camera, placed.length];
    placed.forEach(({ object, state }, index) => {
      const own = estimates[object];
      if (own) own[state] = measured.estimates[index];
    });
  }
  const objects = twin.objects.map((object, index) => ({
    ...object,
    states: withVelocities(withSmoothDepths(object.states, estimates[index] ?? [], by)),
  }));
  return { ...twin, camera: twin.camera.estimated && camera ? camera : twin.camera, objects };
}

function byFrame(twin: Twin): Map<number, Placed[]> {
  const frames = new Map<number, Placed[]>();
  twin.objects.forEach(({ states }, object) => {
    states.forEach(({ frame }, state) => {
      const placed = frames.get(frame) ?? [];
      placed.push({ object, state });
      frames.set(frame, placed);
    });
  });
  return frames;
}

function withSmoothDepths(
  states: readonly ObjectState[],
  estimates: readonly (DepthEstimate | undefined)[],
  by: number,
): ObjectState[] {
  const known = states.flatMap((state, index) => {
    const estimate = estimates[index];
    return estimate ? [{ index, timeUs: state.timeUs, estimate }] : [];
  });
  const smooth = smoothOverTime(known, DEPTH_SIGMA_US, ({ estimate }) => [Math.log(estimate.mean)]);
  const result = [...states];
  known.forEach(({ index, estimate }, at) => {
    const state = states[index];
    const ratio = Math.exp(smooth[at]?.[0] ?? 0) / estimate.mean;
    if (!state) return;
    const { mean, std, min, max, position } = estimate;
    const [x, y, z] = position;
    result[index] = {
      ...state,
      depth: { mean: mean * ratio, std: std * ratio, min: min * ratio, max: max * ratio, unit: 'm', by },
      position: [x * ratio, y * ratio, z * ratio],
    };
  });
  return result;
}

/** The least-squares slope of the positions around each state, in metres a second; states without enough around them have none. */
function withVelocities(states: readonly ObjectState[]): ObjectState[] {
  return states.map((state, index) => {
    const near: { readonly t: number; readonly position: readonly [number, number, number] }[] = [];
    const consider = (other: ObjectState | undefined): boolean => {
      if (!other || Math.abs(other.timeUs - state.timeUs) > VELOCITY_REACH_US) return false;
      if (other.position) near.push({ t: (other.timeUs - state.timeUs) / 1e6, position: other.position });
      return true;
    };
    for (let at = index; consider(states[at]); at--);
    for (let at = index + 1; consider(states[at]); at++);
    const times = near.map(({ t }) => t);
    const enough = (Math.max(...times) - Math.min(...times)) * 1e6 >= MIN_VELOCITY_SPAN_US;
    if (!state.position || near.length < 2 || !enough) return state;
    const mean = times.reduce((sum, t) => sum + t, 0) / times.length;
    const spread = times.reduce((sum, t) => sum + (t - mean) ** 2, 0);
    const slope = (axis: 0 | 1 | 2): number =>
      near.reduce((sum, { t, position }) => sum + (t - mean) * position[axis], 0) / spread;
    return { ...state, velocity: [slope(0), slope(1), slope(2)] };
  });
}
