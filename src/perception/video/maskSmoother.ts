import type { MaskGrid } from '../tasks/segment/maskGrid.ts';
import { temporalWeights } from './temporal.ts';

/** Masks flicker from frame to frame: their logits are averaged over about three frames of film. */
const MASK_SIGMA_US = 40_000;

/** What the head says of an object at one time. */
export interface TimedGrid {
  readonly timeUs: number;
  readonly grid: MaskGrid;
}

/**
 * Smooths the grids of one object as they come. Each grid belongs to the object's window of its time, so that averaging cell by
 * cell follows the object, whatever it or the camera does. Gives the grids in order, each as soon as no later one can change it;
 * so few are held.
 */
export class MaskSmoother {
  #held: TimedGrid[] = [];
  /** Of the held ones, how many were given out. */
  #given = 0;

  push(sample: TimedGrid): TimedGrid[] {
    this.#held.push(sample);
    const ready: TimedGrid[] = [];
    while (this.#given < this.#held.length - 1) {
      const next = this.#held[this.#given];
      if (!next || sample.timeUs - next.timeUs <= REACH_US) break;
      ready.push(this.#take());
    }
    // What is too old for the next one that is due is let go.
    const due = this.#held[this.#given]?.timeUs ?? 0;
    const old = this.#held.findIndex(({ timeUs }) => due - timeUs <= REACH_US);
    if (old > 0) {
      this.#held = this.#held.slice(old);
      this.#given -= old;
    }
    return ready;
  }

  /** The rest; the smoother is empty then. */
  finish(): TimedGrid[] {
    const rest: TimedGrid[] = [];
    while (this.#given < this.#held.length) rest.push(this.#take());
    this.#held = [];
    this.#given = 0;
    return rest;
  }

  #take(): TimedGrid {
    const index = this.#given;
    this.#given += 1;
    const own = this.#held[index];
    if (!own) throw new RangeError('There is no grid to give.');
    const weights = temporalWeights(this.#held, index, MASK_SIGMA_US);
    const logits = new Float32Array(own.grid.logits.length);
    for (const { index: other, weight } of weights) {
      const values = this.#held[other]?.grid.logits ?? own.grid.logits;
      for (let cell = 0; cell < logits.length; cell++)
        logits[cell] = (logits[cell] ?? 0) + weight * (values[cell] ?? 0);
    }
    return { timeUs: own.timeUs, grid: { window: own.grid.window, logits } };
  }
}

const REACH_US = 2.5 * MASK_SIGMA_US;
