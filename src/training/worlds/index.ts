import { clevrWorld } from './clevr/world.ts';
import { photoWorld } from './photo/world.ts';
import type { World, WorldName } from './types.ts';
import { videoWorld } from './video/world.ts';

/** The worlds that there are, by name. */
export const WORLDS: Readonly<Record<WorldName, World>> = {
  clevr: clevrWorld,
  photo: photoWorld,
  video: videoWorld,
};
