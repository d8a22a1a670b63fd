import { describe, expect, it } from 'vitest';
import { scoredGroup, sharedReward } from '../../../test/support/scoredGroups.ts';
import type { ScoredGroup } from './groups.ts';
import { REPLAY_CAPACITY, ReplayMemory } from './replay.ts';

const group = (prompt: number, accuracies: readonly number[]): ScoredGroup =>
  scoredGroup(accuracies.map(sharedReward), { prompt: [0, prompt] });

const kept = (...groups: readonly ScoredGroup[]): ReplayMemory => {
  const memory = new ReplayMemory();
  memory.keep(groups);
  return memory;
};

describe('the memory of right rollouts', () => {
  it('keeps the first of a group that was right in all scenes, with its prompt', () => {
    const { sequences } = kept(group(5, [0, 0.5, 1, 1]));
    expect(sequences).toEqual([{ tokens: [0, 5, 12], written: [false, false, true] }]);
  });

  it('keeps none of what was wrong in a scene, or right nearly always', () => {
    expect(kept(group(5, [0, 0, 0.5, 0]), group(6, [1, 1, 1, 1])).sequences).toEqual([]);
  });

  it('draws as many as are wanted, the same for the same seed', () => {
    const memory = kept(group(5, [1, 0]), group(6, [1, 0]), group(7, [1, 0]));
    expect(memory.draw(8, 1)).toHaveLength(8);
    expect(memory.draw(8, 1)).toEqual(memory.draw(8, 1));
    expect(memory.draw(8, 1)).not.toEqual(memory.draw(8, 2));
    expect(new ReplayMemory().draw(8, 1)).toEqual([]);
  });

  it('forgets the oldest, and goes on from what it held', () => {
    const memory = new ReplayMemory();
    const many = Array.from({ length: REPLAY_CAPACITY + 3 }, (_, index) => group(index, [1, 0]));
    memory.keep(many);
    expect(memory.sequences).toHaveLength(REPLAY_CAPACITY);
    expect(memory.sequences[0]?.tokens[1]).toBe(3);
    const other = new ReplayMemory();
    other.restore(memory.sequences);
    expect(other.draw(4, 9)).toEqual(memory.draw(4, 9));
  });
});
