import { type ErrorCode, TwinsightError } from '../../src/core/errors.ts';
import { formatDuration } from '../../src/core/units.ts';
import { type CallOptions, type Client, createClient } from './client.ts';
import type { Contract, MethodArgs, MethodProgress, MethodResult } from './contract.ts';
import type { WorkerEndpoint } from './endpoint.ts';

/** How long a method may take, in milliseconds: altogether, and without any sign of progress. */
export interface Deadline {
  readonly totalMs: number;
  readonly silenceMs: number;
}

export interface WorkerHostOptions<C extends Contract> {
  readonly contract: C;
  readonly spawn: () => WorkerEndpoint;
  readonly deadlines: { readonly [M in keyof C]: Deadline };
  /** After a cancel, how long the worker may take to become idle before it is terminated. */
  readonly cancelGraceMs?: number;
  /** Errors after which the worker's realm can't be trusted: a failed run poisons the runtime for every later one. */
  readonly poisonedBy?: readonly ErrorCode[];
}

const DEFAULT_CANCEL_GRACE_MS = 1000;
const DEFAULT_POISON: readonly ErrorCode[] = ['model-load-failed', 'inference-failed', 'model-wrong-answer'];

export interface HostCallOptions<P> extends CallOptions<P> {
  /** Instead of the method's own, for a call that is known to take longer. */
  readonly deadline?: Deadline;
}

/**
 * Owns one worker: starts it at the first call, watches it from outside (a stuck worker can't run its own timers),
 * terminates it when it hangs, crashes, ignores a cancel or reports a failure that poisons its realm, and starts a new
 * one for the next call.
 */
export class WorkerHost<C extends Contract> {
  readonly #options: WorkerHostOptions<C>;
  #worker: { readonly endpoint: WorkerEndpoint; readonly client: Client<C> } | undefined;
  #generation = 0;
  #disposed = false;
  /** Pending while a cancelled call still keeps the worker busy; new calls wait for its end, at most the grace period. */
  #settling: Promise<void> | undefined;

  constructor(options: WorkerHostOptions<C>) {
    this.#options = options;
  }

  /** Counts the workers started; what was kept in an earlier one is gone. */
  get generation(): number {
    return this.#generation;
  }

  /** True while a worker lives: its state (models, images) is still there. */
  get alive(): boolean {
    return this.#worker !== undefined;
  }

  /** Resolves once no cancelled call keeps the worker busy; `alive` and `generation` are reliable from then on. */
  async settled(): Promise<void> {
    await this.#settling;
  }

  /**
   * Calls a method of the worker under its deadline. Rejects with `cancelled`, `timed-out`, `worker-crashed`, or what
   * the method itself reports.
   */
  async call<M extends keyof C & string>(
    method: M,
    args: MethodArgs<C, M>,
    options: HostCallOptions<MethodProgress<C, M>> = {},
  ): Promise<MethodResult<C, M>> {
    if (this.#settling) await this.#settling;
    const client = this.#start();
    const generation = this.#generation;
    const watchdog = this.#watch(method, options.deadline ?? this.#options.deadlines[method], generation);
    try {
      const answered = client.call(method, args, {
        ...options,
        onProgress: (value) => {
          watchdog.sign();
          options.onProgress?.(value);
        },
        onAnswered: () => {
          watchdog.stop();
          options.onAnswered?.();
        },
      });
      return await Promise.race([answered, watchdog.expired]);
    } catch (thrown) {
      this.#afterFailure(thrown, generation, watchdog);
      throw thrown;
    }
  }

  /** Terminates the worker, if any; open calls reject with `reason`. The next call starts a new one. */
  discard(reason: TwinsightError): void {
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.client.close(reason);
    worker?.endpoint.terminate();
  }

  dispose(): void {
    this.#disposed = true;
    this.discard(
      new TwinsightError({
        code: 'cancelled',
        message: 'The worker was shut down.',
        remedy: 'Reload the page.',
      }),
    );
  }

  #start(): Client<C> {
    if (this.#disposed) {
      throw new TwinsightError({
        code: 'internal',
        message: 'The worker is shut down.',
        remedy: 'Reload the page.',
      });
    }
    if (this.#worker) return this.#worker.client;
    const endpoint = this.#spawn();
    const generation = ++this.#generation;
    const client = createClient(this.#options.contract, endpoint, (reason) =>
      this.#discardIf(generation, reason),
    );
    this.#worker = { endpoint, client };
    return client;
  }

  #spawn(): WorkerEndpoint {
    try {
      return this.#options.spawn();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new TwinsightError(
        {
          code: 'worker-crashed',
          message: `The worker can't be started: ${why}`,
          remedy: 'Reload the page.',
        },
        { cause: thrown },
      );
    }
  }

  #discardIf(generation: number, reason: TwinsightError): void {
    if (generation === this.#generation) this.discard(reason);
  }

  #afterFailure(thrown: unknown, generation: number, watchdog: Watchdog): void {
    if (!(thrown instanceof TwinsightError)) {
      watchdog.stop();
      return;
    }
    if ((this.#options.poisonedBy ?? DEFAULT_POISON).includes(thrown.code)) {
      this.#discardIf(generation, thrown);
    } else if (thrown.code === 'cancelled') {
      watchdog.allow(this.#options.cancelGraceMs ?? DEFAULT_CANCEL_GRACE_MS);
      const settling = Promise.all([this.#settling, watchdog.ended]).then(() => {
        if (this.#settling === settling) this.#settling = undefined;
      });
      this.#settling = settling;
    }
  }

  #watch(method: string, { totalMs, silenceMs }: Deadline, generation: number): Watchdog {
    return new Watchdog(totalMs, silenceMs, {
      reason: (afterMs) =>
        new TwinsightError({
          code: 'timed-out',
          message: `"${method}" gave no answer within ${formatDuration(afterMs)} and was stopped.`,
          remedy: 'Try again; choose the WASM device if it happens twice.',
        }),
      // Other calls of that worker did nothing wrong; they learn that it is gone.
      onExpired: () =>
        this.#discardIf(
          generation,
          new TwinsightError({
            code: 'worker-crashed',
            message: `The worker was stopped because "${method}" did not end.`,
            remedy: 'Try again.',
          }),
        ),
    });
  }
}

/** One call's timers. `expired` rejects when one of them runs out; `stop` ends them for good, which resolves `ended`. */
class Watchdog {
  readonly expired: Promise<never>;
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;
  readonly #silenceMs: number;
  readonly #expire: (afterMs: number) => void;
  readonly #total: ReturnType<typeof setTimeout>;
  #silence: ReturnType<typeof setTimeout>;
  #stopped = false;

  constructor(
    totalMs: number,
    silenceMs: number,
    { reason, onExpired }: { reason: (afterMs: number) => TwinsightError; onExpired: () => void },
  ) {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    let reject: (reason: TwinsightError) => void = () => undefined;
    this.expired = new Promise<never>((_, rejectExpired) => {
      reject = rejectExpired;
    });
    this.expired.catch(() => undefined); // after a cancel nobody waits for it any more
    this.#expire = (afterMs) => {
      if (this.#stopped) return;
      this.#stopped = true;
      reject(reason(afterMs));
      onExpired();
      this.stop();
    };
    this.#silenceMs = silenceMs;
    this.#total = setTimeout(() => this.#expire(totalMs), totalMs);
    this.#silence = setTimeout(() => this.#expire(silenceMs), silenceMs);
  }

  /** A sign of life: the silence starts anew. */
  sign(): void {
    this.allow(this.#silenceMs);
  }

  /** From now on, this much silence is allowed. */
  allow(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#expire(ms), ms);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
    this.#end();
  }
}
