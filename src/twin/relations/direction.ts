import { horizontalGap, verticalGap } from '../geometry/box.ts';
import { coverOf } from './cover.ts';
import { depthSigmas, type Entity } from './entity.ts';
import {
  AXIS_CLEAR,
  AXIS_MARGIN,
  BOTTOM_EDGE_CLEAR,
  BOTTOM_EDGE_MARGIN,
  BOTTOM_EDGE_MAX_SCORE,
  COVER_MAX_SCORE,
  COVER_SIGMAS,
  clarity,
  DEPTH_CLEAR_SIGMA,
  DEPTH_MARGIN_SIGMA,
  rounded,
} from './margins.ts';
import type { Verdict } from './types.ts';

/**
 * `a` is left of `b`: (centre b − centre a) / ((width a + width b) / 2) > `AXIS_MARGIN`. The score is how clearly, times the
 * cosine of the angle between the axis and the free space across it: what is far above or below counts less.
 */
export function leftOf(a: Entity, b: Entity): Verdict | undefined {
  const separation = (2 * (b.centerX - a.centerX)) / (a.width + b.width);
  if (!(separation > AXIS_MARGIN)) return undefined;
  const distance = b.centerX - a.centerX;
  const across = verticalGap(a.box, b.box);
  const cosine = across === 0 ? 1 : distance / Math.sqrt(distance * distance + across * across);
  return {
    score: clarity(separation, AXIS_MARGIN, AXIS_CLEAR) * cosine,
    because: { separation: rounded(separation), margin: AXIS_MARGIN, pixels: rounded(distance) },
  };
}

/** `a` is above `b`: as `leftOf`, along the vertical axis, with heights. */
export function above(a: Entity, b: Entity): Verdict | undefined {
  const separation = (2 * (b.centerY - a.centerY)) / (a.height + b.height);
  if (!(separation > AXIS_MARGIN)) return undefined;
  const distance = b.centerY - a.centerY;
  const across = horizontalGap(a.box, b.box);
  const cosine = across === 0 ? 1 : distance / Math.sqrt(distance * distance + across * across);
  return {
    score: clarity(separation, AXIS_MARGIN, AXIS_CLEAR) * cosine,
    because: { separation: rounded(separation), margin: AXIS_MARGIN, pixels: rounded(distance) },
  };
}

/**
 * `a` is nearer to the camera than `b`: by depth where both have one in the same unit, in combined standard deviations, to which
 * masks that cover each other add; otherwise by what covers what, else by the lower bottom edge, which holds for things that
 * stand on one ground, and `because` says so.
 */
export function inFrontOf(a: Entity, b: Entity): Verdict | undefined {
  const byDepth = depthSigmas(a, b);
  const covers = coverOf(a, b);
  if (byDepth === undefined) return covers === 0 ? nearerByBottomEdge(a, b) : nearerByCover(covers);
  const sigmas = byDepth + COVER_SIGMAS * covers;
  if (!(sigmas > DEPTH_MARGIN_SIGMA)) return undefined;
  return {
    score: clarity(sigmas, DEPTH_MARGIN_SIGMA, DEPTH_CLEAR_SIGMA),
    because: {
      nearerDepth: rounded(a.depthMean ?? 0),
      fartherDepth: rounded(b.depthMean ?? 0),
      unit: a.depthUnit ?? 'm',
      sigmas: rounded(sigmas),
      margin: DEPTH_MARGIN_SIGMA,
      ...(covers === 0 ? {} : { covers: rounded(covers) }),
    },
  };
}

function nearerByCover(covers: number): Verdict | undefined {
  if (!(covers > 0)) return undefined;
  return {
    score: COVER_MAX_SCORE * covers,
    because: { cue: 'no common depth: one mask fills a bay of the other', covers: rounded(covers) },
  };
}

function nearerByBottomEdge(a: Entity, b: Entity): Verdict | undefined {
  const lower = (2 * (a.box[3] - b.box[3])) / (a.height + b.height);
  if (!(lower > BOTTOM_EDGE_MARGIN)) return undefined;
  return {
    score: BOTTOM_EDGE_MAX_SCORE * clarity(lower, BOTTOM_EDGE_MARGIN, BOTTOM_EDGE_CLEAR),
    because: {
      cue: 'no common depth: the lower bottom edge is taken as nearer',
      bottomEdges: rounded(lower),
      margin: BOTTOM_EDGE_MARGIN,
    },
  };
}
