import { decodeRle } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { Box } from '../../src/twin/schema/twin.ts';
import { mean, median, spearman } from '../lib/statistics.ts';
import type { DepthImage } from './depthImages.ts';

/** An object's estimated distance and the one that the sensor saw. */
export interface DepthPair {
  readonly frame: string;
  readonly label: string;
  /** Metres along the view direction. */
  readonly estimate: number;
  readonly truth: number;
}

/** An object of which the sensor saw less than this share has no measured distance. */
const MIN_SEEN_SHARE = 0.1;
const MIN_SEEN_PIXELS = 25;

/**
 * The median of the measured distances inside the mask, or inside the box where there is none, in metres. Pixels without a
 * measurement (0) don't count; undefined where hardly anything was measured.
 */
export function medianDepth(image: DepthImage, box: Box, mask?: Rle): number | undefined {
  const inside = mask && decodeRle(mask);
  const seen: number[] = [];
  let pixels = 0;
  for (let y = Math.max(0, Math.floor(box[1])); y < Math.min(image.height, Math.ceil(box[3])); y++) {
    for (let x = Math.max(0, Math.floor(box[0])); x < Math.min(image.width, Math.ceil(box[2])); x++) {
      const at = y * image.width + x;
      if (inside && inside[at] !== 1) continue;
      pixels++;
      const metres = image.metres[at] ?? 0;
      if (metres > 0) seen.push(metres);
    }
  }
  if (seen.length < MIN_SEEN_PIXELS || seen.length < MIN_SEEN_SHARE * pixels) return undefined;
  return median(seen);
}

/** Errors of depths against the truth (Eigen et al. 2014), and whether the order is right. */
export interface DepthFigures {
  readonly objects: number;
  /** Mean of |estimate − truth| / truth. */
  readonly absRel: number;
  /** Share of objects with max(estimate / truth, truth / estimate) < 1.25. */
  readonly delta125: number;
}

export function depthFigures(pairs: readonly Pick<DepthPair, 'estimate' | 'truth'>[]): DepthFigures {
  return {
    objects: pairs.length,
    absRel: mean(pairs.map(({ estimate, truth }) => Math.abs(estimate - truth) / truth)),
    delta125: mean(
      pairs.map(({ estimate, truth }) => (Math.max(estimate / truth, truth / estimate) < 1.25 ? 1 : 0)),
    ),
  };
}

/** The same pairs with every estimate multiplied by the median of truth / estimate. */
export function aligned<Pair extends Pick<DepthPair, 'estimate' | 'truth'>>(pairs: readonly Pair[]): Pair[] {
  const scale = median(pairs.map(({ estimate, truth }) => truth / estimate)) ?? 1;
  return pairs.map((pair) => ({ ...pair, estimate: pair.estimate * scale }));
}

/** One object always fits a scale of its own; of two a median still fits one of them half. */
const MIN_ALIGNED = 3;
/** Any two objects are in order or not: an order is worth a number from three on. */
const MIN_ORDERED = 3;

export interface FrameFigures extends DepthFigures {
  readonly frame: string;
  /** Spearman's rank correlation of the objects' depths; absent with fewer than three objects. */
  readonly spearman?: number;
}

export interface DepthMetrics extends DepthFigures {
  /** With one factor for all frames (their median ratio): what a known lens could correct. */
  readonly alignedOverall: DepthFigures;
  /** With one factor a frame, over frames with at least three objects: what is left is the shape of the scene. */
  readonly alignedByFrame: DepthFigures;
  /** Mean over the frames with at least three objects, and over all objects together. */
  readonly spearman: { readonly byFrame?: number; readonly frames: number; readonly overall?: number };
  readonly byFrame: readonly FrameFigures[];
}

/** Depths of objects against those that a sensor saw, over frames. */
export function depthMetrics(pairs: readonly DepthPair[]): DepthMetrics {
  const frames = [...new Set(pairs.map(({ frame }) => frame))].map(
    (frame) => [frame, pairs.filter((pair) => pair.frame === frame)] as const,
  );
  const order = (some: readonly DepthPair[]): number | undefined =>
    some.length < MIN_ORDERED
      ? undefined
      : spearman(
          some.map(({ estimate }) => estimate),
          some.map(({ truth }) => truth),
        );
  const byFrame = frames.map(([frame, some]): FrameFigures => {
    const rank = order(some);
    return { frame, ...depthFigures(some), ...(rank === undefined ? {} : { spearman: rank }) };
  });
  const ordered = byFrame.flatMap((one) => one.spearman ?? []);
  const overall = order(pairs);
  return {
    ...depthFigures(pairs),
    alignedOverall: depthFigures(aligned(pairs)),
    alignedByFrame: depthFigures(
      frames.flatMap(([, some]) => (some.length < MIN_ALIGNED ? [] : aligned(some))),
    ),
    spearman: {
      ...(ordered.length === 0 ? {} : { byFrame: mean(ordered) }),
      frames: ordered.length,
      ...(overall === undefined ? {} : { overall }),
    },
    byFrame,
  };
}
