import type { ObjectState, Provenance, Twin } from './twin.ts';

/** The value of `path` in the arguments of a segmentation run that took all objects of a photo at once, coarsely. */
export const FAST_MASK_PATH = 'fast';

/** What measured an object's mask. */
export const maskProvenance = ({ maskBy, by }: ObjectState): Provenance => maskBy ?? by;

/** True where a closer look would give a better mask: there is none, or it comes of the fast path. A person's mask is final. */
export function needsFinerMask(twin: Twin, state: ObjectState): boolean {
  if (state.mask === undefined) return true;
  const by = maskProvenance(state);
  return by !== 'human' && twin.log[by]?.args.path === FAST_MASK_PATH;
}
