import { splitSeed } from '../worlds/random.ts';
import type { Sequence } from './batch.ts';
import { type ScoredGroup, sequenceOf } from './groups.ts';

/** Rollouts that are kept; the oldest give way. */
export const REPLAY_CAPACITY = 2048;
/** Groups of which a larger share is right need no repetition. */
const MOST_RIGHT = 0.8;

/**
 * Rollouts of this run that were right in all scenes of their questions, to be imitated again in later steps (self-imitation, Oh et al. 2018,
 * arXiv 1806.05635): what is found once in eight tries weighs little in the one step that found it. Part of the state of a run.
 */
export class ReplayMemory {
  #kept: readonly Sequence[] = [];

  get sequences(): readonly Sequence[] {
    return this.#kept;
  }

  /** Keeps the first right rollout of each group that was seldom right. */
  keep(groups: readonly ScoredGroup[]): void {
    const found = groups.flatMap(({ prompt, completions }) => {
      const right = completions.filter(({ reward }) => reward.right);
      const [first] = right;
      return first && right.length <= MOST_RIGHT * completions.length ? [sequenceOf(prompt, first.row)] : [];
    });
    this.restore([...this.#kept, ...found]);
  }

  /** So many of what was kept, any as likely as the others; none where nothing was. */
  draw(count: number, seed: number): readonly Sequence[] {
    const kept = this.#kept;
    if (kept.length === 0) return [];
    return Array.from(
      { length: count },
      (_, row) => kept[splitSeed(seed, 'replay', row) % kept.length] ?? [],
    ).flat();
  }

  restore(sequences: readonly Sequence[]): void {
    this.#kept = sequences.slice(-REPLAY_CAPACITY);
  }
}
