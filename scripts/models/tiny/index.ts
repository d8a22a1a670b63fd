import { tinyDepth } from './depth.ts';
import { tinyDetector } from './detector.ts';
import { tinyGroundedDetector, tinyZeroShotDetector } from './finders.ts';
import { tinySam, tinySam2 } from './sam.ts';
import type { TinyModel } from './types.ts';
import { tinyCaptioner, tinyChatVision } from './writers.ts';

/** One tiny model for each way in which models of the hub are driven. */
export const tinyModels = (): readonly TinyModel[] => [
  tinyDetector(),
  tinyGroundedDetector(),
  tinyZeroShotDetector(),
  tinySam(),
  tinySam2(),
  tinyDepth(),
  tinyCaptioner(),
  tinyChatVision(),
];
