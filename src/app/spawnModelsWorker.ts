import workerAddress from '../../workers/models.worker.ts?worker&url';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { HUB } from '../perception/runtime/modelStore/hubAddress.ts';

/** Starts the models worker for one source: its address names a mirror, because the service worker lets it reach no other. */
export function spawnModelsWorker(source: URL): WorkerEndpoint {
  const address = new URL(workerAddress, import.meta.url);
  if (source.href !== HUB) address.searchParams.set('source', source.origin);
  return new Worker(address, { type: 'module', name: 'models' });
}
