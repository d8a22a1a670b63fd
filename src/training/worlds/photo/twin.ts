import { boxCenter } from '../../../twin/geometry/box.ts';
import { pinhole, unproject } from '../../../twin/geometry/camera.ts';
import { rleArea } from '../../../twin/geometry/rle.ts';
import type { Attribute, Box, Twin, TwinObject } from '../../../twin/schema/twin.ts';
import { ellipseMask } from './ellipse.ts';
import { HEIGHT, type PhotoScene, VERTICAL_FOV_DEG, WIDTH } from './layout.ts';

/** The tool runs of a twin of this world, by their place in its log. */
const RUNS = ['detect', 'attributes', 'depth', 'segment', 'text'] as const;
const DETECT = 0;
const ATTRIBUTES = 1;
const DEPTH = 2;
const SEGMENT = 3;
const TEXT = 4;

/** How far off a depth is taken to be, as a share of it. */
const DEPTH_SPREAD = 0.06;

/** An object as something saw it: the truth, or a detector. */
export interface Sighting {
  readonly id: string;
  readonly label: string;
  readonly score: number;
  readonly box: Box;
  readonly away: number;
  readonly colours: readonly string[];
  readonly words?: string | undefined;
}

export const sightingsOf = ({ things }: PhotoScene): readonly Sighting[] =>
  things.map(({ label, box, away, colours, words }, index) => ({
    id: `o${index + 1}`,
    label,
    score: 1,
    box,
    away,
    colours,
    words,
  }));

const pinned = pinhole(WIDTH, HEIGHT, VERTICAL_FOV_DEG);

function objectOf({ id, label, score, box, away, colours, words }: Sighting): TwinObject {
  const mask = ellipseMask(box, WIDTH, HEIGHT);
  const center = boxCenter(box);
  const attributes: [string, Attribute][] = colours.map((value, index) => [
    index === 0 ? 'colour' : `colour${index + 1}`,
    { value, score: index === 0 ? 0.7 : 0.25, by: ATTRIBUTES },
  ]);
  if (words !== undefined) attributes.push(['text', { value: words, score: 0.9, by: TEXT }]);
  return {
    id,
    label,
    score,
    attributes: Object.fromEntries(attributes),
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: DETECT,
        mask,
        maskBy: SEGMENT,
        area: rleArea(mask),
        center,
        depth: {
          mean: away,
          std: DEPTH_SPREAD * away,
          min: away * (1 - DEPTH_SPREAD),
          max: away * (1 + DEPTH_SPREAD),
          unit: 'm',
          by: DEPTH,
        },
        position: unproject(pinned, center[0], center[1], away),
      },
    ],
  };
}

/** A line of text on a thing, as an object of its own in the middle of it. */
function lineOf({ box: [x0, y0, x1, y1], away, words }: Sighting, index: number, on: string): TwinObject {
  const [w, h] = [(x1 - x0) * 0.6, (y1 - y0) * 0.25];
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const box: Box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
  return {
    id: `t${index + 1}`,
    label: 'text',
    score: 0.9,
    attributes: {
      text: { value: words ?? '', score: 0.9, by: TEXT },
      on: { value: on, score: 1, by: TEXT },
    },
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: TEXT,
        center: [x, y],
        depth: { mean: away, std: DEPTH_SPREAD * away, min: away, max: away, unit: 'm', by: DEPTH },
        position: unproject(pinned, x, y, away),
      },
    ],
  };
}

/** A twin with everything that tools can measure of some sightings: colours, depths, masks (ellipses), and, where it was `read`, lines of text. */
export function twinOf(sightings: readonly Sighting[], scene: PhotoScene, seed: number, read: boolean): Twin {
  const lines = read ? sightings.filter(({ words }) => words !== undefined) : [];
  return {
    type: 'twin',
    version: 1,
    source: {
      kind: 'image',
      name: `photo world, ${scene.place} ${seed}`,
      width: WIDTH,
      height: HEIGHT,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    camera: {
      verticalFovDeg: VERTICAL_FOV_DEG,
      estimated: true,
      heightM: scene.cameraHeight,
      pitchDeg: (scene.pitch * 180) / Math.PI,
    },
    objects: [...sightings.map(objectOf), ...lines.map((line, index) => lineOf(line, index, line.id))],
    log: RUNS.map((tool) => ({
      tool,
      model: tool === 'segment' ? 'simulated: ellipses' : 'simulated',
      revision: '1',
      device: 'none',
      dtype: 'none',
      args: tool === 'text' ? { objects: 0 } : {},
      ms: 0,
    })),
  };
}

/** How much of a twin is there before a question comes: what the detector gives, with colours, with depths, too. */
export type Built = 'boxes' | 'colours' | 'depths';
const KNOWN_RUNS: Readonly<Record<Built, number>> = { boxes: 1, colours: 2, depths: 3 };

/** What a twin is before a question comes: without masks and words, and built as far as is said. */
export function coarse(twin: Twin, built: Built): Twin {
  const things = twin.objects.filter(({ label }) => label !== 'text');
  return {
    ...twin,
    log: twin.log.slice(0, KNOWN_RUNS[built]),
    objects: things.map((object) => ({
      ...object,
      attributes:
        built === 'boxes'
          ? {}
          : Object.fromEntries(Object.entries(object.attributes).filter(([name]) => name !== 'text')),
      states: object.states.map(({ frame, timeUs, box, by, center, depth, position }) => ({
        frame,
        timeUs,
        box,
        by,
        center,
        ...(built === 'depths' && depth && position ? { depth, position } : {}),
      })),
    })),
  };
}
