interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Measures a transfer over its last seconds, so that a stall shows soon and a hiccup does not. */
export class Rate {
  readonly #windowMs: number;
  #samples: Sample[] = [];

  constructor(windowMs = 4000) {
    this.#windowMs = windowMs;
  }

  /** Notes that `bytes` have come in all, at `atMs`. */
  note(atMs: number, bytes: number): void {
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && atMs - (this.#samples[1]?.atMs ?? atMs) >= this.#windowMs) {
      this.#samples.shift();
    }
  }

  /** Bytes per second, or undefined before a quarter of a second has been seen. */
  get perSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < 250) return undefined;
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }
}
