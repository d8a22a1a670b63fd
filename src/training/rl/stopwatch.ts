/** Milliseconds by stage, in the order in which they were first reached. */
export type Timings = Readonly<Record<string, number>>;

export interface Stopwatch {
  /** Ends a stage: adds the time since the last lap, or the start, to it. */
  readonly lap: (name: string) => void;
  timings(): Timings;
}

/** @param now a clock in milliseconds */
export function createStopwatch(now: () => number): Stopwatch {
  const stages = new Map<string, number>();
  let last = now();
  return {
    lap(name) {
      const time = now();
      stages.set(name, (stages.get(name) ?? 0) + time - last);
      last = time;
    },
    timings: () => Object.fromEntries(stages),
  };
}
