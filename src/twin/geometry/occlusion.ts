import { commonLength, convexHull, type Silhouette, type Span, spansAt } from './silhouette.ts';

/** What two masks say about which of the two objects covers the other. */
export interface Occlusion {
  /** The share of the bays of `b` (its convex hull without itself) that `a` fills, in [0, 1]. */
  readonly filledByA: number;
  readonly filledByB: number;
  /** Pixels of `a` in the bays of `b`, and the other way round. */
  readonly pixelsOfA: number;
  readonly pixelsOfB: number;
}

/**
 * Who covers whom where two objects meet. Most things are roughly convex, so a thing that is partly covered has a bay where the other
 * one lies (the convexity cue of amodal ordering; a baseline of Zhan et al., "Self-supervised scene de-occlusion", 2020). A bay speaks
 * for `a` in front only as far as `a` fills it: the bays of a chair or a bicycle, through which the background is seen,
 * are its own shape. Pixels that both masks claim say nothing.
 */
export function occlusionOf(a: Silhouette, b: Silhouette): Occlusion {
  const pixelsOfA = pixelsInBays(a, b);
  const pixelsOfB = pixelsInBays(b, a);
  const share = (pixels: number, of: Silhouette): number => {
    const bays = hullOf(of).area - of.area;
    return pixels > 0 && bays > 0 ? Math.min(1, pixels / bays) : 0;
  };
  return { filledByA: share(pixelsOfA, b), filledByB: share(pixelsOfB, a), pixelsOfA, pixelsOfB };
}

/** Pixels of `a`, not of `b`, inside the convex hull of `b`. */
function pixelsInBays(a: Silhouette, b: Silhouette): number {
  const from = Math.max(a.left, b.left);
  const to = Math.min(a.left + a.columns.length, b.left + b.columns.length);
  if (from >= to) return 0;
  const { spans: hull } = hullOf(b);
  let pixels = 0;
  for (let column = from; column < to; column++) {
    const own = spansAt(a, column);
    const span = hull[column - b.left];
    if (own.length === 0 || span === undefined) continue;
    // Spans of b lie inside of its hull, so what both masks claim is in both terms and cancels.
    pixels += commonLength(own, [span]) - commonLength(own, spansAt(b, column));
  }
  return pixels;
}

interface Hull {
  readonly spans: readonly Span[];
  readonly area: number;
}

/** Hulls are asked for in every pair that an object is in. */
const hulls = new WeakMap<Silhouette, Hull>();

function hullOf(silhouette: Silhouette): Hull {
  const known = hulls.get(silhouette);
  if (known !== undefined) return known;
  const spans = convexHull(silhouette);
  const hull = { spans, area: spans.reduce((area, [top, bottom]) => area + bottom - top, 0) };
  hulls.set(silhouette, hull);
  return hull;
}
