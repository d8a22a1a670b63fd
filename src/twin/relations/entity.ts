import type { ReadonlyBox } from '../geometry/box.ts';
import { type Silhouette, silhouetteOf } from '../geometry/silhouette.ts';
import type { Rle } from '../schema/rle.ts';
import type { Twin, TwinObject } from '../schema/twin.ts';
import { stateInFrame } from '../tracks/timeline.ts';
import { DEPTH_SIGMA_FLOOR } from './margins.ts';

/** An object at one frame with the numbers that the relations need, computed once for all pairs. */
export interface Entity {
  readonly id: string;
  readonly label: string;
  readonly box: ReadonlyBox;
  readonly centerX: number;
  readonly centerY: number;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  readonly depthMean: number | undefined;
  readonly depthStd: number;
  readonly depthUnit: 'm' | 'relative' | undefined;
  readonly mask: Rle | undefined;
}

/** The object's entity at a frame, or undefined when it has no state there. */
export function entityAt(object: TwinObject, frame: number): Entity | undefined {
  const state = stateInFrame(object, frame);
  if (state === undefined) return undefined;
  const { box, depth, mask } = state;
  const width = box[2] - box[0];
  const height = box[3] - box[1];
  return {
    id: object.id,
    label: object.label,
    box,
    centerX: (box[0] + box[2]) / 2,
    centerY: (box[1] + box[3]) / 2,
    width,
    height,
    area: width * height,
    depthMean: depth?.mean,
    depthStd: depth?.std ?? 0,
    depthUnit: depth?.unit,
    mask,
  };
}

/** The silhouettes of two objects, or undefined unless both have masks of one image. */
export function silhouettesOf(a: Entity, b: Entity): readonly [Silhouette, Silhouette] | undefined {
  if (a.mask === undefined || b.mask === undefined || a.mask.size[0] !== b.mask.size[0]) return undefined;
  return [silhouetteOf(a.mask), silhouetteOf(b.mask)];
}

export const entitiesAt = (twin: Twin, frame: number): Entity[] =>
  twin.objects.flatMap((object) => entityAt(object, frame) ?? []);

/**
 * How much farther `b` is than `a`, in combined standard deviations √(σa² + σb²), floored at a share of the mean depth;
 * undefined when a depth is missing or the units differ.
 */
export function depthSigmas(a: Entity, b: Entity): number | undefined {
  if (a.depthMean === undefined || b.depthMean === undefined || a.depthUnit !== b.depthUnit) return undefined;
  const floor = (DEPTH_SIGMA_FLOOR * (Math.abs(a.depthMean) + Math.abs(b.depthMean))) / 2;
  const sigma = Math.max(Math.sqrt(a.depthStd * a.depthStd + b.depthStd * b.depthStd), floor);
  return sigma > 0 ? (b.depthMean - a.depthMean) / sigma : 0;
}

/** True unless both depths are known and differ by more than `maxSigmas` combined standard deviations. */
export function depthsAgree(a: Entity, b: Entity, maxSigmas: number): boolean {
  const sigmas = depthSigmas(a, b);
  return sigmas === undefined || Math.abs(sigmas) <= maxSigmas;
}
