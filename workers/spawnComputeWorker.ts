import workerAddress from './compute.worker.ts?worker&url';
import type { WorkerEndpoint } from './rpc/endpoint.ts';

/** Starts a worker that computes beside the one that asks. */
export const spawnComputeWorker = (): WorkerEndpoint =>
  new Worker(new URL(workerAddress, import.meta.url), { type: 'module', name: 'compute' });
