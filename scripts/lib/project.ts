import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository root. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where `vite build` writes the app. */
export const DIST = join(ROOT, 'dist');

/** Scratch space of the tools; never committed. */
export const CACHE = join(ROOT, '.cache');

/** The build for fault tests: the same app, whose perception worker can be told to fail. */
export const DIST_FAULTS = join(CACHE, 'dist-faults');

/** Photographs with ground truth, beside the project where there are any; never committed. */
export const DATA = process.env.TWINSIGHT_DATA ?? join(ROOT, '..', 'shared', 'data');
