import workerAddress from '../../workers/perception.worker.ts?worker&url';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';

/** Starts the perception worker. Builds for the fault tests hand the page's `?fault=` on to it. */
export function spawnPerceptionWorker(): WorkerEndpoint {
  const address = new URL(workerAddress, import.meta.url);
  if (import.meta.env.VITE_FAULTS === '1') {
    const fault = new URLSearchParams(globalThis.location.search).get('fault');
    if (fault !== null) address.searchParams.set('fault', fault);
  }
  return new Worker(address, { type: 'module', name: 'perception' });
}
