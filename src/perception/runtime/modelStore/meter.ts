import { Rate } from './rate.ts';
import type { ModelPlan, StoreProgress } from './types.ts';

/** Progress is told at most this often. */
const TELL_MS = 100;

/** Adds up the progress of a model's files. */
export class Meter {
  readonly #have = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  readonly #rate = new Rate();
  readonly #now: () => number;
  readonly #tell: (value: StoreProgress) => void;
  #fetched = 0;
  #checked = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(plan: ModelPlan, now: () => number, tell: (value: StoreProgress) => void) {
    this.#now = now;
    this.#tell = tell;
    for (const { path, bytes, haveBytes } of plan.files) {
      this.#totals.set(path, bytes);
      this.#have.set(path, haveBytes);
    }
    this.#rate.note(now(), 0);
    this.#send('downloading', undefined, true);
  }

  have(path: string, bytes: number): void {
    const before = this.#have.get(path) ?? 0;
    this.#fetched += Math.max(0, bytes - before);
    this.#have.set(path, bytes);
    this.#rate.note(this.#now(), this.#fetched);
    this.#send('downloading', path, false);
  }

  checked(path: string, bytes: number): void {
    this.#checked += bytes;
    this.#send('checking', path, false);
  }

  whole(path: string, bytes: number): void {
    this.#totals.set(path, bytes);
    this.#have.set(path, bytes);
    this.#send('downloading', path, true);
  }

  #send(phase: StoreProgress['phase'], path: string | undefined, force: boolean): void {
    const now = this.#now();
    if (!force && now - this.#toldAt < TELL_MS) return;
    this.#toldAt = now;
    const sum = (values: Map<string, number>) => [...values.values()].reduce((all, bytes) => all + bytes, 0);
    const totalBytes = sum(this.#totals);
    this.#tell({
      phase,
      path,
      doneBytes: Math.min(totalBytes, sum(this.#have)),
      totalBytes,
      bytesPerSecond: phase === 'downloading' ? this.#rate.perSecond : undefined,
    });
  }
}
