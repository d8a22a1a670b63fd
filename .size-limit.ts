import { readFileSync } from 'node:fs';
import { eagerScripts } from './scripts/lib/entryFiles.ts';

const html = readFileSync('dist/index.html', 'utf8');
const scripts = eagerScripts(html).map((path) => `dist/${path}`);
if (scripts.length === 0)
  throw new Error('dist/index.html loads no script: the budget would measure nothing');

/** What a visitor downloads before the page can be used; the 3D view, the runtime and the models come later. */
export default [
  {
    name: 'JavaScript that index.html loads at once',
    path: scripts,
    limit: '250 kB',
    gzip: true,
  },
];
