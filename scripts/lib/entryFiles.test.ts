import { expect, it } from 'vitest';
import { eagerScripts } from './entryFiles.ts';

it('finds the module scripts and their static imports, and nothing that is loaded later', () => {
  const html = `<!doctype html><html><head>
    <script type="module" crossorigin src="./assets/index-1.js"></script>
    <link rel="modulepreload" crossorigin href="./assets/react-2.js">
    <link rel="stylesheet" crossorigin href="./assets/index-3.css">
    <link rel="prefetch" href="./assets/three-4.js"></head></html>`;
  expect(eagerScripts(html)).toEqual(['assets/index-1.js', 'assets/react-2.js']);
});
