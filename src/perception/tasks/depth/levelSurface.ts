import type { Pinhole } from '../../../twin/geometry/camera.ts';

/** The camera above a level surface, the ground or a table top: height above it in metres, downward tilt in radians. */
export interface LevelSurface {
  readonly height: number;
  readonly pitch: number;
  /** How many of the candidates lie within two standard deviations of the plane. */
  readonly support: number;
}

/** One thing taken to stand on the surface: the row of its bottom edge and its distance by size (ln metres). */
export interface SurfaceContact {
  readonly row: number;
  readonly logMean: number;
  readonly logStd: number;
}

/** What is known of a level surface and the camera above it before anything is seen. */
export interface SurfacePrior {
  /** Of ln(height in metres). */
  readonly logHeight: { readonly mean: number; readonly std: number };
  /** Radians, downwards. */
  readonly pitch: { readonly mean: number; readonly std: number };
}

/** Photos are mostly taken from chest to eye height, tilted a little down. */
export const GROUND_PRIOR: SurfacePrior = {
  logHeight: { mean: Math.log(1.5), std: 0.4 },
  pitch: { mean: 0.09, std: 0.2 },
};

/** Who takes a photo of what is on a table stands or sits at it, and looks down. */
export const TABLE_PRIOR: SurfacePrior = {
  logHeight: { mean: Math.log(0.6), std: 0.4 },
  pitch: { mean: 0.35, std: 0.3 },
};
const MIN_PITCH = -0.4;
const MAX_PITCH = 1.1;
const PITCH_STEP = 0.02;
const MIN_LOG_HEIGHT = Math.log(0.15);
const MAX_LOG_HEIGHT = Math.log(6);
const LOG_HEIGHT_STEP = 0.06;
/** A contact above the horizon costs as much as one this many standard deviations off. */
const OUTLIER_SIGMAS = 4;

/**
 * Distance along the view direction of a level surface seen in a pixel row, or undefined at and above the horizon. With a camera
 * of height C and pitch θ, and a = (row − cy) / focal: 1 / depth = (a · cos θ + sin θ) / C.
 */
export function surfaceDepth(
  camera: Pinhole,
  surface: Pick<LevelSurface, 'height' | 'pitch'>,
  row: number,
): number | undefined {
  const slope = (row - camera.height / 2) / camera.focal;
  const inverse = (slope * Math.cos(surface.pitch) + Math.sin(surface.pitch)) / surface.height;
  return inverse > 1e-4 ? 1 / inverse : undefined;
}

/** Cauchy loss: grows like r² near zero and like ln r far out, so that one object on a shelf does not tilt the table. */
const robust = (sigmas: number): number => Math.log1p((sigmas * sigmas) / 2);

/**
 * Fits camera height and pitch to what stands on one surface: the most probable pair on a grid, under the prior.
 * Undefined with fewer than two contacts, or when fewer than two agree with the best plane.
 */
export function fitSurface(
  camera: Pinhole,
  contacts: readonly SurfaceContact[],
  prior: SurfacePrior,
): LevelSurface | undefined {
  if (contacts.length < 2) return undefined;
  let best: LevelSurface | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let pitch = MIN_PITCH; pitch <= MAX_PITCH; pitch += PITCH_STEP) {
    const pitchCost = ((pitch - prior.pitch.mean) / prior.pitch.std) ** 2 / 2;
    // ln depth = ln C − ln(a cos θ + sin θ): the second term does not depend on the height.
    const offsets = contacts.map(({ row, logMean }) => {
      const unit = surfaceDepth(camera, { height: 1, pitch }, row);
      return unit === undefined ? undefined : logMean - Math.log(unit);
    });
    for (let logHeight = MIN_LOG_HEIGHT; logHeight <= MAX_LOG_HEIGHT; logHeight += LOG_HEIGHT_STEP) {
      let cost = pitchCost + ((logHeight - prior.logHeight.mean) / prior.logHeight.std) ** 2 / 2;
      let support = 0;
      contacts.forEach(({ logStd }, i) => {
        const offset = offsets[i];
        const sigmas = offset === undefined ? OUTLIER_SIGMAS : (offset - logHeight) / logStd;
        cost += robust(sigmas);
        if (Math.abs(sigmas) < 2) support++;
      });
      if (cost < bestCost) {
        bestCost = cost;
        best = { height: Math.exp(logHeight), pitch, support };
      }
    }
  }
  return best !== undefined && best.support >= 2 ? best : undefined;
}
