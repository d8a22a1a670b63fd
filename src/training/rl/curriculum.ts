import type { ScoredGroup } from './groups.ts';

/** What an earlier share counts when a family is met again. */
const KEPT = 0.8;
/** The share of a family that was not met yet. */
const UNKNOWN = 0.5;
/** The weight of a family that is always right, or never. */
const LEAST = 0.03;

/**
 * How often families are asked: by p(1 − p), where p is the share of their rollouts that was right lately ("learnability", Rutherford et al. 2024,
 * arXiv 2408.15099). Where all rollouts are right, or none, nothing tells better from worse. Part of the state of a run.
 */
export class Curriculum {
  readonly #shares = new Map<string, number>();

  /** By family. */
  get shares(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#shares);
  }

  note(groups: readonly ScoredGroup[]): void {
    for (const { problem, completions } of groups) {
      if (completions.length === 0) continue;
      const right = completions.filter(({ reward }) => reward.right).length / completions.length;
      this.#shares.set(problem.family, KEPT * this.#shareOf(problem.family) + (1 - KEPT) * right);
    }
  }

  /** Above 0; relative to those of other families. */
  weightOf(family: string): number {
    const share = this.#shareOf(family);
    return LEAST + share * (1 - share);
  }

  restore(shares: Readonly<Record<string, number>>): void {
    this.#shares.clear();
    for (const [family, share] of Object.entries(shares)) this.#shares.set(family, share);
  }

  #shareOf(family: string): number {
    return this.#shares.get(family) ?? UNKNOWN;
  }
}
