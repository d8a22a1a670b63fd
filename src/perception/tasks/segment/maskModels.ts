import type { Rgb } from '../../pixels.ts';

/** Ids in the model manifest; tensors as in models/segment/README.md. */
export const MASK_MODELS = { fast: 'mask-fast', trunk: 'mask-trunk', fine: 'mask-fine' } as const;

/** A mask is a grid of so many logits a side over its window. */
export const GRID_SIDE = 64;

/** Outputs of the detector that the fast head takes as inputs of the same names. */
export const FAST_FEATURES = ['s32', 's16', 's8', 's8b', 's4', 's4b'] as const;
/** The most objects of one run of the fast head: its memory grows with them. */
export const MAX_BATCH = 32;

/** Side of the fine path's crops in pixels, and what they show beyond the photo. */
export const CROP_SIDE = 256;
export const BEYOND_PHOTO: Rgb = [124, 116, 104];
/** The most clicks of one prompt: the latest count. */
export const MAX_POINTS = 8;
