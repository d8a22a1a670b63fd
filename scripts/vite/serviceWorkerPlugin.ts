import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';
import { MANIFEST_PATH, parseManifest } from '../../src/perception/runtime/manifest.ts';
import { DOCUMENT_POLICY } from '../../workers/contentSecurityPolicy.ts';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function hashOf(folder: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(join(folder, path)));
  return hash.digest('hex').slice(0, 16);
}

/** What a built site keeps for use without a network: the app's own files, and the embedded models and samples. */
function offlineFiles(site: string) {
  const files = filesBelow(site);
  const { models, policies, runtime } = parseManifest(
    JSON.parse(readFileSync(join(site, MANIFEST_PATH), 'utf8')),
  );
  const { module, binary } = runtime.variants.wasm; // the one that works everywhere; others are kept once used
  const samples = files.filter((path) => path.startsWith('samples/'));
  const ofModels = models.flatMap(({ file, dictionary }) => (dictionary ? [file, dictionary.file] : [file]));
  const ofPolicies = policies.flatMap(({ files: parts }) => Object.values(parts).map(({ file }) => file));
  const embedded = [...new Set([...samples, module.file, binary.file, ...ofModels, ...ofPolicies])];
  const shell = files.filter(
    (path) =>
      path === 'index.html' ||
      path === MANIFEST_PATH ||
      (path.startsWith('assets/') && !path.endsWith('.map')),
  );
  return { shell, shellHash: hashOf(site, shell), embedded, embeddedHash: hashOf(site, embedded) };
}

/** Builds `workers/service.worker.ts` into `sw.js`, once the site is written and its files are known. */
export function serviceWorker(): Plugin {
  let site = '';
  let root = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      site = resolve(config.root, config.build.outDir);
    },
    async closeBundle(error?: Error) {
      if (error) return;
      await build({
        root,
        configFile: false,
        logLevel: 'warn',
        define: { __OFFLINE_FILES__: JSON.stringify(offlineFiles(site)) },
        build: {
          target: 'es2023',
          outDir: site,
          emptyOutDir: false,
          copyPublicDir: false,
          lib: {
            entry: 'workers/service.worker.ts',
            formats: ['iife'],
            name: 'serviceWorker',
            fileName: () => 'sw.js',
          },
        },
      });
    },
  };
}

/** Puts the documents' policy into the pages of a build, for the first visit, before the service worker sends it. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: DOCUMENT_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
