import type { Random } from '../../../core/random.ts';
import { intersectionArea } from '../../../twin/geometry/box.ts';
import { pinhole, project } from '../../../twin/geometry/camera.ts';
import { COCO_LABELS, type CocoLabel } from '../../../twin/schema/labels.ts';
import type { Box } from '../../../twin/schema/twin.ts';
import { chance, choose, chooseWeighted, shuffled } from '../random.ts';
import type { Difficulty } from '../types.ts';
import { type Amounts, PLACES, type Place } from './places.ts';
import { LOOK } from './things.ts';

export const WIDTH = 640;
export const HEIGHT = 480;
export const VERTICAL_FOV_DEG = 50;
const CAMERA = pinhole(WIDTH, HEIGHT, VERTICAL_FOV_DEG);
const MIN_SIDE = 8;
/** A thing that others cover more than this is left out: nobody would annotate it. */
const MAX_COVERED = 0.7;

/** A thing of a scene: where it is and what it looks like in the picture. Metres; `up` is its lower edge above the ground. */
export interface Placed {
  readonly label: CocoLabel;
  readonly right: number;
  readonly away: number;
  readonly box: Box;
  readonly colours: readonly string[];
  readonly words?: string;
}

export interface PhotoScene {
  readonly place: string;
  readonly things: readonly Placed[];
  readonly cameraHeight: number;
  /** Downward tilt in radians. */
  readonly pitch: number;
}

interface Eye {
  readonly height: number;
  readonly pitch: number;
}

/** A number of things from a highest one: small numbers are likelier, none is likely. */
const amount = (random: Random, most: number, crowd: number): number =>
  chance(random, 0.5 * crowd) ? 1 + Math.floor(most * random.next() ** 1.7) : 0;

const CROWD: Readonly<Record<Difficulty, number>> = { easy: 0.7, normal: 1, hard: 1.5 };

function listOf(random: Random, amounts: Amounts, crowd: number): readonly CocoLabel[] {
  return COCO_LABELS.flatMap((label) => {
    const most = amounts[label];
    return most === undefined ? [] : Array.from({ length: amount(random, most, crowd) }, () => label);
  });
}

/** A thing's colours: one, at times two of those that its label usually has. */
function drawColours(random: Random, label: CocoLabel): readonly string[] {
  const colours = LOOK.get(label)?.colours ?? [];
  const weights = colours.map((colour, index) => [colour, 1 / (index + 1.5)] as const);
  if (label === 'zebra') return ['black', 'white'];
  const first = chooseWeighted(random, weights);
  const other = chooseWeighted(random, weights);
  return chance(random, 0.12) && other !== first ? [first, other] : [first];
}

/** The box of an upright thing seen by an eye; undefined where too little of it is in the picture. */
function boxAt(
  label: CocoLabel,
  right: number,
  away: number,
  up: number,
  scale: number,
  eye: Eye,
): Box | undefined {
  const { width = 1, height = 1 } = LOOK.get(label) ?? {};
  const corner = (x: number, lift: number): [number, number] | undefined => {
    const drop = lift - eye.height;
    const [sin, cos] = [Math.sin(eye.pitch), Math.cos(eye.pitch)];
    return project(CAMERA, [x, away * sin + drop * cos, -away * cos + drop * sin]);
  };
  const low = corner(right - (width * scale) / 2, up);
  const high = corner(right + (width * scale) / 2, up + height * scale);
  if (!low || !high) return undefined;
  const whole = (high[0] - low[0]) * (low[1] - high[1]);
  const box: Box = [
    Math.max(0, low[0]),
    Math.max(0, high[1]),
    Math.min(WIDTH, high[0]),
    Math.min(HEIGHT, low[1]),
  ];
  const [w, h] = [box[2] - box[0], box[3] - box[1]];
  return w >= MIN_SIDE && h >= MIN_SIDE && w * h >= 0.35 * whole ? box : undefined;
}

/** Draws a scene of a plausible place: things on the ground, on a table or a bed, riders on what they ride, things that hang. */
export function drawPhotoScene(random: Random, difficulty: Difficulty): PhotoScene {
  const place = choose(random, PLACES);
  const eye: Eye = { height: random.range(1.3, 1.8), pitch: random.range(0.06, 0.2) };
  const things: Placed[] = [];
  const add = (label: CocoLabel, right: number, away: number, up: number): Placed | undefined => {
    const box = boxAt(label, right, away, up, random.range(0.88, 1.12), eye);
    if (!box || things.some((other) => other.label === label && overlap(other.box, box) > 0.6)) return;
    const words = place.words?.[label];
    const spoken = words && chance(random, 0.4) ? { words: choose(random, words) } : {};
    const thing: Placed = { label, right, away, box, colours: drawColours(random, label), ...spoken };
    things.push(thing);
    return thing;
  };
  const spread = (away: number): number => random.range(-0.48, 0.48) * away;
  const distance = (): number => place.near + (place.far - place.near) * random.next() ** 1.4;
  if (place.carrier !== undefined) furnish(random, place, place.carrier, add, CROWD[difficulty]);
  for (const label of listOf(random, place.ground, CROWD[difficulty])) {
    const away = distance();
    const right = spread(away);
    const thing = add(label, right, away, 0);
    if (!thing || !place.mounts?.includes(label) || !chance(random, 0.5)) continue;
    add('person', right, away - 0.02, (LOOK.get(label)?.height ?? 0) * 0.35);
  }
  for (const [label, up] of place.raised ?? []) {
    if (!chance(random, 0.5)) continue;
    const away = distance();
    add(label, spread(away), away, up);
  }
  const seen = shuffled(random, withoutHidden(things));
  const scene = { place: place.name, things: seen, cameraHeight: eye.height, pitch: eye.pitch };
  return seen.length >= 3 ? scene : drawPhotoScene(random, difficulty);
}

type Add = (label: CocoLabel, right: number, away: number, up: number) => Placed | undefined;

/** Puts up what carries other things, and these on it. */
function furnish(random: Random, place: Place, carrier: CocoLabel, add: Add, crowd: number): void {
  const away = place.near + random.range(0.1, 0.8);
  const right = random.range(-0.25, 0.25) * away;
  if (!add(carrier, right, away, 0)) return;
  const { width = 1, height = 0.7 } = LOOK.get(carrier) ?? {};
  for (const label of listOf(random, place.onCarrier ?? {}, crowd)) {
    add(label, right + random.range(-0.42, 0.42) * width, away + random.range(-0.05, 0.25), height * 0.92);
  }
}

const overlap = (a: Box, b: Box): number => {
  const smaller = Math.min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]));
  return intersectionArea(a, b) / smaller;
};

/** The things of which enough is seen: what one nearer thing covers almost wholly is left out, unless it carries that one. */
const withoutHidden = (things: readonly Placed[]): readonly Placed[] =>
  things.filter(
    (thing) =>
      !things.some(
        (other) =>
          other.away < thing.away &&
          intersectionArea(other.box, thing.box) >
            MAX_COVERED * (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1]),
      ),
  );
