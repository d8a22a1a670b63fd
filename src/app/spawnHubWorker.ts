import workerAddress from '../../workers/hub.worker.ts?worker&url';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';

/** Starts a worker for one model of the hub. */
export const spawnHubWorker = (role: string): WorkerEndpoint =>
  new Worker(new URL(workerAddress, import.meta.url), { type: 'module', name: `hub ${role}` });
