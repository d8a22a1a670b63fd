import { fetchVerified } from '../src/perception/runtime/siteFiles.ts';
import { GpuHost } from '../src/training/gpu/host.ts';
import { adapterName } from '../src/training/gpu/openDevice.ts';
import { referenceKernels } from '../src/training/kernels/reference.ts';
import { verifyKernels } from '../src/training/kernels/verify.ts';
import { webgpuKernels } from '../src/training/kernels/webgpu.ts';
import type { Compute } from '../src/training/model/compute.ts';
import { createPolicyEngine } from '../src/training/model/createEngine.ts';
import { GRADIENT_PARTS } from '../src/training/model/parallel.ts';
import type { LlamaConfig } from '../src/training/model/types.ts';
import { type TrainingContract, trainingContract } from './contracts/training.ts';
import { RemoteCompute } from './remoteCompute.ts';
import { type Handlers, serve } from './rpc/server.ts';
import { spawnComputeWorker } from './spawnComputeWorker.ts';
import { trainingHandlers } from './trainingHandlers.ts';
import { breathe, fetchAll, holdName } from './trainingRuntime.ts';
import { memoryFolders, openRunFolders } from './trainingStore.ts';

// This script lies one folder below the site's root: in `workers/` of the sources, in `assets/` of a build.
const siteRoot = new URL('../', globalThis.location.href);
const { gpu, locks, storage, hardwareConcurrency } = globalThis.navigator;

/** A helper for each of the machine's threads but this one; more than there are parts of a step would have nothing to do. */
const helpers = (config: LlamaConfig): readonly Compute[] =>
  Array.from(
    { length: Math.max(1, Math.min(GRADIENT_PARTS, hardwareConcurrency)) - 1 },
    () => new RemoteCompute(config, spawnComputeWorker()),
  );

const handlers = trainingHandlers({
  now: () => performance.now(),
  breathe,
  // Not awaited here: a message that came before `serve` would be lost.
  folders: openRunFolders(storage),
  memory: memoryFolders(),
  hold: (name) => holdName(locks, name),
  fetchFiles: (site, onBytes) =>
    fetchAll(site, onBytes, (file, tell) => fetchVerified(file, { siteRoot, onBytes: tell })),
  createEngine: (request) => createPolicyEngine({ ...request, helpers }),
  async createKernels(device) {
    if (device === 'wasm')
      return { kernels: referenceKernels(), adapter: `processor with ${hardwareConcurrency} threads` };
    const host = await GpuHost.create({ gpu });
    return { kernels: webgpuKernels(host), adapter: adapterName(host.adapter) };
  },
});

const verify: Handlers<TrainingContract>['verify'] = async (_args, { signal, progress }) => {
  const host = await GpuHost.create({ gpu });
  try {
    const report = await verifyKernels(host, { signal, onKernel: progress });
    return { ...report, adapter: { ...report.adapter } };
  } finally {
    host.dispose();
  }
};

serve(trainingContract, { ...handlers, verify }, globalThis, {
  serial: ['open', 'train', 'evaluate', 'baseline', 'verify', 'save', 'export', 'close'],
});
