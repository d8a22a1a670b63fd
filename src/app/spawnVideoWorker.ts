import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import workerAddress from '../../workers/video.worker.ts?worker&url';

/** Starts the video worker, which decodes clips for showing them. */
export const spawnVideoWorker = (): WorkerEndpoint =>
  new Worker(new URL(workerAddress, import.meta.url), { type: 'module', name: 'video' });
