import type { Random } from '../../../core/random.ts';
import type { Box } from '../../../twin/schema/twin.ts';
import { confused } from '../photo/noise.ts';
import { chance, choose, gaussian } from '../random.ts';
import type { Difficulty } from '../types.ts';
import { HEIGHT, type Sight, type Track, WIDTH } from './film.ts';

/** What tracking gets wrong, as probabilities for each thing; box sides by their standard deviation as a share of the extent. */
export interface TrackNoise {
  /** Never found. */
  readonly missed: number;
  /** Born a frame or two late, or lost a frame early. */
  readonly late: number;
  readonly early: number;
  /** A frame or two without a detection, which the tracker bridges, or which break the track in two. */
  readonly gap: number;
  readonly broken: number;
  /** For a part of its time there is a second track of it. */
  readonly doubled: number;
  readonly mislabelled: number;
  readonly jitter: number;
  readonly colour: number;
  readonly depth: number;
}

const SURE = {
  missed: 0,
  late: 0,
  early: 0,
  gap: 0,
  broken: 0,
  doubled: 0,
  mislabelled: 0,
  colour: 0,
} as const;

export const TRACK_NOISE: Readonly<Record<Difficulty, TrackNoise>> = {
  easy: { ...SURE, jitter: 0.008, depth: 0.02 },
  normal: {
    missed: 0.03,
    late: 0.06,
    early: 0.04,
    gap: 0.15,
    broken: 0.02,
    doubled: 0.03,
    mislabelled: 0.03,
    jitter: 0.015,
    colour: 0.04,
    depth: 0.04,
  },
  hard: {
    missed: 0.1,
    late: 0.15,
    early: 0.12,
    gap: 0.3,
    broken: 0.08,
    doubled: 0.07,
    mislabelled: 0.07,
    jitter: 0.03,
    colour: 0.1,
    depth: 0.1,
  },
};

/** Measured again by somebody who misses nothing but whose hand trembles. */
export const TREMBLING: TrackNoise = { ...SURE, jitter: 0.02, depth: 0.03 };

type Sights = readonly (Sight | undefined)[];

/** What a tracker makes of what is there, in the order of births. */
export function tracked(random: Random, there: readonly Track[], noise: TrackNoise): readonly Track[] {
  const seen = there.flatMap((track) => {
    if (chance(random, noise.missed)) return [];
    const wrong = chance(random, noise.colour);
    const first: Track = {
      label: chance(random, noise.mislabelled) ? confused(random, track.label) : track.label,
      score: Math.min(0.97, Math.max(0.35, 0.75 + 0.12 * gaussian(random))),
      colours: wrong ? [choose(random, ['gray', 'black', 'white', 'brown'])] : track.colours,
      sights: measured(random, cut(random, track.sights, noise), noise),
    };
    const parts = chance(random, noise.broken) ? brokenUp(random, first) : [bridged(random, first, noise)];
    return chance(random, noise.doubled) ? [...parts, again(random, first, noise)] : parts;
  });
  return seen
    .filter(({ sights }) => sights.some(Boolean))
    .toSorted((a, b) => birth(a) - birth(b) || b.score - a.score);
}

const birth = ({ sights }: Track): number => sights.findIndex(Boolean);
const death = (sights: Sights): number => sights.findLastIndex(Boolean);

const only = (sights: Sights, keep: (frame: number) => boolean): Sights =>
  sights.map((sight, frame) => (keep(frame) ? sight : undefined));

/** Later births and earlier deaths, where something of the track is left. */
function cut(random: Random, sights: Sights, { late, early }: TrackNoise): Sights {
  const [first, last] = [sights.findIndex(Boolean), death(sights)];
  const from = first + (chance(random, late) ? random.int(1, 2) : 0);
  const to = last - (chance(random, early) ? 1 : 0);
  return to - from >= 2 ? only(sights, (frame) => frame >= from && frame <= to) : sights;
}

const measured = (random: Random, sights: Sights, { jitter, depth }: TrackNoise): Sights =>
  sights.map(
    (sight) =>
      sight && {
        ...sight,
        box: jittered(random, sight.box, jitter),
        away: sight.away * Math.exp(depth * gaussian(random)),
      },
  );

function jittered(random: Random, [x0, y0, x1, y1]: Readonly<Box>, sigma: number): Box {
  const moved = (side: number, extent: number, limit: number): number =>
    Math.min(limit, Math.max(0, side + sigma * extent * gaussian(random)));
  const [w, h] = [x1 - x0, y1 - y0];
  const box: Box = [moved(x0, w, WIDTH), moved(y0, h, HEIGHT), moved(x1, w, WIDTH), moved(y1, h, HEIGHT)];
  return box[2] - box[0] >= 3 && box[3] - box[1] >= 3 ? box : [x0, y0, x1, y1];
}

/** One or two frames within a track from which the detector had nothing, filled evenly from those around. */
function bridged(random: Random, track: Track, { gap }: TrackNoise): Track {
  const [first, last] = [birth(track), death(track.sights)];
  if (!chance(random, gap) || last - first < 4) return track;
  const start = random.int(first + 1, last - 2);
  const end = start + random.int(1, 2);
  const [before, after] = [track.sights[start - 1], track.sights[end]];
  if (!before || !after) return track;
  const fill = (frame: number): Sight => {
    const share = (frame - start + 1) / (end - start + 1);
    const mix = (a: number, b: number): number => a + (b - a) * share;
    const [p, q] = [before.box, after.box];
    const box: Box = [mix(p[0], q[0]), mix(p[1], q[1]), mix(p[2], q[2]), mix(p[3], q[3])];
    return { box, away: mix(before.away, after.away), bridged: true };
  };
  const sights = track.sights.map((sight, frame) => (frame >= start && frame < end ? fill(frame) : sight));
  return { ...track, sights };
}

/** The track ends in a gap, and what comes after it counts as another thing. */
function brokenUp(random: Random, track: Track): readonly Track[] {
  const [first, last] = [birth(track), death(track.sights)];
  if (last - first < 5) return [track];
  const at = random.int(first + 2, last - 2);
  return [
    { ...track, sights: only(track.sights, (frame) => frame < at) },
    { ...track, score: track.score * 0.9, sights: only(track.sights, (frame) => frame > at) },
  ].filter(({ sights }) => sights.some(Boolean));
}

/** A second, worse track of the same thing for a part of its time. */
function again(random: Random, track: Track, noise: TrackNoise): Track {
  const [first, last] = [birth(track), death(track.sights)];
  const from = random.int(first, last);
  const kept = only(track.sights, (frame) => frame >= from && frame < from + 4);
  return {
    ...track,
    score: track.score * 0.6,
    sights: measured(random, kept, { ...noise, jitter: noise.jitter * 3 }),
  };
}
