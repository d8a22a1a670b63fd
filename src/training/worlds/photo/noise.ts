import type { Random } from '../../../core/random.ts';
import { COCO_CATEGORIES } from '../../../twin/schema/labels.ts';
import type { Box } from '../../../twin/schema/twin.ts';
import { chance, choose, gaussian } from '../random.ts';
import type { Difficulty } from '../types.ts';
import { HEIGHT, WIDTH } from './layout.ts';
import { LOOK } from './things.ts';
import type { Sighting } from './twin.ts';

/** What a small detector gets wrong, as probabilities for each object; box sides by their standard deviation as a share of the extent. */
export interface Noise {
  readonly missed: number;
  readonly doubled: number;
  readonly mislabelled: number;
  readonly jitter: number;
  readonly colour: number;
  readonly depth: number;
}

export const NOISE: Readonly<Record<Difficulty, Noise>> = {
  easy: { missed: 0, doubled: 0, mislabelled: 0, jitter: 0.01, colour: 0, depth: 0.02 },
  normal: { missed: 0.05, doubled: 0.03, mislabelled: 0.03, jitter: 0.03, colour: 0.04, depth: 0.06 },
  hard: { missed: 0.14, doubled: 0.07, mislabelled: 0.07, jitter: 0.06, colour: 0.1, depth: 0.15 },
};

/** Things smaller than this share of the picture are missed more often. */
const SMALL = 0.005;

/** What a detector makes of what is there, in the order of its scores; ids are its own. */
export function perceived(random: Random, there: readonly Sighting[], noise: Noise): readonly Sighting[] {
  const seen = there.flatMap((sighting) => {
    const [x0, y0, x1, y1] = sighting.box;
    const share = ((x1 - x0) * (y1 - y0)) / (WIDTH * HEIGHT);
    if (chance(random, share < SMALL ? Math.min(1, noise.missed * 3) : noise.missed)) return [];
    const first = blurred(random, sighting, noise, scoreOf(random, share));
    if (!chance(random, noise.doubled)) return [first];
    const again = blurred(random, sighting, { ...noise, jitter: noise.jitter * 3 }, first.score * 0.6);
    return [first, again];
  });
  return seen
    .toSorted((a, b) => b.score - a.score)
    .map((sighting, index) => ({ ...sighting, id: `o${index + 1}` }));
}

/** Large things get high scores: about 0.85, small ones 0.5. */
const scoreOf = (random: Random, share: number): number =>
  Math.min(0.98, Math.max(0.28, 0.5 + 0.35 * Math.min(1, share / 0.08) + 0.1 * gaussian(random)));

function blurred(random: Random, sighting: Sighting, noise: Noise, score: number): Sighting {
  const wrong = chance(random, noise.colour);
  const colours = wrong ? [choose(random, ['gray', 'black', 'white', 'brown'])] : sighting.colours;
  return {
    ...sighting,
    score,
    colours,
    label: chance(random, noise.mislabelled) ? confused(random, sighting.label) : sighting.label,
    box: jittered(random, sighting.box, noise.jitter),
    away: sighting.away * Math.exp(noise.depth * gaussian(random)),
  };
}

/** Another label of the same sort and of a like size. */
export function confused(random: Random, label: string): string {
  const sort = COCO_CATEGORIES.find(({ name }) => name === label)?.supercategory;
  const own =
    COCO_CATEGORIES.flatMap(({ name }) => (name === label ? [LOOK.get(name)?.height ?? 1] : []))[0] ?? 1;
  const like = COCO_CATEGORIES.filter(({ name, supercategory }) => {
    const ratio = (LOOK.get(name)?.height ?? 1) / own;
    return supercategory === sort && name !== label && ratio > 0.4 && ratio < 2.5;
  });
  return like.length > 0 ? choose(random, like).name : label;
}

function jittered(random: Random, [x0, y0, x1, y1]: Readonly<Box>, sigma: number): Box {
  const moved = (side: number, extent: number, limit: number): number =>
    Math.min(limit, Math.max(0, side + sigma * extent * gaussian(random)));
  const [w, h] = [x1 - x0, y1 - y0];
  const box: Box = [moved(x0, w, WIDTH), moved(y0, h, HEIGHT), moved(x1, w, WIDTH), moved(y1, h, HEIGHT)];
  return box[2] - box[0] >= 4 && box[3] - box[1] >= 4 ? box : [x0, y0, x1, y1];
}
