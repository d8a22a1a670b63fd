import { type Point3, pinhole, project } from '../../../twin/geometry/camera.ts';
import type { Box } from '../../../twin/schema/twin.ts';
import { radiusOf, type Thing } from './thing.ts';

export const WIDTH = 320;
export const HEIGHT = 240;
/** Blender's camera of CLEVR's generator: 35 mm on a sensor of 32 mm. */
const FOCAL_PX = (35 / 32) * WIDTH;
export const VERTICAL_FOV_DEG = (2 * Math.atan(HEIGHT / 2 / FOCAL_PX) * 180) / Math.PI;
const CAMERA = pinhole(WIDTH, HEIGHT, VERTICAL_FOV_DEG);

/** A camera above a plane: metres to the middle of the field along the ground, height above it, downward tilt in radians. */
export interface GroundCamera {
  readonly distance: number;
  readonly height: number;
  readonly pitch: number;
}

/**
 * A place on or above the ground in the camera frame (x right, y up, −z forward). With tilt p the horizontal view direction is
 * (0, sin p, −cos p) and the vertical is (0, cos p, sin p).
 */
export function toCameraFrame(
  right: number,
  away: number,
  up: number,
  { height, pitch }: Pick<GroundCamera, 'height' | 'pitch'>,
): [number, number, number] {
  const [sin, cos] = [Math.sin(pitch), Math.cos(pitch)];
  const drop = up - height;
  return [right, away * sin + drop * cos, -away * cos + drop * sin];
}

/** The inverse of `toCameraFrame` for the ground: metres to the right and away. */
export const toGround = ([x, y, z]: Point3, pitch: number): { right: number; away: number } => ({
  right: x,
  away: y * Math.sin(pitch) - z * Math.cos(pitch),
});

/** Height of an object's middle above the ground: CLEVR's cubes have half the diagonal as their radius. */
export const middleHeight = ({ values }: Pick<Thing, 'values'>): number => {
  const radius = radiusOf({ values });
  return values.shape === 'cube' ? radius / Math.SQRT2 : radius;
};

const SPOKES = Array.from({ length: 12 }, (_, index) => {
  const angle = (index * Math.PI) / 6;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** Points in the camera frame whose projections span the object. Cubes, whose turn is not kept, fill the upright cylinder around them. */
function outline(thing: Thing, camera: View): readonly Point3[] {
  const radius = radiusOf(thing);
  const middle = middleHeight(thing);
  if (thing.values.shape === 'sphere') {
    const [x, y, z] = toCameraFrame(thing.right, thing.away, middle, camera);
    return [
      [x - radius, y - radius, z],
      [x + radius, y + radius, z],
    ];
  }
  return SPOKES.flatMap(([across, along]) =>
    [0, 2 * middle].map((up) =>
      toCameraFrame(thing.right + radius * across, thing.away + radius * along, up, camera),
    ),
  );
}

type View = Pick<GroundCamera, 'height' | 'pitch'>;

/** Whether the middle of an object is in the picture. */
export function isInView(thing: Thing, camera: View): boolean {
  const pixel = project(CAMERA, toCameraFrame(thing.right, thing.away, middleHeight(thing), camera));
  if (!pixel) return false;
  const [x, y] = pixel;
  return x > 4 && y > 4 && x < WIDTH - 4 && y < HEIGHT - 4;
}

/** The box of an object in the picture, cut at its edges: at least a pixel wide and high. */
export function boxOf(thing: Thing, camera: View): Box {
  const pixels = outline(thing, camera).flatMap((point) => {
    const pixel = project(CAMERA, point);
    return pixel ? [pixel] : [];
  });
  const [xs, ys] = [pixels.map(([x]) => x), pixels.map(([, y]) => y)];
  return [
    Math.max(0, Math.min(WIDTH - 1, ...xs)),
    Math.max(0, Math.min(HEIGHT - 1, ...ys)),
    Math.min(WIDTH, Math.max(1, ...xs)),
    Math.min(HEIGHT, Math.max(1, ...ys)),
  ];
}
