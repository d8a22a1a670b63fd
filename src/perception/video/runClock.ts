import type { Job, ProgressReport } from '../job.ts';
import type { AnalyseVideoInput } from './types.ts';

type Report = Parameters<ProgressReport>[0];

/** Signs of life come this often at most, in milliseconds. */
const SIGN_MS = 500;

/** How far a run is, and what is left of it. */
export class RunClock {
  readonly #job: Pick<AnalyseVideoInput<unknown>, 'progress' | 'now' | 'signal'>;
  readonly #units: number;
  readonly #start: number;
  #done = 0;
  #latest: Report = { phase: 'detecting' };
  #reportedAt: number;

  constructor(job: Pick<AnalyseVideoInput<unknown>, 'progress' | 'now' | 'signal'>, units: number) {
    this.#job = job;
    this.#units = units;
    this.#start = job.now();
    this.#reportedAt = this.#start;
  }

  /** A phase begins. */
  begin(report: Report): void {
    this.#latest = report;
    this.#report(report);
  }

  /** Tells that one more frame of this phase is done. */
  tick(phase: 'detecting' | 'segmenting', done: number, total: number): void {
    this.#done += 1;
    const left = Math.max(0, this.#units - this.#done);
    const leftMs = ((this.#job.now() - this.#start) / this.#done) * left;
    const fraction = Math.min(1, this.#done / this.#units);
    this.begin({ phase, fraction, frames: { done, total, leftMs } });
  }

  /**
   * Tells that the frame at hand is being worked on: whoever watches the run for silence cannot know that a frame takes long, far
   * from its key frame or on a busy machine.
   */
  readonly alive = (): void => {
    if (this.#job.now() - this.#reportedAt >= SIGN_MS) this.#report(this.#latest);
  };

  /** For work within a frame: its own steps are signs of life, a model that is loaded is told as it is. */
  get within(): Job {
    const { signal } = this.#job;
    const progress: ProgressReport = (report) =>
      report.phase === this.#latest.phase ? this.alive() : this.#report(report);
    return { signal, progress };
  }

  #report(report: Report): void {
    this.#reportedAt = this.#job.now();
    this.#job.progress(report);
  }
}
