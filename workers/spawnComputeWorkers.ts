import type { Compute } from '../src/training/model/compute.ts';
import type { LlamaConfig } from '../src/training/model/types.ts';
import workerAddress from './compute.worker.ts?worker&url';
import { RemoteCompute } from './remoteCompute.ts';

/** Threads that compute a policy together; more wait for each other longer than they save. */
const MOST_THREADS = 4;

/** Starts a worker for each of the machine's threads but the one that asks, and at most three. */
export const spawnComputeWorkers = (config: LlamaConfig): readonly Compute[] =>
  Array.from(
    { length: Math.min(MOST_THREADS, navigator.hardwareConcurrency) - 1 },
    () =>
      new RemoteCompute(
        config,
        new Worker(new URL(workerAddress, import.meta.url), { type: 'module', name: 'compute' }),
      ),
  );
