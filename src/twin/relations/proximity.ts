import { containment, gapDistance, intersectionArea } from '../geometry/box.ts';
import { depthSigmas, depthsAgree, type Entity } from './entity.ts';
import {
  clarity,
  INSIDE_MAX_AREA_RATIO,
  INSIDE_MAX_SIGMA,
  INSIDE_MIN_CONTAINMENT,
  NEAR_MAX_GAP,
  NEAR_MAX_SIGMA,
  OVERLAP_MIN_SHARE,
  rounded,
} from './margins.ts';
import { canContain } from './support.ts';
import type { Verdict } from './types.ts';

/** `a` is inside `b`: `b` is of another kind that can hold something, nearly all of its box is in `b`'s, it is clearly smaller, and the depths do not set them apart. */
export function inside(a: Entity, b: Entity): Verdict | undefined {
  if (a.label === b.label || !canContain(b.label)) return undefined;
  const ratio = a.area / b.area;
  if (!(ratio <= INSIDE_MAX_AREA_RATIO)) return undefined;
  const share = containment(a.box, b.box);
  if (share < INSIDE_MIN_CONTAINMENT || !depthsAgree(a, b, INSIDE_MAX_SIGMA)) return undefined;
  return {
    score: 0.5 + 0.5 * clarity(share, INSIDE_MIN_CONTAINMENT, 1),
    because: { contained: rounded(share), margin: INSIDE_MIN_CONTAINMENT, areaRatio: rounded(ratio) },
  };
}

/** `a` is near `b`: the gap between their boxes is small against their sizes, and the depths do not set them apart. */
export function near(a: Entity, b: Entity): Verdict | undefined {
  const gap = (2 * gapDistance(a.box, b.box)) / (Math.sqrt(a.area) + Math.sqrt(b.area));
  if (!(gap <= NEAR_MAX_GAP) || !depthsAgree(a, b, NEAR_MAX_SIGMA)) return undefined;
  const sigmas = depthSigmas(a, b);
  return {
    score: 1 - 0.5 * (gap / NEAR_MAX_GAP),
    because: {
      gap: rounded(gap),
      margin: NEAR_MAX_GAP,
      ...(sigmas === undefined ? {} : { depthSigmas: rounded(Math.abs(sigmas)) }),
    },
  };
}

/** `a` and `b` overlap: their boxes share at least a tenth of the smaller one. */
export function overlapping(a: Entity, b: Entity): Verdict | undefined {
  const share = intersectionArea(a.box, b.box) / Math.min(a.area, b.area);
  if (!(share >= OVERLAP_MIN_SHARE)) return undefined;
  return { score: Math.min(1, share), because: { shared: rounded(share), margin: OVERLAP_MIN_SHARE } };
}
