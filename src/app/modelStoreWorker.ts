import { type ModelsContract, modelsContract } from '../../workers/contracts/models.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { type Deadline, WorkerHost } from '../../workers/rpc/workerHost.ts';

export type ModelStoreWorker = WorkerHost<ModelsContract>;

const MINUTE: Deadline = { totalMs: 60_000, silenceMs: 60_000 };
/** A download tells of itself ten times a second, and gives up on a silent server itself. */
const TRANSFER: Deadline = { totalMs: 24 * 3_600_000, silenceMs: 120_000 };

const DEADLINES: { readonly [M in keyof ModelsContract]: Deadline } = {
  plan: MINUTE,
  download: TRANSFER,
  importFolder: TRANSFER,
  verify: TRANSFER,
  remove: MINUTE,
  list: MINUTE,
};

/** The page's end of the models worker, which is started with its first call. */
export const createModelStoreWorker = (spawn: () => WorkerEndpoint): ModelStoreWorker =>
  new WorkerHost({ contract: modelsContract, spawn, deadlines: DEADLINES });
