import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import { mixedSource, shuffledRounds } from './mixing.ts';
import type { ProblemSource } from './worldProblems.ts';

const source = (name: string): ProblemSource => ({
  problem: (index) => ({
    id: `${name} ${index}`,
    family: name,
    question: '',
    task: 'value',
    program: undefined,
    scenes: [
      {
        twin: soundTwin(),
        refine: () => ({ refused: 'no tools here' }),
        relate: undefined,
        targets: { ids: [], boxes: [], ellipses: [], facts: [], none: true },
      },
    ],
  }),
});

describe('mixing questions', () => {
  it('takes as many of each step from the other source, in its order, and leaves the rest as it was', () => {
    const ids = (end: 'first' | 'last') => {
      const mixed = mixedSource(source('world'), source('own'), { count: 2, questionsPerStep: 4, end });
      return Array.from({ length: 8 }, (_, index) => mixed.problem(index).id);
    };
    expect(ids('last')).toEqual([
      'world 0',
      'world 1',
      'own 0',
      'own 1',
      'world 4',
      'world 5',
      'own 2',
      'own 3',
    ]);
    expect(ids('first').slice(0, 4)).toEqual(['own 0', 'own 1', 'world 2', 'world 3']);
  });

  it('goes through a list again and again, each once a round, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), fc.nat(5), (length, seed, round) => {
        const places = shuffledRounds(length, seed);
        const order = Array.from({ length }, (_, at) => places(round * length + at));
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, at) => at));
        const again = shuffledRounds(length, seed);
        expect(again((round + 1) * length)).toBe(places((round + 1) * length));
        expect(again(round * length)).toBe(order[0]);
      }),
    );
  });
});
