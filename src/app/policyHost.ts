import {
  type PolicyContract,
  type PolicyReport,
  policyContract,
  type Written,
} from '../../workers/contracts/policy.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { type Deadline, WorkerHost } from '../../workers/rpc/workerHost.ts';
import { TwinsightError } from '../core/errors.ts';
import type { ModelManifest, PolicyEntry } from '../perception/runtime/manifest.ts';
import type { Policy } from '../reasoning/rollout/policy.ts';
import { DEFAULT_WRITING, ownPolicy, type WritingOptions } from '../training/model/policy.ts';
import type { ModelFiles } from '../training/model/textModel.ts';

const DEADLINES: { readonly [M in keyof PolicyContract]: Deadline } = {
  load: { totalMs: 120_000, silenceMs: 60_000 },
  write: { totalMs: 120_000, silenceMs: 30_000 },
};

/** A model of ours: one of the manifest, or the files of one that was trained here. */
export type PolicyModel =
  | { readonly id: string }
  | { readonly id: string; readonly given: Readonly<Record<keyof ModelFiles, Uint8Array<ArrayBuffer>>> };

export interface WriteHooks {
  /** Ends the writing at once; without it, it ends where nobody reads on. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each turn what it took. */
  readonly onWritten?: ((written: Written) => void) | undefined;
}

/** The page's end of the policy worker, which is started with its first call. Rejects with `TwinsightError`. */
export interface PolicyHost {
  /** Reads the model, unless the worker has it already. */
  load(signal?: AbortSignal): Promise<PolicyReport>;
  /** The policy that the model writes. */
  policy(hooks?: WriteHooks, options?: Partial<WritingOptions>): Policy;
  dispose(): void;
}

export interface PolicyHostOptions {
  readonly model: PolicyModel;
  readonly spawn: () => WorkerEndpoint;
  readonly manifest: () => Promise<ModelManifest>;
}

const notBuilt = (id: string): TwinsightError =>
  new TwinsightError({
    code: 'model-missing',
    message: `The policy “${id}” is not part of this build.`,
    remedy: 'Ask with the grammar, or build the site with models/nano in place.',
  });

export function createPolicyHost({ model, spawn, manifest }: PolicyHostOptions): PolicyHost {
  const worker = new WorkerHost({ contract: policyContract, spawn, deadlines: DEADLINES });
  let loaded: { readonly generation: number; readonly report: PolicyReport } | undefined;

  async function load(signal?: AbortSignal): Promise<PolicyReport> {
    await worker.settled();
    if (loaded && worker.alive && loaded.generation === worker.generation) return loaded.report;
    const options = signal ? { signal } : {};
    const args =
      'given' in model ? { given: { ...model.given } } : { site: filesOf(await manifest(), model.id) };
    const report = await worker.call('load', args, options);
    loaded = { generation: worker.generation, report };
    return report;
  }

  return {
    load,
    policy: ({ signal, onWritten } = {}, options = {}) => ({
      ...ownPolicy(model.id),
      async *write(turn) {
        const stop = new AbortController();
        const abort = (): void => stop.abort();
        signal?.addEventListener('abort', abort);
        if (signal?.aborted) abort();
        const texts = new TextQueue();
        let written = '';
        try {
          await load(stop.signal);
          const args = { ...DEFAULT_WRITING, ...options, ...turn };
          const call = worker.call('write', args, {
            signal: stop.signal,
            onProgress: ({ text }) => {
              written += text;
              texts.push(text);
            },
          });
          call.then(
            (report) => {
              onWritten?.(report);
              texts.end();
            },
            (thrown: unknown) => texts.fail(thrown),
          );
          yield* texts.read();
        } finally {
          // Behind a plan or an answer the worker ends by itself, and then tells what it took.
          if (!/<\/(?:plan|answer)>$/.test(written)) abort();
          signal?.removeEventListener('abort', abort);
        }
      },
    }),
    dispose: () => worker.dispose(),
  };
}

function filesOf({ policies }: ModelManifest, id: string): PolicyEntry['files'] {
  const entry = policies.find((policy) => policy.id === id);
  if (!entry) throw notBuilt(id);
  return entry.files;
}

/** Text that arrives in calls, read as it comes. */
class TextQueue {
  readonly #texts: string[] = [];
  #ended = false;
  #failure: { readonly thrown: unknown } | undefined;
  #wake: () => void = () => undefined;

  push(text: string): void {
    this.#texts.push(text);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  fail(thrown: unknown): void {
    this.#failure = { thrown };
    this.#wake();
  }

  async *read(): AsyncGenerator<string> {
    for (;;) {
      const text = this.#texts.shift();
      if (text !== undefined) {
        yield text;
        continue;
      }
      if (this.#failure) throw this.#failure.thrown;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
