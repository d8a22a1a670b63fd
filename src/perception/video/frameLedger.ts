import { MAX_FRAMES_ALIVE } from './limits.ts';

/** What must be closed: a decoded frame holds a piece of its decoder's memory. */
export interface Closable {
  close(): void;
}

/** A frame that is counted as alive until it is closed. */
export interface CountedFrame<F> {
  readonly frame: F;
  /** Closes the frame; again does nothing. */
  close(): void;
}

/** Counts decoded frames, so that never more are alive than it allows, whoever asks for them. */
export class FrameLedger {
  readonly #limit: number;
  #alive = 0;
  #mostAlive = 0;

  /** @param limit at least 1 */
  constructor(limit = MAX_FRAMES_ALIVE) {
    this.#limit = limit;
  }

  get alive(): number {
    return this.#alive;
  }

  /** The most that were alive at once. */
  get mostAlive(): number {
    return this.#mostAlive;
  }

  /** Takes a frame over; where too many are alive it is closed at once, and undefined returned. */
  adopt<F extends Closable>(frame: F): CountedFrame<F> | undefined {
    if (this.#alive >= this.#limit) {
      frame.close();
      return undefined;
    }
    this.#alive += 1;
    this.#mostAlive = Math.max(this.#mostAlive, this.#alive);
    let open = true;
    return {
      frame,
      close: () => {
        if (!open) return;
        open = false;
        this.#alive -= 1;
        frame.close();
      },
    };
  }
}
