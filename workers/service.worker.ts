import { DOCUMENT_POLICY, modelsPolicy, WORKER_POLICY } from './contentSecurityPolicy.ts';

/** What of the worker's global scope is used; the compiler's worker library describes dedicated workers only. */
interface ServiceWorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
declare const self: ServiceWorkerScope;

/** Put in by the build (`scripts/vite/serviceWorkerPlugin.ts`); paths are relative to the scope. */
declare const __OFFLINE_FILES__: {
  /** The app's own files, and a hash over them. */
  readonly shell: readonly string[];
  readonly shellHash: string;
  /** Models, WASM runtime and samples, and a hash over them: they stay while only code changes. */
  readonly embedded: readonly string[];
  readonly embeddedHash: string;
};

const { shell, shellHash, embedded, embeddedHash } = __OFFLINE_FILES__;
const CACHE_PREFIX = 'twinsight-';
const SHELL_CACHE = `${CACHE_PREFIX}shell-${shellHash}`;
const EMBEDDED_CACHE = `${CACHE_PREFIX}embedded-${embeddedHash}`;

const root = self.registration.scope;
const pathOf = (url: string): string => url.slice(root.length).replace(/[?#].*$/, '');
const isEmbedded = (path: string): boolean =>
  /^(ort|models|samples)\//.test(path) && path !== 'models/manifest.json';
const isModelsWorker = (path: string): boolean => /^assets\/models\.worker-[\w-]+\.js$/.test(path);
/** Build tools put a hash of the content into these names. */
const isHashed = (path: string): boolean => path.startsWith('assets/');

async function install(): Promise<void> {
  const cache = await caches.open(SHELL_CACHE);
  // Past the browser's own cache: a shell of mixed builds would not start.
  await cache.addAll(shell.map((path) => new Request(new URL(path, root), { cache: 'reload' })));
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter(
    (name) => name.startsWith(CACHE_PREFIX) && name !== SHELL_CACHE && name !== EMBEDDED_CACHE,
  );
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

let keptOffline = false;

/** Fetches what is embedded but was not asked for yet, so that the app works without a network from now on. */
async function keepOffline(): Promise<void> {
  if (keptOffline) return;
  keptOffline = true;
  const cache = await caches.open(EMBEDDED_CACHE);
  for (const path of embedded) {
    const request = new Request(new URL(path, root), { priority: 'low' });
    if ((await cache.match(request)) === undefined) await cache.add(request);
  }
}

function policyOf(url: string, destination: RequestDestination): string {
  if (destination === 'document') return DOCUMENT_POLICY;
  return isModelsWorker(pathOf(url)) ? modelsPolicy(url) : WORKER_POLICY;
}

/** Adds what a static host can't: cross-origin isolation (WASM threads) and a content security policy, workers included. */
function withHeaders(response: Response, { url, destination }: Request): Response {
  if (response.type === 'opaque' || response.type === 'error' || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Content-Security-Policy', policyOf(url, destination));
  const body = [101, 204, 205, 304].includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

async function fetchAndKeep(request: Request, cacheName: string): Promise<Response> {
  const response = await fetch(request);
  // Static hosts answer unknown paths with a page: kept under another name, it would break the app for good.
  const page = response.headers.get('content-type')?.includes('text/html') === true;
  if (response.status === 200 && page === (request.destination === 'document')) {
    const copy = response.clone();
    // A full disk must not fail the request; the file is fetched again next time.
    caches
      .open(cacheName)
      .then((cache) => cache.put(request, copy))
      .catch(() => undefined);
  }
  return response;
}

/** What the build pinned comes from the cache; pages and the manifest from the network while there is one. */
async function respond(request: Request, path: string): Promise<Response> {
  if (request.headers.has('range')) return await fetch(request);
  const cacheName = isEmbedded(path) ? EMBEDDED_CACHE : SHELL_CACHE;
  const kept = () => caches.match(request, { ignoreSearch: true, ignoreVary: true });
  if ((isEmbedded(path) || isHashed(path)) && request.cache !== 'reload') {
    return (await kept()) ?? (await fetchAndKeep(request, cacheName));
  }
  try {
    return await fetchAndKeep(request, cacheName);
  } catch (offline) {
    const page = path === '' ? await caches.match(new URL('index.html', root)) : await kept();
    if (page) return page;
    throw offline;
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(root)) return;
  event.respondWith(respond(request, pathOf(request.url)).then((response) => withHeaders(response, request)));
  // Without a network, or on a full disk, another start of this worker tries again.
  event.waitUntil(keepOffline().catch(() => undefined));
});
