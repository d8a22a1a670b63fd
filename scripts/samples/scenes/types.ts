import type { Shot } from '../studio/accumulator.ts';

/** Builds a scene for a picture with this width/height ratio; what is in it is listed in `contents.ts`. */
export type SampleScene = (aspect: number) => Shot;
