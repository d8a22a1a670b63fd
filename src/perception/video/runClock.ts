import type { AnalyseVideoInput } from './types.ts';

/** How far a run is, and what is left of it. */
export class RunClock {
  readonly #job: Pick<AnalyseVideoInput<unknown>, 'progress' | 'now'>;
  readonly #units: number;
  readonly #start: number;
  #done = 0;

  constructor(job: Pick<AnalyseVideoInput<unknown>, 'progress' | 'now'>, units: number) {
    this.#job = job;
    this.#units = units;
    this.#start = job.now();
  }

  /** Tells that one more frame of this phase is done. */
  tick(phase: 'detecting' | 'segmenting', done: number, total: number): void {
    this.#done += 1;
    const left = Math.max(0, this.#units - this.#done);
    const leftMs = ((this.#job.now() - this.#start) / this.#done) * left;
    const fraction = Math.min(1, this.#done / this.#units);
    this.#job.progress({ phase, fraction, frames: { done, total, leftMs } });
  }
}
