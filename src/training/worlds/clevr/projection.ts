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

/** How a camera looks at the ground. */
type View = Pick<GroundCamera, 'height' | 'pitch'>;

/**
 * A place on or above the ground in the camera frame (x right, y up, −z forward). With tilt p the horizontal view direction is
 * (0, sin p, −cos p) and the vertical is (0, cos p, sin p).
 */
export const toCameraFrame = (
  right: number,
  away: number,
  up: number,
  view: View,
): [number, number, number] => cameraFrameOf(view)(right, away, up);

/** `toCameraFrame` for many places. */
function cameraFrameOf({
  height,
  pitch,
}: View): (right: number, away: number, up: number) => [number, number, number] {
  const [sin, cos] = [Math.sin(pitch), Math.cos(pitch)];
  return (right, away, up) => {
    const drop = up - height;
    return [right, away * sin + drop * cos, -away * cos + drop * sin];
  };
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
  const toFrame = cameraFrameOf(camera);
  const radius = radiusOf(thing);
  const middle = middleHeight(thing);
  if (thing.values.shape === 'sphere') {
    const [x, y, z] = toFrame(thing.right, thing.away, middle);
    return [
      [x - radius, y - radius, z],
      [x + radius, y + radius, z],
    ];
  }
  return SPOKES.flatMap(([across, along]) =>
    [0, 2 * middle].map((up) => toFrame(thing.right + radius * across, thing.away + radius * along, up)),
  );
}

/** Whether the middle of an object is in the picture. */
export function isInView(thing: Thing, camera: View): boolean {
  const pixel = project(CAMERA, toCameraFrame(thing.right, thing.away, middleHeight(thing), camera));
  if (!pixel) return false;
  const [x, y] = pixel;
  return x > 4 && y > 4 && x < WIDTH - 4 && y < HEIGHT - 4;
}

/** The box of an object in the picture, cut at its edges: at least a pixel wide and high. */
export function boxOf(thing: Thing, camera: View): Box {
  let [left, top, right, bottom] = [WIDTH - 1, HEIGHT - 1, 1, 1];
  for (const point of outline(thing, camera)) {
    const pixel = project(CAMERA, point);
    if (!pixel) continue;
    left = Math.min(left, pixel[0]);
    top = Math.min(top, pixel[1]);
    right = Math.max(right, pixel[0]);
    bottom = Math.max(bottom, pixel[1]);
  }
  return [Math.max(0, left), Math.max(0, top), Math.min(WIDTH, right), Math.min(HEIGHT, bottom)];
}
