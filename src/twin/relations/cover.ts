import { intersectionArea } from '../geometry/box.ts';
import { masksTouch } from '../geometry/contact.ts';
import { occlusionOf } from '../geometry/occlusion.ts';
import { type Entity, silhouettesOf } from './entity.ts';
import { COVER_MARGIN, COVER_MIN_AREA, COVER_MIN_RATIO, touchReach } from './margins.ts';
import { on } from './support.ts';

/**
 * How clearly the masks say that `a` covers `b`, in (0, 1], or `b` covers `a`, in [−1, 0); 0 where they don't say: no masks, apart, of very
 * different size, no clear winner, or one rests on the other, where covering tells nothing of the distance.
 */
export function coverOf(a: Entity, b: Entity): number {
  // Cheap and decisive first: asked for every pair.
  if (a.mask === undefined || b.mask === undefined || intersectionArea(a.box, b.box) === 0) return 0;
  const masks = silhouettesOf(a, b);
  if (masks === undefined) return 0;
  const [maskA, maskB] = masks;
  const smaller = Math.min(maskA.area, maskB.area);
  if (smaller < COVER_MIN_RATIO * Math.max(maskA.area, maskB.area)) return 0;
  const { filledByA, filledByB, pixelsOfA, pixelsOfB } = occlusionOf(maskA, maskB);
  const lead = filledByA - filledByB;
  if (Math.abs(lead) < COVER_MARGIN) return 0;
  if ((lead > 0 ? pixelsOfA : pixelsOfB) < COVER_MIN_AREA * smaller) return 0;
  if (!masksTouch(maskA, maskB, touchReach(a, b))) return 0;
  return on(a, b) === undefined && on(b, a) === undefined ? lead : 0;
}
