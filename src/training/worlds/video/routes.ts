import type { Random } from '../../../core/random.ts';
import { chance } from '../random.ts';

/** Where something stands: metres to the right of the camera's axis and away from it. */
export interface Pose {
  readonly right: number;
  readonly away: number;
}

/** Where something is at a time in seconds. */
export type Route = (seconds: number) => Pose;

/** What a way is laid into: the length of the clip in seconds, a distance, and how much of the picture the thing takes there. */
export interface Stage {
  readonly seconds: number;
  readonly away: number;
  /** Half of what the picture shows across, as a share of the distance. */
  readonly halfWidth: number;
  /** Metres across and of the larger side. */
  readonly width: number;
  readonly extent: number;
  /** Nothing comes nearer than this share of the place's nearest distance. */
  readonly near: number;
}

/** What one thing comes near to. */
interface Host {
  readonly pose: Pose;
  readonly width: number;
}

interface Mark extends Pose {
  readonly at: number;
}

/** From mark to mark, evenly; before the first and after the last it stands. */
const along =
  (marks: readonly Mark[]): Route =>
  (seconds) => {
    const next = marks.findIndex(({ at }) => at > seconds);
    const [before, after] = [marks[next < 0 ? marks.length - 1 : next - 1], marks[Math.max(0, next)]];
    if (!before || !after || next < 0) return before ?? after ?? { right: 0, away: 1 };
    const share = (seconds - before.at) / (after.at - before.at);
    return {
      right: before.right + (after.right - before.right) * share,
      away: before.away + (after.away - before.away) * share,
    };
  };

/** Half of what the picture shows across where something is, less the thing itself: there it is seen whole. */
const room = ({ away, halfWidth, width }: Stage): number => Math.max(0.2, away * halfWidth - width / 2);
/** Just out of the picture. */
const beyond = ({ away, halfWidth, width }: Stage): number => away * halfWidth + width;

export const standing = (random: Random, stage: Stage): Route => {
  const right = random.range(-0.85, 0.85) * room(stage);
  return () => ({ right, away: stage.away });
};

const WALK_NAMES = [
  'cross',
  'come in',
  'go out',
  'go',
  'come closer',
  'go away',
  'turn back',
  'visit',
  'come near',
  'pass by',
] as const;
type WalkName = (typeof WALK_NAMES)[number];

/** What things do, as often as said. */
export const WALKS: readonly (readonly [WalkName, number])[] = [
  ['cross', 4],
  ['come in', 4],
  ['go out', 4],
  ['go', 4],
  ['come closer', 3],
  ['go away', 3],
  ['turn back', 3],
  ['visit', 2],
];

/** What they do with another one that stands. */
export const STANDING_ROUTES: readonly (readonly [WalkName, number])[] = [
  ['come near', 3],
  ['pass by', 1],
];

/** Draws a way of a kind. `host` is what something comes near to or passes. */
export function follow(random: Random, stage: Stage, name: WalkName, host?: Host): Route {
  const { seconds, away, near } = stage;
  const side = chance(random, 0.5) ? 1 : -1;
  const [free, out] = [room(stage), beyond(stage)];
  const mark = (at: number, right: number, distance = away): Mark => ({ at, right, away: distance });
  /** A start and an end with time before and after them. */
  const begin = random.range(0.12, 0.45) * seconds;
  const end = begin + random.range(0.3, 0.45) * seconds;
  const from = side * random.range(0.35, 0.95) * free;
  const to = -side * random.range(0.2, 0.95) * free;
  switch (name) {
    case 'cross': {
      const start = random.range(-0.3, 0.4) * seconds;
      return along([mark(start, side * out), mark(start + random.range(0.45, 0.9) * seconds, -side * out)]);
    }
    case 'come in':
      return along([mark(begin, side * out), mark(end, to)]);
    case 'go out':
      return along([mark(begin, to), mark(end, side * out)]);
    case 'go':
      return along([mark(begin, from), mark(end, to)]);
    case 'come closer': {
      const last = Math.max(near * 0.7, away * 0.45);
      return along([mark(begin, (from * last) / away / 2, away), mark(end, (from * last) / away / 2, last)]);
    }
    case 'go away':
      return along([
        mark(begin, from / 2, Math.max(near * 0.7, away * 0.6)),
        mark(end, from / 2, away * 1.6),
      ]);
    case 'turn back':
      return along([
        mark(begin / 3, from),
        mark(begin / 3 + 0.35 * seconds, to),
        mark(begin / 3 + 0.75 * seconds, from),
      ]);
    case 'visit':
      return along([
        mark(0.1 * seconds, side * out),
        mark(0.35 * seconds, to),
        mark(random.range(0.5, 0.65) * seconds, to),
        mark(0.95 * seconds, side * out),
      ]);
    case 'come near':
    case 'pass by': {
      if (!host) return follow(random, stage, 'go');
      const { pose, width } = host;
      const distance = pose.away * random.range(0.93, 0.98);
      const there = { ...stage, away: distance };
      const gap = (width + stage.width) / 2 + random.range(-0.05, 0.12) * Math.min(width, stage.extent);
      const where = pose.right + side * gap;
      const first = chance(random, 0.5)
        ? side * beyond(there)
        : pose.right + side * (gap + 2.5 * stage.extent + width);
      return name === 'come near'
        ? along([mark(begin, first, distance), mark(end, where, distance)])
        : along([
            mark(begin, side * beyond(there), distance),
            mark(begin + 0.6 * seconds, -side * beyond(there), distance),
          ]);
    }
  }
}
