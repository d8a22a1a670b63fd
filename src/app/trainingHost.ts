import { version } from '../../package.json';
import {
  type KernelReport,
  type TrainEvent,
  type TrainingContract,
  type TrainingState,
  trainingContract,
} from '../../workers/contracts/training.ts';
import type { MethodArgs, MethodProgress, MethodResult } from '../../workers/rpc/contract.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { type Deadline, WorkerHost } from '../../workers/rpc/workerHost.ts';
import { TwinsightError } from '../core/errors.ts';
import type { ModelManifest } from '../perception/runtime/manifest.ts';

/** A step on a slow machine takes minutes, and the first one compiles; only a worker that says nothing for that long is stuck. */
const SLOW: Deadline = { totalMs: 24 * 3600_000, silenceMs: 30 * 60_000 };
const QUICK: Deadline = { totalMs: 60_000, silenceMs: 60_000 };

const DEADLINES: { readonly [M in keyof TrainingContract]: Deadline } = {
  open: { totalMs: 15 * 60_000, silenceMs: 10 * 60_000 },
  train: SLOW,
  pause: SLOW,
  evaluate: SLOW,
  baseline: SLOW,
  verify: SLOW,
  save: SLOW,
  export: SLOW,
  close: QUICK,
  runs: QUICK,
  removeRun: QUICK,
};

/** A failed GPU or a state that can't be trusted: the next call starts a new worker. */
const POISON = ['gpu-lost', 'gpu-failed', 'inference-failed'] as const;

/** A run as files. */
export type ExportedFiles = MethodResult<TrainingContract, 'export'>['files'];

type Opening = MethodArgs<TrainingContract, 'open'>;

/** Of a run to open, all but where the start's files are: it is named. */
export interface TrainingRequest extends Omit<Opening, 'start' | 'version' | 'startedAt' | 'keep'> {
  /** A policy of the manifest ("nano-early-100"), or files of one. */
  readonly start: string | Opening['start'];
  readonly keep?: boolean;
}

export interface TrainHooks {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** The page's end of the training worker, which is started with its first call. Rejects with `TwinsightError`. */
export interface TrainingHost {
  open(
    request: TrainingRequest,
    onProgress?: (progress: MethodProgress<TrainingContract, 'open'>) => void,
  ): Promise<TrainingState>;
  /** Trains up to a number of steps; ends early, with the state kept, when it is paused. */
  train(
    args: MethodArgs<TrainingContract, 'train'>,
    hooks?: TrainHooks,
  ): Promise<MethodResult<TrainingContract, 'train'>>;
  pause(): Promise<void>;
  evaluate(
    set: string,
    hooks?: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, all: number) => void },
  ): Promise<MethodResult<TrainingContract, 'evaluate'>>;
  /** What the grammar gets right of a held-out set. */
  baseline(set: string, signal?: AbortSignal): Promise<MethodResult<TrainingContract, 'baseline'>>;
  /** Compares every reward kernel on this machine's GPU with its reference. */
  verify(hooks?: {
    readonly signal?: AbortSignal;
    readonly onKernel?: (report: KernelReport) => void;
  }): Promise<MethodResult<TrainingContract, 'verify'>>;
  save(): Promise<void>;
  export(): Promise<ExportedFiles>;
  runs(): Promise<MethodResult<TrainingContract, 'runs'>['runs']>;
  removeRun(id: string): Promise<void>;
  close(): Promise<void>;
  dispose(): void;
}

export interface TrainingHostOptions {
  readonly spawn: () => WorkerEndpoint;
  readonly manifest: () => Promise<ModelManifest>;
}

export function createTrainingHost({ spawn, manifest }: TrainingHostOptions): TrainingHost {
  const worker = new WorkerHost({
    contract: trainingContract,
    spawn,
    deadlines: DEADLINES,
    poisonedBy: POISON,
  });
  return {
    async open({ start, keep = true, ...request }, onProgress) {
      const files = typeof start === 'string' ? siteFiles(await manifest(), start) : start;
      const args = { ...request, start: files, keep, version, startedAt: new Date().toISOString() };
      return worker.call('open', args, onProgress ? { onProgress } : {});
    },
    train: (args, { signal, onEvent } = {}) =>
      worker.call('train', args, {
        ...(signal ? { signal } : {}),
        ...(onEvent ? { onProgress: onEvent } : {}),
      }),
    async pause() {
      await worker.call('pause', {});
    },
    evaluate: (set, { signal, onProgress } = {}) =>
      worker.call(
        'evaluate',
        { set },
        {
          ...(signal ? { signal } : {}),
          ...(onProgress ? { onProgress: ({ done, all }) => onProgress(done, all) } : {}),
        },
      ),
    baseline: (set, signal) => worker.call('baseline', { set }, signal ? { signal } : {}),
    verify: ({ signal, onKernel } = {}) =>
      worker.call(
        'verify',
        {},
        { ...(signal ? { signal } : {}), ...(onKernel ? { onProgress: onKernel } : {}) },
      ),
    async save() {
      await worker.call('save', {});
    },
    export: async () => (await worker.call('export', {})).files,
    runs: async () => (await worker.call('runs', {})).runs,
    async removeRun(id) {
      await worker.call('removeRun', { id });
    },
    async close() {
      await worker.call('close', {});
    },
    dispose: () => worker.dispose(),
  };
}

function siteFiles({ policies }: ModelManifest, id: string): Opening['start'] {
  const entry = policies.find((policy) => policy.id === id);
  if (entry) return { name: id, files: { site: entry.files } };
  throw new TwinsightError({
    code: 'model-missing',
    message: `The start “${id}” is not part of this build.`,
    remedy: `Choose one of ${policies.map((policy) => policy.id).join(', ') || 'those of another build: this one has none'}.`,
  });
}
