import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { type Pinhole, pinhole, unproject } from '../../../twin/geometry/camera.ts';
import type { Camera } from '../../../twin/schema/twin.ts';
import { fitGround, type Ground, groundDepth } from './groundPlane.ts';
import { depthFromSize, type SizeDepth } from './sizeDepth.ts';

/**
 * Diagonal of a 35 mm film frame over an assumed focal length of 35 mm: between phone main cameras (24–28 mm) and classic
 * normal lenses (50 mm). Taken on the diagonal, so that portrait and landscape photos get the same lens.
 */
const DIAGONAL_PER_FOCAL = Math.hypot(36, 24) / 35;
/** Trust in a ground depth: uneven ground, boxes that end above or below the contact, few contacts. */
const GROUND_SPREAD = 0.12;
const FEW_CONTACTS_SPREAD = 0.4;
const ROW_ERROR = 0.02;
/** Ground and size must agree to this many standard deviations; otherwise the object stands on something else. */
const AGREEMENT_SIGMAS = 2;

export interface DepthInput {
  readonly label: string;
  readonly box: ReadonlyBox;
}

export interface DepthEstimate {
  /** Metres along the view direction. */
  readonly mean: number;
  /** Of this object against the others; a wrong field of view scales all depths alike and is not in it. */
  readonly std: number;
  /** The 95 % interval of the log-normal estimate. */
  readonly min: number;
  readonly max: number;
  /** Camera frame, metres, at the centre of the box. */
  readonly position: [number, number, number];
}

export interface GeometricDepth {
  readonly camera: Camera;
  /** In the order of the input; undefined for classes of unknown size. */
  readonly estimates: readonly (DepthEstimate | undefined)[];
  readonly groundSupport: number;
}

/** The vertical field of view assumed for a photo of unknown lens, in degrees. */
export function assumedVerticalFovDeg(width: number, height: number): number {
  const focal = Math.hypot(width, height) / DIAGONAL_PER_FOCAL;
  return (2 * Math.atan(height / 2 / focal) * 180) / Math.PI;
}

/**
 * Distances from one photo without a depth model: known sizes of classes through an assumed pinhole camera, made consistent
 * with one ground plane for what stands on it. Boxes in pixels of an image of width · height.
 */
export function geometricDepth(
  objects: readonly DepthInput[],
  width: number,
  height: number,
): GeometricDepth {
  const verticalFovDeg = assumedVerticalFovDeg(width, height);
  const camera = pinhole(width, height, verticalFovDeg);
  const sizes = objects.map(({ label, box }) => depthFromSize(label, box, camera));
  const contacts = objects.flatMap(({ box }, i) => {
    const size = sizes[i];
    return size === undefined || !standsOnGround(size) ? [] : { row: box[3], ...size };
  });
  const ground = fitGround(camera, contacts);
  const estimates = objects.map(({ box }, i) => {
    const size = sizes[i];
    return size && toEstimate(camera, box, withGround(size, box, camera, ground));
  });
  return {
    camera: {
      verticalFovDeg,
      estimated: true,
      ...(ground === undefined ? {} : { heightM: ground.height, pitchDeg: (ground.pitch * 180) / Math.PI }),
    },
    estimates,
    groundSupport: ground?.support ?? 0,
  };
}

const standsOnGround = ({ size, cut }: SizeDepth): boolean => size.grounded && !cut.bottom;

interface LogNormal {
  readonly logMean: number;
  readonly logStd: number;
}

/** Combines the size depth with the ground depth by inverse variance, where the object stands on the ground at all. */
function withGround(
  size: SizeDepth,
  box: ReadonlyBox,
  camera: Pinhole,
  ground: Ground | undefined,
): LogNormal {
  const depth = ground && standsOnGround(size) ? groundDepth(camera, ground, box[3]) : undefined;
  if (ground === undefined || depth === undefined) return size;
  // d ln(depth) / d row = depth · cos θ / (C · focal): far contacts near the horizon say little.
  const perPixel = (depth * Math.cos(ground.pitch)) / (ground.height * camera.focal);
  const rowError = perPixel * ROW_ERROR * Math.max(box[3] - box[1], 10);
  const logStd = Math.hypot(GROUND_SPREAD, FEW_CONTACTS_SPREAD / Math.sqrt(ground.support), rowError);
  const logMean = Math.log(depth);
  if (Math.abs(logMean - size.logMean) > AGREEMENT_SIGMAS * Math.hypot(logStd, size.logStd)) return size;
  const [sizeWeight, groundWeight] = [1 / size.logStd ** 2, 1 / logStd ** 2];
  const weight = sizeWeight + groundWeight;
  return {
    logMean: (size.logMean * sizeWeight + logMean * groundWeight) / weight,
    logStd: 1 / Math.sqrt(weight),
  };
}

function toEstimate(camera: Pinhole, box: ReadonlyBox, { logMean, logStd }: LogNormal): DepthEstimate {
  const mean = Math.exp(logMean);
  return {
    mean,
    std: mean * logStd,
    min: mean * Math.exp(-1.96 * logStd),
    max: mean * Math.exp(1.96 * logStd),
    position: unproject(camera, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, mean),
  };
}
