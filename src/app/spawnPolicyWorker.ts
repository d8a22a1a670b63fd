import workerAddress from '../../workers/policy.worker.ts?worker&url';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';

/** Starts a worker that writes rollouts with a model of ours. */
export const spawnPolicyWorker = (): WorkerEndpoint =>
  new Worker(new URL(workerAddress, import.meta.url), { type: 'module', name: 'policy' });
