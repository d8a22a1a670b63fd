import { cancelled } from './refusals.ts';

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called again and again while another tab has the lock. */
  readonly onWaiting: () => Promise<void> | void;
}

const WAIT_MS = 500;

/**
 * Runs `job` while no other tab of this origin runs one under the same name. Locks end with their tab, however that ends.
 * Where the browser has none, jobs just run: a file can't be opened for writing twice anyway.
 */
export async function underLock<T>(
  locks: LockManager | undefined,
  name: string,
  options: LockOptions,
  job: () => Promise<T>,
): Promise<T> {
  if (locks === undefined) return job();
  const { signal, onWaiting } = options;
  for (;;) {
    if (signal.aborted) throw cancelled(name);
    const tried = await locks.request(name, { ifAvailable: true }, async (lock) =>
      lock === null ? undefined : { result: await job() },
    );
    if (tried) return tried.result;
    await onWaiting();
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}
