import { TwinsightError, toTwinsightError } from '../../core/errors.ts';
import { SerialQueue } from '../../core/serialQueue.ts';
import type { PoolLedger } from './bufferPool.ts';
import { adapterName, openDevice } from './openDevice.ts';
import { GpuSession } from './session.ts';
import type { AdapterFacts, GpuJob, GpuResults } from './types.ts';

/** A GPU that is lost again so soon will be lost a third time; browsers then refuse a page any adapter until it is reloaded. */
const RECOVERY_MS = 5 * 60_000;
/** A GPU process that has just crashed takes a moment to come back: waits before asking for an adapter again, in milliseconds. */
const ADAPTER_WAITS = [0, 100, 300, 1_000, 2_000] as const;

export interface GpuHostOptions {
  /** `navigator.gpu`; undefined where there is none. */
  readonly gpu: GPU | undefined;
  /** Milliseconds from any origin; for tests. */
  readonly now?: () => number;
}

/**
 * The GPU of one worker: the only code that talks to WebGPU. Jobs run one after the other. A job that a lost device takes with it is
 * run again on a new one, once; jobs keep all they need in ordinary memory.
 */
export class GpuHost {
  readonly #options: GpuHostOptions;
  readonly #queue = new SerialQueue();
  readonly #now: () => number;
  #session: GpuSession;
  #generation = 1;
  #recoveredAt = Number.NEGATIVE_INFINITY;
  #disposed = false;

  private constructor(options: GpuHostOptions, session: GpuSession) {
    this.#options = options;
    this.#session = session;
    this.#now = options.now ?? (() => performance.now());
  }

  /** @throws {TwinsightError} `gpu-unavailable` */
  static async create(options: GpuHostOptions): Promise<GpuHost> {
    return new GpuHost(options, new GpuSession(await openDevice(options.gpu)));
  }

  get adapter(): AdapterFacts {
    return this.#session.adapter;
  }

  /** Devices so far: 1, and one more for each that was lost and replaced. */
  get generation(): number {
    return this.#generation;
  }

  get state(): 'ready' | 'lost' | 'disposed' {
    if (this.#disposed) return 'disposed';
    return this.#session.lost === undefined ? 'ready' : 'lost';
  }

  get ledger(): PoolLedger {
    return this.#session.ledger;
  }

  /**
   * Runs a job behind those before it. Its memory is planned first, and its receipt checked last.
   * @throws {TwinsightError} `gpu-limit`, `gpu-failed`, `gpu-lost`
   */
  run(job: GpuJob): Promise<GpuResults> {
    return this.#queue.run(async () => {
      if (this.#disposed) throw this.#lostError('it was given back');
      if (this.#session.lost !== undefined) await this.#recover(this.#session.lost);
      try {
        return await this.#session.run(job);
      } catch (thrown) {
        if (thrown instanceof TwinsightError && this.#session.lost === undefined) throw thrown;
        if (this.#disposed) throw this.#lostError('it was given back');
        await this.#recover(this.#session.lost ?? toTwinsightError(thrown).message);
        return await this.#session.run(job).catch((again: unknown) => {
          throw again instanceof TwinsightError ? again : this.#lostError(toTwinsightError(again).message);
        });
      }
    });
  }

  /** Ends the device; the job that runs, and all later ones, reject. */
  dispose(): void {
    this.#disposed = true;
    this.#session.dispose();
  }

  async #recover(reason: string): Promise<void> {
    const now = this.#now();
    if (now - this.#recoveredAt < RECOVERY_MS) throw this.#lostError(reason);
    this.#recoveredAt = now;
    const { adapter } = this.#session;
    this.#session.dispose();
    try {
      this.#session = new GpuSession(await reopenDevice(this.#options.gpu));
    } catch (thrown) {
      throw this.#lostError(`${reason}; ${toTwinsightError(thrown).message}`, adapterName(adapter));
    }
    this.#generation += 1;
    // Given back while the new device was on its way.
    if (this.#disposed) this.#session.dispose();
  }

  #lostError(reason: string, name = adapterName(this.#session.adapter)): TwinsightError {
    return new TwinsightError({
      code: 'gpu-lost',
      message: `The GPU (${name}) is gone: ${reason.replace(/\.$/, '')}.`,
      remedy: 'Reload the page to get it back, or compute rewards on the CPU.',
    });
  }
}

async function reopenDevice(gpu: GPU | undefined): ReturnType<typeof openDevice> {
  let failure: unknown;
  for (const ms of ADAPTER_WAITS) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, ms);
    });
    try {
      return await openDevice(gpu);
    } catch (thrown) {
      failure = thrown;
    }
  }
  throw failure;
}
