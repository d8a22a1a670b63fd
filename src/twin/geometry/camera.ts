/** A point in the camera frame in metres: x right, y up, −z forward (as in three.js). */
export type Point3 = readonly [number, number, number];

/** A pinhole camera with square pixels and its principal point in the middle of the image. */
export interface Pinhole {
  readonly width: number;
  readonly height: number;
  /** Focal length in pixels. */
  readonly focal: number;
}

const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

/** focal = (height / 2) / tan(fov / 2). `verticalFovDeg` in (0, 180). */
export const pinhole = (width: number, height: number, verticalFovDeg: number): Pinhole => ({
  width,
  height,
  focal: height / 2 / Math.tan(toRadians(verticalFovDeg) / 2),
});

/** Pixel of a point, or undefined when it is not in front of the camera. */
export function project(camera: Pinhole, [x, y, z]: Point3): [number, number] | undefined {
  if (!(z < 0)) return undefined;
  const scale = camera.focal / -z;
  return [camera.width / 2 + x * scale, camera.height / 2 - y * scale];
}

/** The point at a pixel and a positive depth along the view direction (metres, not the length of the ray). */
export function unproject(
  camera: Pinhole,
  pixelX: number,
  pixelY: number,
  depth: number,
): [number, number, number] {
  const scale = depth / camera.focal;
  return [(pixelX - camera.width / 2) * scale, (camera.height / 2 - pixelY) * scale, -depth];
}
