import { boxIou } from '../../twin/geometry/box.ts';
import { rleIou } from '../../twin/geometry/rle.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import type { Box, Twin, TwinObject } from '../../twin/schema/twin.ts';

/** From this overlap on a mask is taken for one of the object that is there already. */
const SAME_OBJECT = 0.5;
/** A selected object is meant even where its old mask was poor. */
const SELECTED_OBJECT = 0.15;

function overlap(object: TwinObject, mask: Rle, box: Box): number {
  const state = object.states[0];
  if (!state) return 0;
  const own = state.mask;
  const comparable = own && own.size[0] === mask.size[0] && own.size[1] === mask.size[1];
  return comparable ? rleIou(own, mask) : boxIou(state.box, box);
}

/**
 * The object of the twin that a mask most likely shows: the one it overlaps most, a selected one first; undefined where it is
 * none of them. `box` is the mask's tight box.
 */
export function matchingObject(
  twin: Twin,
  { mask, box }: { readonly mask: Rle; readonly box: Box },
  selectedIds: readonly string[],
): TwinObject | undefined {
  let best: TwinObject | undefined;
  let most = 0;
  for (const object of twin.objects) {
    const share = overlap(object, mask, box);
    const selected = selectedIds.includes(object.id);
    if (share < (selected ? SELECTED_OBJECT : SAME_OBJECT)) continue;
    const rank = share + (selected ? 1 : 0);
    if (rank <= most) continue;
    best = object;
    most = rank;
  }
  return best;
}
