import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository root. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where `vite build` writes the app. */
export const DIST = join(ROOT, 'dist');

/** Scratch space of the tools; never committed. */
export const CACHE = join(ROOT, '.cache');
