import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import workerAddress from '../../workers/training.worker.ts?worker&url';

/** Starts the worker that trains policies. */
export const spawnTrainingWorker = (): WorkerEndpoint =>
  new Worker(new URL(workerAddress, import.meta.url), { type: 'module', name: 'training' });
