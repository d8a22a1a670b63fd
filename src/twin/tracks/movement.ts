import type { Twin, TwinObject } from '../schema/twin.ts';
import { type PathPoint, pathOf, type Velocity, velocitiesOf } from './motion.ts';
import { NO_SPANS, type Spans, toSpans } from './spans.ts';
import type { Timeline } from './timeline.ts';
import { timelineOf } from './timeline.ts';

/** Speeds, in object sizes per second, from which a thing begins to move and below which it stands still again. */
export const START_SPEED = 0.25;
export const STOP_SPEED = 0.12;
/** The same for growth per second: what comes closer moves, though it stays in its place in the picture. */
const START_GROWTH = 0.15;
const STOP_GROWTH = 0.08;
/** A motion of fewer sizes (and of less growth) from end to end is trembling. */
const MIN_SHIFT = 0.25;
const MIN_GROWTH = 0.2;
/** Pauses that are shorter, or of one sampled frame, belong to the motion: who turns back is slow for a moment. */
const MIN_PAUSE_US = 500_000;

/** Sizes to a side, and of those to the other axis, from which a motion has that direction; growth from which it comes closer. */
const DIRECTION_SHIFT = 0.4;
const DIRECTION_RATIO = 0.5;
const DIRECTION_GROWTH = 0.25;

/** Words for where something goes, as the picture shows it. */
export const DIRECTIONS = ['left', 'right', 'up', 'down', 'closer', 'away'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What an object does over time, against the background. */
export interface Movement {
  readonly path: readonly PathPoint[];
  readonly velocities: readonly Velocity[];
  /** The sampled frames in which it moves. */
  readonly moving: Spans;
}

const movements = new WeakMap<Twin, Map<string, Movement>>();

/** Path, velocities and motion of an object; camera motion is removed where the twin knows it. */
export function movementOf(twin: Twin, object: TwinObject): Movement {
  let known = movements.get(twin);
  if (!known) {
    known = new Map();
    movements.set(twin, known);
  }
  const found = known.get(object.id);
  if (found) return found;
  const path = pathOf(twin, object);
  const velocities = velocitiesOf(path);
  const movement = { path, velocities, moving: movingSpans(timelineOf(twin), path, velocities) };
  known.set(object.id, movement);
  return movement;
}

function movingSpans(
  { samples }: Timeline,
  path: readonly PathPoint[],
  velocities: readonly Velocity[],
): Spans {
  const runs: [first: number, last: number][] = [];
  let moves = false;
  path.forEach((point, index) => {
    const { speed, growth } = velocities[index] ?? { speed: 0, growth: 0 };
    const before = path[index - 1];
    if (before && before.sample !== point.sample - 1) moves = false;
    moves =
      speed >= (moves ? STOP_SPEED : START_SPEED) || Math.abs(growth) >= (moves ? STOP_GROWTH : START_GROWTH);
    if (!moves) return;
    const run = runs.at(-1);
    const pauseUs = run ? point.timeUs - (path[run[1]]?.timeUs ?? 0) : 0;
    if (run && (run[1] >= index - 2 || pauseUs < MIN_PAUSE_US)) run[1] = index;
    else runs.push([index, index]);
  });
  if (samples.length < 2) return NO_SPANS;
  return toSpans(
    runs.flatMap(([first, last]): (readonly [number, number])[] => {
      // The first point of a motion is also where the one before it ended.
      const [start, end] = [path[first], path[last]];
      if (!start || !end) return [];
      const { dx, dy, growth } = shiftBetween(path, first, last);
      const far =
        Math.hypot(dx, dy) >= MIN_SHIFT || Math.abs(growth) >= MIN_GROWTH || wanders(path, first, last);
      return far ? [[start.sample, end.sample + 1]] : [];
    }),
  );
}

/** Goes round and comes back: it is far from its start in between. */
const wanders = (path: readonly PathPoint[], first: number, last: number): boolean => {
  for (let index = first + 1; index < last; index++) {
    const { dx, dy } = shiftBetween(path, first, index);
    if (Math.hypot(dx, dy) >= 2 * MIN_SHIFT) return true;
  }
  return false;
};

/** How far apart two points of a path are: to the right and down in mean sizes, and in logarithm of size. */
export function shiftBetween(
  path: readonly PathPoint[],
  first: number,
  last: number,
): { readonly dx: number; readonly dy: number; readonly growth: number } {
  const [a, b] = [path[first], path[last]];
  if (!a || !b) return { dx: 0, dy: 0, growth: 0 };
  const size = Math.sqrt(a.size * b.size);
  return { dx: (b.x - a.x) / size, dy: (b.y - a.y) / size, growth: Math.log(b.size / a.size) };
}

/** The part of a path in some sampled frames. */
export const pathWithin = (path: readonly PathPoint[], spans: Spans): readonly PathPoint[] =>
  path.filter(({ sample }) => spans.some(([start, end]) => sample >= start && sample < end));

/** Pixels that an object covers against the background, along its smoothed path: trembling counts for nothing where it does not move. */
export function distanceMoved({ path, velocities, moving }: Movement, within: Spans): number {
  let distance = 0;
  path.forEach((point, index) => {
    const before = path[index - 1];
    if (!before || !isIn(moving, point.sample) || !isIn(within, point.sample) || !isIn(within, before.sample))
      return;
    const seconds = (point.timeUs - before.timeUs) / 1e6;
    const [v, w] = [velocities[index - 1], velocities[index]];
    if (v && w) distance += ((Math.hypot(v.x, v.y) + Math.hypot(w.x, w.y)) / 2) * seconds;
  });
  return distance;
}

const isIn = (spans: Spans, value: number): boolean =>
  spans.some(([start, end]) => value >= start && value < end);

/** Where a path leads from its first point to its last: nothing for what stays in its place. */
export function directionsOf(path: readonly PathPoint[]): readonly Direction[] {
  const { dx, dy, growth } = shiftBetween(path, 0, path.length - 1);
  const directions: Direction[] = [];
  if (Math.abs(dx) >= Math.max(DIRECTION_SHIFT, DIRECTION_RATIO * Math.abs(dy)))
    directions.push(dx > 0 ? 'right' : 'left');
  if (Math.abs(dy) >= Math.max(DIRECTION_SHIFT, DIRECTION_RATIO * Math.abs(dx)))
    directions.push(dy > 0 ? 'down' : 'up');
  if (Math.abs(growth) >= DIRECTION_GROWTH) directions.push(growth > 0 ? 'closer' : 'away');
  return directions;
}

/** "still", "slowly", "at a walk", "fast": a speed in object sizes per second in words. */
export function speedWord(speed: number): string {
  if (speed < STOP_SPEED) return 'still';
  if (speed < 0.5) return 'slowly';
  return speed < 1.5 ? 'steadily' : 'fast';
}
