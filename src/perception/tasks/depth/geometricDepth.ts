import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { type Pinhole, pinhole, unproject } from '../../../twin/geometry/camera.ts';
import type { Camera } from '../../../twin/schema/twin.ts';
import type { Support } from './heights.ts';
import {
  fitSurface,
  GROUND_PRIOR,
  type LevelSurface,
  type SurfaceContact,
  surfaceDepth,
  TABLE_PRIOR,
} from './levelSurface.ts';
import { depthFromSize, type SizeDepth } from './sizeDepth.ts';

/**
 * Diagonal of a 35 mm film frame over an assumed focal length of 35 mm: between phone main cameras (24–28 mm) and classic
 * normal lenses (50 mm). Taken on the diagonal, so that portrait and landscape photos get the same lens.
 */
const DIAGONAL_PER_FOCAL = Math.hypot(36, 24) / 35;
/** Trust in the depth of a surface: uneven ground, boxes that end above or below the contact, few contacts. */
const SURFACE_SPREAD = 0.12;
const FEW_CONTACTS_SPREAD = 0.4;
const ROW_ERROR = 0.02;
/** How well the pitch of a table is known from the ground, in radians: photos are level enough, the fit is not exact. */
const KNOWN_PITCH_STD = 0.1;
/** Surface and size must agree to this many standard deviations; otherwise the object stands on something else. */
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
  /** As `groundSupport`, for the table top. */
  readonly tableSupport: number;
}

/** The vertical field of view assumed for a photo of unknown lens, in degrees. */
export function assumedVerticalFovDeg(width: number, height: number): number {
  const focal = Math.hypot(width, height) / DIAGONAL_PER_FOCAL;
  return (2 * Math.atan(height / 2 / focal) * 180) / Math.PI;
}

/**
 * Distances from one photo without a depth model: known sizes of classes through an assumed pinhole camera, made consistent
 * with one ground for what stands on it and one table top for what lies on tables. Boxes in pixels of an image of width · height.
 */
export function geometricDepth(
  objects: readonly DepthInput[],
  width: number,
  height: number,
): GeometricDepth {
  const verticalFovDeg = assumedVerticalFovDeg(width, height);
  const camera = pinhole(width, height, verticalFovDeg);
  const sizes = objects.map(({ label, box }) => depthFromSize(label, box, camera));
  const surfaces = fitSurfaces(camera, objects, sizes);
  const estimates = objects.map(({ box }, i) => {
    const size = sizes[i];
    const support = size && supportOf(size);
    const surface = support && surfaces[support];
    return size && toEstimate(camera, box, surface ? withSurface(size, box, camera, surface) : size);
  });
  const { ground } = surfaces;
  return {
    camera: {
      verticalFovDeg,
      estimated: true,
      ...(ground === undefined ? {} : { heightM: ground.height, pitchDeg: (ground.pitch * 180) / Math.PI }),
    },
    estimates,
    groundSupport: ground?.support ?? 0,
    tableSupport: surfaces.table?.support ?? 0,
  };
}

/** What an object stands on, where its bottom edge shows where it does so. */
const supportOf = ({ size, cut }: SizeDepth): Support | undefined => (cut.bottom ? undefined : size.support);

type Surfaces = Readonly<Record<Support, LevelSurface | undefined>>;

/** The ground and the table top that most things stand on. Both are level: a ground that is known tells the pitch of the table. */
function fitSurfaces(
  camera: Pinhole,
  objects: readonly DepthInput[],
  sizes: readonly (SizeDepth | undefined)[],
): Surfaces {
  const contactsOn = (support: Support): SurfaceContact[] =>
    objects.flatMap(({ box }, i) => {
      const size = sizes[i];
      return size && supportOf(size) === support ? [{ row: box[3], ...size }] : [];
    });
  const ground = fitSurface(camera, contactsOn('ground'), GROUND_PRIOR);
  const pitch = ground ? { mean: ground.pitch, std: KNOWN_PITCH_STD } : TABLE_PRIOR.pitch;
  return { ground, table: fitSurface(camera, contactsOn('table'), { ...TABLE_PRIOR, pitch }) };
}

interface LogNormal {
  readonly logMean: number;
  readonly logStd: number;
}

/** Combines the size depth with the depth of the surface by inverse variance, where the object stands on it at all. */
function withSurface(size: SizeDepth, box: ReadonlyBox, camera: Pinhole, surface: LevelSurface): LogNormal {
  const depth = surfaceDepth(camera, surface, box[3]);
  if (depth === undefined) return size;
  // d ln(depth) / d row = depth · cos θ / (C · focal): far contacts near the horizon say little.
  const perPixel = (depth * Math.cos(surface.pitch)) / (surface.height * camera.focal);
  const rowError = perPixel * ROW_ERROR * Math.max(box[3] - box[1], 10);
  const logStd = Math.hypot(SURFACE_SPREAD, FEW_CONTACTS_SPREAD / Math.sqrt(surface.support), rowError);
  const logMean = Math.log(depth);
  if (Math.abs(logMean - size.logMean) > AGREEMENT_SIGMAS * Math.hypot(logStd, size.logStd)) return size;
  const [sizeWeight, surfaceWeight] = [1 / size.logStd ** 2, 1 / logStd ** 2];
  const weight = sizeWeight + surfaceWeight;
  return {
    logMean: (size.logMean * sizeWeight + logMean * surfaceWeight) / weight,
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
