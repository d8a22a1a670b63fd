import { TwinsightError, toTwinsightError } from '../../core/errors.ts';

/** A GPU that is lost again so soon will be lost a third time. */
const RECOVERY_MS = 5 * 60_000;
/** A GPU process that has just crashed takes a moment to come back: waits before it is asked for again, in milliseconds. */
const WAITS = [0, 300, 1_000, 3_000] as const;

/** What is told of a worker that has no GPU any more, or gets none. */
const GPU_CODES = ['gpu-lost', 'gpu-unavailable', 'gpu-failed'] as const;
export const isOfGpu = (thrown: unknown): boolean =>
  thrown instanceof TwinsightError && GPU_CODES.some((code) => code === thrown.code);

export interface GpuRecoveryOptions {
  /** Milliseconds from any origin. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Opens the run from what was kept of it, in a new worker. */
  readonly reopen: (device: 'webgpu' | 'wasm') => Promise<void>;
  /** The step that the run has come to. */
  readonly stepOf: () => number;
  /** Told once the run is open again; `at` is the step that it had come to. */
  readonly onRecovered: (loss: TwinsightError, device: 'webgpu' | 'wasm', at: number) => void;
}

/**
 * Does work of a run again whose GPU was lost in the middle of it: on the GPU once more, and on the processor where it does not come back or was lost
 * shortly before. Other failures pass.
 */
export function createGpuRecovery({
  now,
  wait,
  reopen,
  stepOf,
  onRecovered,
}: GpuRecoveryOptions): (work: () => Promise<void>) => Promise<void> {
  let recoveredAt = Number.NEGATIVE_INFINITY;

  async function reopened(): Promise<'webgpu' | 'wasm'> {
    const soon = now() - recoveredAt < RECOVERY_MS;
    recoveredAt = now();
    for (const ms of soon ? [] : WAITS) {
      await wait(ms);
      try {
        await reopen('webgpu');
        return 'webgpu';
      } catch (thrown) {
        if (!isOfGpu(thrown)) throw thrown;
      }
    }
    await reopen('wasm');
    return 'wasm';
  }

  return async function recovering(work) {
    try {
      await work();
    } catch (thrown) {
      const loss = toTwinsightError(thrown);
      if (loss.code !== 'gpu-lost') throw thrown;
      const at = stepOf();
      onRecovered(loss, await reopened(), at);
      await recovering(work);
    }
  };
}

/** What is said of a GPU that was lost: where the run goes on, and what has to be done again. */
export function gpuNotice(
  { message }: Pick<TwinsightError, 'message'>,
  device: 'webgpu' | 'wasm',
  at: number,
  from: number,
): string {
  const again = at - from;
  const lost =
    again > 0 ? `${again} ${again === 1 ? 'step is' : 'steps are'} done again` : 'no step was lost';
  const where = device === 'webgpu' ? 'on the GPU, opened anew' : 'on the processor';
  return `${message} The run went on by itself from step ${from} ${where}; ${lost}.`;
}
