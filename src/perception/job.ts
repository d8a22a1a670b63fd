import { TwinsightError } from '../core/errors.ts';

export type PipelinePhase =
  | 'reading'
  | 'decoding'
  | 'loading-runtime'
  | 'loading-model'
  | 'checking-model'
  | 'measuring-devices'
  | 'detecting'
  | 'segmenting'
  | 'reading-text'
  | 'describing'
  | 'tracking';

/** Frames of a video looked at in a phase, of how many, and what is left of the whole run in milliseconds, once known. */
export interface FrameProgress {
  readonly done: number;
  readonly total: number;
  readonly leftMs?: number;
}

/** Tells the page what is going on; `fraction` in [0, 1] where the amount is known. */
export type ProgressReport = (progress: {
  phase: PipelinePhase;
  fraction?: number;
  detail?: string;
  frames?: FrameProgress;
}) => void;

/** What a long job is given by whoever asked for it. */
export interface Job {
  readonly signal: AbortSignal;
  readonly progress: ProgressReport;
}

/** Throws `cancelled` once the signal is aborted: called between the stages of a job. */
export function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new TwinsightError({
    code: 'cancelled',
    message: 'The job was cancelled.',
    remedy: 'Start it again.',
  });
}

/**
 * Lets pending messages in, so that a cancel sent meanwhile is seen before the next long stage. A message to oneself
 * takes its turn behind them; a timer would too, but browsers hold nested timers back for 4 ms.
 */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
