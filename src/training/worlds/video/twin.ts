import { boxCenter } from '../../../twin/geometry/box.ts';
import { unproject } from '../../../twin/geometry/camera.ts';
import { rleArea } from '../../../twin/geometry/rle.ts';
import type { Attribute, Box, ObjectState, Twin, TwinObject } from '../../../twin/schema/twin.ts';
import { ellipseMask } from '../photo/ellipse.ts';
import {
  CAMERA,
  type Film,
  HEIGHT,
  type Sight,
  STEP_US,
  type Track,
  VERTICAL_FOV_DEG,
  WIDTH,
} from './film.ts';

/** The tool runs of a twin of this world, by their place in its log. */
const RUNS = ['detect', 'track', 'attributes', 'depth', 'segment'] as const;
const TRACK = 1;
const ATTRIBUTES = 2;
const DEPTH = 3;
const SEGMENT = 4;

/** How far off a depth is taken to be, as a share of it. */
const DEPTH_SPREAD = 0.06;
/** Of a clip of 30 frames a second every fifteenth was looked at. */
const FRAME_STEP = 15;

/** The ellipse in a box as a mask, with what measured it. */
function outlined(box: Box): Pick<ObjectState, 'mask' | 'maskBy' | 'area'> {
  const mask = ellipseMask(box, WIDTH, HEIGHT);
  return { mask, maskBy: SEGMENT, area: rleArea(mask) };
}

function stateOf({ box, away, bridged }: Sight, frame: number, masks: boolean): ObjectState {
  const center = boxCenter(box);
  const spread = DEPTH_SPREAD * away;
  return {
    frame: frame * FRAME_STEP,
    timeUs: frame * STEP_US,
    box,
    ...(bridged ? { interpolated: true as const } : {}),
    by: TRACK,
    ...(masks ? outlined(box) : {}),
    center,
    depth: { mean: away, std: spread, min: away - spread, max: away + spread, unit: 'm', by: DEPTH },
    position: unproject(CAMERA, center[0], center[1], away),
  };
}

function objectOf({ label, score, colours, sights }: Track, index: number, masks: boolean): TwinObject {
  const attributes = colours.map((value, place): [string, Attribute] => [
    place === 0 ? 'colour' : `colour${place + 1}`,
    { value, score: place === 0 ? 0.7 : 0.25, by: ATTRIBUTES },
  ]);
  return {
    id: `o${index + 1}`,
    label,
    score,
    attributes: Object.fromEntries(attributes),
    states: sights.flatMap((sight, frame) => (sight ? [stateOf(sight, frame, masks)] : [])),
  };
}

/** The twin of tracks: boxes, colours, depths and masks (ellipses) in every frame, as the app measures clips before a question comes. */
export const twinOf = (tracks: readonly Track[], film: Film, seed: number): Twin =>
  build(tracks, film, seed, true);

/** The same without masks, which no question here is decided by: many clips are looked at before one is taken. */
export const sketchOf = (tracks: readonly Track[], film: Film): Twin => build(tracks, film, 0, false);

function build(
  tracks: readonly Track[],
  { setting, frames, pan, eye }: Film,
  seed: number,
  masks: boolean,
): Twin {
  const moved = pan === 0 ? {} : { motion: { a: 1, b: 0, dx: pan, dy: 0 } };
  return {
    type: 'twin',
    version: 1,
    source: {
      kind: 'video',
      name: `video world, ${setting} ${seed}`,
      width: WIDTH,
      height: HEIGHT,
      frameCount: frames * FRAME_STEP,
      durationUs: frames * STEP_US,
      sha256: '',
      frames: Array.from({ length: frames }, (_, frame) => ({
        frame: frame * FRAME_STEP,
        timeUs: frame * STEP_US,
        ...(frame > 0 ? moved : {}),
      })),
    },
    camera: {
      verticalFovDeg: VERTICAL_FOV_DEG,
      estimated: true,
      heightM: eye.height,
      pitchDeg: (eye.pitch * 180) / Math.PI,
    },
    objects: tracks.map((track, index) => objectOf(track, index, masks)),
    log: RUNS.map((tool) => ({
      tool,
      model: tool === 'segment' ? 'simulated: ellipses' : 'simulated',
      revision: '1',
      device: 'none',
      dtype: 'none',
      args: {},
      ms: 0,
    })),
  };
}
