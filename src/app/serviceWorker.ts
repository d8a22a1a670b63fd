import { MANIFEST_PATH } from '../perception/runtime/manifest.ts';

const RELOADED_KEY = 'twinsight.reloadedForIsolation';

/** Storage may be blocked; then the page is simply not reloaded. */
function firstReloadInThisTab(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED_KEY) !== null) return false;
    sessionStorage.setItem(RELOADED_KEY, '1');
    return true;
  } catch {
    return false;
  }
}

/** Resolves once a service worker answers for this page: never where it was reloaded past it on purpose (with Shift). */
function controlled(container: ServiceWorkerContainer): Promise<void> {
  if (container.controller !== null) return Promise.resolve();
  return new Promise((resolve) =>
    container.addEventListener('controllerchange', () => resolve(), { once: true }),
  );
}

const loaded = (): Promise<void> =>
  document.readyState === 'complete'
    ? Promise.resolve()
    : new Promise((resolve) => addEventListener('load', () => resolve(), { once: true }));

/**
 * Registers the service worker once the page is loaded; it makes the app work offline and adds headers that static hosts
 * can't send. Where the page is not cross-origin isolated yet it is reloaded once, so that WASM may use threads, but only
 * before anybody has used it: afterwards the next visit gets them. Everything works without it: where service workers
 * are missing or blocked, nothing else happens.
 *
 * @param unused whether a reload would disturb nobody
 */
export async function registerServiceWorker(unused: () => boolean): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !globalThis.isSecureContext) return;
  try {
    await loaded();
    const { serviceWorker } = navigator;
    await serviceWorker.register('./sw.js', { updateViaCache: 'none' });
    await controlled(serviceWorker);
    if (!globalThis.crossOriginIsolated && unused() && firstReloadInThisTab()) {
      globalThis.location.reload();
      return;
    }
    // Any request wakes it to keep what is embedded; on a first visit the page may have made all of its own already.
    await fetch(MANIFEST_PATH);
  } catch {
    // Blocked by the browser's settings: one thread, and no use offline.
  }
}
