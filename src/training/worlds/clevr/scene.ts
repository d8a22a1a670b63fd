import type { Random } from '../../../core/random.ts';
import { chance, choose } from '../random.ts';
import type { Difficulty } from '../types.ts';
import { boxOf, type GroundCamera, isInView } from './projection.ts';
import { radiusOf, type Thing } from './thing.ts';
import { ATTRIBUTES, type Attribute, type Direction, VALUES } from './vocabulary.ts';

export interface ClevrWorldScene {
  readonly things: readonly Thing[];
  readonly camera: GroundCamera;
}

/** CLEVR's margin: j lies in a direction of i when it is farther that way along the ground than this. */
export const RELATION_MARGIN = 0.2;
/** No two objects are closer than this along either axis, so that no relation is in doubt. */
const AXIS_MARGIN = 0.4;
/** Free ground between two objects. */
const MIN_GAP = 0.25;
const HALF_FIELD = 3;
const MIN_PIXELS = 200;
const MAX_COVERED = 0.65;

const COUNTS: Readonly<Record<Difficulty, readonly [number, number]>> = {
  easy: [3, 5],
  normal: [3, 10],
  hard: [7, 10],
};

/** Whether `a` lies in a direction of `b`. */
export function liesIn(direction: Direction, a: Pick<Thing, 'right' | 'away'>, b: typeof a): boolean {
  switch (direction) {
    case 'left':
      return b.right - a.right > RELATION_MARGIN;
    case 'right':
      return a.right - b.right > RELATION_MARGIN;
    case 'front':
      return b.away - a.away > RELATION_MARGIN;
    case 'behind':
      return a.away - b.away > RELATION_MARGIN;
  }
}

/** Draws a scene: 3 to 10 objects on a field of 6 × 6 m, apart from each other and none of them hidden. */
export function drawScene(random: Random, difficulty: Difficulty): ClevrWorldScene {
  const [low, high] = COUNTS[difficulty];
  const wanted = random.int(low, high);
  const camera = drawCamera(random);
  const turn = random.range(0.5, 1.1);
  const things: Placed[] = [];
  for (let attempt = 0; things.length < wanted && attempt < wanted * 60; attempt += 1) {
    const [u, v] = [random.range(-HALF_FIELD, HALF_FIELD), random.range(-HALF_FIELD, HALF_FIELD)];
    const thing: Thing = {
      values: drawValues(random),
      right: u * Math.cos(turn) - v * Math.sin(turn),
      away: camera.distance + u * Math.sin(turn) + v * Math.cos(turn),
    };
    const placed = placedAmong(things, thing, camera);
    if (placed) things.push(placed);
  }
  return things.length >= low
    ? { things: things.map(({ thing }) => thing), camera }
    : drawScene(random, difficulty);
}

/**
 * The values of a scene's objects, some of them become those of another one but for one attribute. What a question presupposes mostly still holds,
 * its answer may be another, and every word of it counts: a contrast set (Gardner et al. 2020) in which things are easily mistaken.
 */
export function alteredValues(all: readonly Thing['values'][], random: Random): readonly Thing['values'][] {
  const share = random.range(0.1, 0.6);
  return all.map((values) => {
    if (!chance(random, share)) return values;
    const attribute = choose(random, ATTRIBUTES);
    return { ...choose(random, all), [attribute]: choose(random, VALUES[attribute]) };
  });
}

/** The scene with some of its objects become others where they stand, where those fit. */
export function alteredScene({ things, camera }: ClevrWorldScene, random: Random): ClevrWorldScene {
  const wanted = alteredValues(
    things.map(({ values }) => values),
    random,
  );
  let placed: readonly Placed[] = things.map((thing) => ({ thing, box: boxOf(thing, camera) }));
  for (const [index, thing] of things.entries()) {
    const values = wanted[index] ?? thing.values;
    if (values === thing.values) continue;
    const others = placed.filter((_, at) => at !== index);
    const other = placedAmong(others, { ...thing, values }, camera);
    if (other) placed = placed.with(index, other);
  }
  return { things: placed.map(({ thing }) => thing), camera };
}

/** CLEVR's camera stands about 10 m from the middle of the field and 5 m high, and looks at it; both are jittered. */
function drawCamera(random: Random): GroundCamera {
  const distance = 10.1 + random.range(-0.5, 0.5);
  const height = 4.96 + random.range(-0.5, 0.5);
  return { distance, height, pitch: Math.atan2(height, distance) };
}

const drawValues = (random: Random): Readonly<Record<Attribute, string>> => ({
  size: choose(random, VALUES.size),
  color: choose(random, VALUES.color),
  material: choose(random, VALUES.material),
  shape: choose(random, VALUES.shape),
});

interface Placed {
  readonly thing: Thing;
  readonly box: Sides;
}

/** A thing with its box, where it is in view, apart from the others, and neither hides nor is hidden. */
function placedAmong(others: readonly Placed[], thing: Thing, camera: GroundCamera): Placed | undefined {
  if (!isInView(thing, camera) || !others.every((other) => areApart(thing, other.thing))) return undefined;
  const box = boxOf(thing, camera);
  if (areaOf(box) < MIN_PIXELS) return undefined;
  const clear = others.every((other) => {
    const farther = thing.away > other.thing.away ? box : other.box;
    return commonArea(box, other.box) <= MAX_COVERED * areaOf(farther);
  });
  return clear ? { thing, box } : undefined;
}

function areApart(a: Thing, b: Thing): boolean {
  const [right, away] = [Math.abs(a.right - b.right), Math.abs(a.away - b.away)];
  if (right < AXIS_MARGIN || away < AXIS_MARGIN) return false;
  return Math.hypot(right, away) - radiusOf(a) - radiusOf(b) >= MIN_GAP;
}

type Sides = readonly [number, number, number, number];
const areaOf = ([x0, y0, x1, y1]: Sides): number => (x1 - x0) * (y1 - y0);
const commonArea = (a: Sides, b: Sides): number =>
  Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) *
  Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
