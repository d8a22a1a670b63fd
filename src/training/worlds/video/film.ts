import type { Random } from '../../../core/random.ts';
import { intersectionArea } from '../../../twin/geometry/box.ts';
import { pinhole, project } from '../../../twin/geometry/camera.ts';
import type { CocoLabel } from '../../../twin/schema/labels.ts';
import type { Box } from '../../../twin/schema/twin.ts';
import { LOOK } from '../photo/things.ts';
import { chance, choose, chooseWeighted, shuffled } from '../random.ts';
import type { Difficulty } from '../types.ts';
import { follow, type Pose, type Route, STANDING_ROUTES, type Stage, standing, WALKS } from './routes.ts';
import { SETTINGS } from './settings.ts';

export const WIDTH = 320;
export const HEIGHT = 180;
export const VERTICAL_FOV_DEG = 50;
export const CAMERA = pinhole(WIDTH, HEIGHT, VERTICAL_FOV_DEG);
/** Between two sampled frames: what the app takes of long clips. */
export const STEP_US = 500_000;
/** A box with less of it in the picture is not seen. Low shares would make what comes in grow, as if it came closer. */
const MIN_SEEN = 0.75;
const MIN_SIDE = 5;
/** What a nearer thing covers more than this is not seen meanwhile. */
const MAX_COVERED = 0.85;

/** Where something is seen in one frame, and how far away in metres. */
export interface Sight {
  readonly box: Box;
  readonly away: number;
  /** The box follows from the frames around: the thing was not seen in this one. */
  readonly bridged?: true;
}

/** A thing of a clip: what it looks like, and where it is seen in each sampled frame. */
export interface Track {
  readonly label: string;
  readonly score: number;
  readonly colours: readonly string[];
  readonly sights: readonly (Sight | undefined)[];
}

/** What happens before the camera. */
export interface Film {
  readonly setting: string;
  readonly frames: number;
  readonly tracks: readonly Track[];
  /** By how many pixels the camera turned since the frame before, as the background moves. */
  readonly pan: number;
  readonly eye: Eye;
}

interface Eye {
  /** Metres above the ground. */
  readonly height: number;
  /** Downward tilt in radians. */
  readonly pitch: number;
}

interface Actor {
  readonly label: CocoLabel;
  readonly scale: number;
  readonly route: Route;
}

const THINGS: Readonly<Record<Difficulty, readonly [number, number]>> = {
  easy: [2, 4],
  normal: [3, 5],
  hard: [4, 8],
};

/** The whole box of an upright thing on the ground, in the picture or beyond it. */
function boxOf({ label, scale }: Actor, { right, away }: Pose, eye: Eye): Box | undefined {
  const { width = 1, height = 1 } = LOOK.get(label) ?? {};
  const [sin, cos] = [Math.sin(eye.pitch), Math.cos(eye.pitch)];
  const pixel = (x: number, up: number): readonly [number, number] | undefined => {
    const y = up - eye.height;
    return project(CAMERA, [x, away * sin + y * cos, y * sin - away * cos]);
  };
  const foot = pixel(right - (width * scale) / 2, 0);
  const head = pixel(right + (width * scale) / 2, height * scale);
  return foot && head && [foot[0], head[1], head[0], foot[1]];
}

/** The part of a box that the picture shows, where it is enough to be seen. */
function seenPart([x0, y0, x1, y1]: Readonly<Box>): Box | undefined {
  const box: Box = [Math.max(0, x0), Math.max(0, y0), Math.min(WIDTH, x1), Math.min(HEIGHT, y1)];
  const [w, h] = [box[2] - box[0], box[3] - box[1]];
  return w >= MIN_SIDE && h >= MIN_SIDE && w * h >= MIN_SEEN * (x1 - x0) * (y1 - y0) ? box : undefined;
}

const areaOf = ([x0, y0, x1, y1]: Readonly<Box>): number => (x1 - x0) * (y1 - y0);

/** Without what nearer things hide. */
const unhidden = (sights: readonly (Sight | undefined)[]): readonly (Sight | undefined)[] =>
  sights.map((sight) => {
    const hides = (other: Sight | undefined): boolean =>
      sight !== undefined &&
      other !== undefined &&
      other.away < sight.away &&
      intersectionArea(other.box, sight.box) > MAX_COVERED * areaOf(sight.box);
    return sights.some(hides) ? undefined : sight;
  });

function coloursOf(random: Random, label: CocoLabel): readonly string[] {
  if (label === 'zebra') return ['black', 'white'];
  const colours = LOOK.get(label)?.colours ?? [];
  return [
    chooseWeighted(
      random,
      colours.map((colour, index) => [colour, 1 / (index + 1.5)] as const),
    ),
  ];
}

/** Half of what the picture shows across, as a share of the distance. */
const HALF_WIDTH = WIDTH / 2 / CAMERA.focal;

/** Actors with their ways: one or two stand, so that others can come near them. */
function cast(random: Random, seconds: number, count: number): { name: string; actors: readonly Actor[] } {
  const setting = choose(random, SETTINGS);
  const still = random.int(1, Math.max(1, Math.floor(count / 2)));
  const actors: Actor[] = [];
  const stageFor = (label: CocoLabel): Stage => {
    const { width = 1, height = 1 } = LOOK.get(label) ?? {};
    const away = random.range(setting.near, setting.far);
    return {
      seconds,
      away,
      halfWidth: HALF_WIDTH,
      extent: Math.max(width, height * 0.5),
      width,
      near: setting.near,
    };
  };
  for (let index = 0; index < count; index += 1) {
    const stands = index < still;
    // At times another one of a label that is there: "the dogs".
    const again = index > 0 && chance(random, 0.35) ? actors.at(-1)?.label : undefined;
    const fit = again && (stands ? setting.standing : setting.movers).includes(again) ? again : undefined;
    const label = fit ?? choose(random, stands ? setting.standing : setting.movers);
    const scale = random.range(0.9, 1.1);
    const stage = stageFor(label);
    const hosts = actors.slice(0, still);
    const host = hosts.length > 0 && chance(random, 0.4) ? choose(random, hosts) : undefined;
    const route = stands
      ? standing(random, stage)
      : follow(random, stage, chooseWeighted(random, host ? STANDING_ROUTES : WALKS), host && hostOf(host));
    actors.push({ label, scale, route });
  }
  return { name: setting.name, actors };
}

const hostOf = ({ label, route }: Actor) => ({ pose: route(0), width: LOOK.get(label)?.width ?? 1 });

/** Films what is going on at a place: things that stand, come in, go out, move about, turn, come near each other. */
export function drawFilm(random: Random, difficulty: Difficulty): Film {
  const frames = random.int(9, 16);
  const seconds = (frames * STEP_US) / 1e6;
  const eye: Eye = { height: random.range(1.4, 2), pitch: random.range(0.06, 0.16) };
  const pan = chance(random, 0.2) ? (random.range(-0.35, 0.35) * WIDTH) / frames : 0;
  const { name, actors } = cast(random, seconds, random.int(...THINGS[difficulty]));
  const moments = Array.from({ length: frames }, (_, frame) => {
    const sights = actors.map((actor): Sight | undefined => {
      const pose = actor.route((frame * STEP_US) / 1e6);
      const whole = boxOf(actor, pose, eye);
      const shift = pan * frame;
      const box = whole && seenPart([whole[0] + shift, whole[1], whole[2] + shift, whole[3]]);
      return box && { box, away: pose.away };
    });
    return unhidden(sights);
  });
  const tracks = actors.map(
    ({ label }, index): Track => ({
      label,
      score: 1,
      colours: coloursOf(random, label),
      sights: moments.map((sights) => sights[index]),
    }),
  );
  // What is seen for a moment only is nothing that a question could be about.
  const seen = tracks.filter(({ sights }) => sights.filter(Boolean).length >= 3);
  return seen.length >= 2
    ? { setting: name, frames, tracks: shuffled(random, seen), pan, eye }
    : drawFilm(random, difficulty);
}
