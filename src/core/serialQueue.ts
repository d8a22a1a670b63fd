/**
 * Runs jobs one after the other. A failed job rejects its own promise and nothing else: the next one still runs.
 */
export class SerialQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Runs `job` once everything queued before has settled; resolves or rejects as the job does. */
  run<T>(job: () => Promise<T> | T): Promise<T> {
    const outcome = this.#tail.then(job);
    this.#tail = outcome.then(
      () => undefined,
      () => undefined,
    );
    return outcome;
  }
}
