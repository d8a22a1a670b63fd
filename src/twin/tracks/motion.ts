import type { CameraMotion, ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { stateInFrame, timelineOf } from './timeline.ts';

/** Speeds are fitted over this much time around a frame, or the frames next to it if those are farther away. */
const WINDOW_SECONDS = 1;

/** Where an object is against the background: as if the camera had stayed as in the first sampled frame. */
export interface PathPoint {
  /** Index of the sampled frame. */
  readonly sample: number;
  readonly timeUs: number;
  /** Box centre in pixels of the first sampled frame. */
  readonly x: number;
  readonly y: number;
  /** √(width · height) of the box in the same pixels. */
  readonly size: number;
  readonly state: ObjectState;
}

/** How an object moves at a point of its path. */
export interface Velocity {
  /** Pixels per second against the background, to the right and down. */
  readonly x: number;
  readonly y: number;
  /** √(x² + y²) as multiples of the object's size, per second. */
  readonly speed: number;
  /** Growth of the size per second as a share of it: above 0 it comes closer, below it goes away. */
  readonly growth: number;
}

const STILL: CameraMotion = { a: 1, b: 0, dx: 0, dy: 0 };

/** First one, then the other. */
const compose = (first: CameraMotion, then: CameraMotion): CameraMotion => ({
  a: then.a * first.a - then.b * first.b,
  b: then.b * first.a + then.a * first.b,
  dx: then.a * first.dx - then.b * first.dy + then.dx,
  dy: then.b * first.dx + then.a * first.dy + then.dy,
});

/** Undoes a motion; one that shrinks everything to a point can't be undone and counts as none. */
function invert({ a, b, dx, dy }: CameraMotion): CameraMotion {
  const scale = a * a + b * b;
  if (!(scale > 1e-9)) return STILL;
  const [c, d] = [a / scale, -b / scale];
  return { a: c, b: d, dx: -(c * dx - d * dy), dy: -(d * dx + c * dy) };
}

const cameras = new WeakMap<Twin, readonly CameraMotion[]>();

/** For each sampled frame the map from its pixels to those of the first. */
function toFirstFrame(twin: Twin): readonly CameraMotion[] {
  const known = cameras.get(twin);
  if (known) return known;
  let sinceFirst = STILL;
  const maps = timelineOf(twin).samples.map(({ motion }, index) => {
    if (motion && index > 0) sinceFirst = compose(sinceFirst, motion);
    return invert(sinceFirst);
  });
  cameras.set(twin, maps);
  return maps;
}

/** The path of an object, camera motion removed where the twin knows it: one point per sampled frame that shows it. */
export function pathOf(twin: Twin, object: TwinObject): readonly PathPoint[] {
  const maps = toFirstFrame(twin);
  return timelineOf(twin).samples.flatMap(({ frame, timeUs }, sample): PathPoint[] => {
    const state = stateInFrame(object, frame);
    if (!state) return [];
    const { a, b, dx, dy } = maps[sample] ?? STILL;
    const [x0, y0, x1, y1] = state.box;
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const size = Math.sqrt(Math.max(1e-6, (x1 - x0) * (y1 - y0))) * Math.hypot(a, b);
    return [{ sample, timeUs, x: a * x - b * y + dx, y: b * x + a * y + dy, size, state }];
  });
}

/**
 * The velocity at each point of a path, by least squares over the points of the second around it: boxes tremble from frame to
 * frame by some percent of their size, which single differences would take for motion.
 */
export function velocitiesOf(path: readonly PathPoint[]): readonly Velocity[] {
  return path.map((point, index) => {
    let [from, to] = [Math.max(0, index - 1), Math.min(path.length - 1, index + 1)];
    const near = (other: number): boolean =>
      Math.abs((path[other]?.timeUs ?? Number.NaN) - point.timeUs) <= (WINDOW_SECONDS / 2) * 1e6;
    while (near(from - 1)) from--;
    while (near(to + 1)) to++;
    const around = path.slice(from, to + 1);
    const slope = (value: (point: PathPoint) => number): number => slopeOf(around, value);
    const [x, y] = [slope((other) => other.x), slope((other) => other.y)];
    return {
      x,
      y,
      speed: Math.hypot(x, y) / point.size,
      growth: slope((other) => Math.log(other.size)),
    };
  });
}

/** Per second; 0 of a single point. */
function slopeOf(points: readonly PathPoint[], value: (point: PathPoint) => number): number {
  const [first] = points;
  if (!first || points.length < 2) return 0;
  const times = points.map(({ timeUs }) => (timeUs - first.timeUs) / 1e6);
  const values = points.map(value);
  const [meanTime, meanValue] = [average(times), average(values)];
  let [product, square] = [0, 0];
  times.forEach((time, index) => {
    product += (time - meanTime) * ((values[index] ?? 0) - meanValue);
    square += (time - meanTime) ** 2;
  });
  return square > 0 ? product / square : 0;
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
