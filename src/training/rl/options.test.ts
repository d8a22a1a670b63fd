import { describe, expect, it } from 'vitest';
import { learningRateAt } from './options.ts';
import { grpoOptionsSchema } from './schema.ts';

const options = (given: object) =>
  grpoOptionsSchema.parse({ learningRate: 1, warmupSteps: 4, maxSteps: 24, minLrRate: 0.1, ...given });

describe('the learning rate', () => {
  it('rises over the warm-up and is whole at its last step', () => {
    const rates = [0, 1, 2, 3].map((step) => learningRateAt(options({}), step));
    expect(rates).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('falls along half a cosine to its least share and stays there', () => {
    expect(learningRateAt(options({}), 14)).toBeCloseTo(0.55);
    expect(learningRateAt(options({}), 24)).toBeCloseTo(0.1);
    expect(learningRateAt(options({}), 1000)).toBeCloseTo(0.1);
  });

  it('stays whole after the warm-up where it is constant', () => {
    expect(learningRateAt(options({ lrSchedulerType: 'constant_with_warmup' }), 1000)).toBe(1);
  });

  it('never rises after the warm-up, also where that is longer than the run', () => {
    for (const maxSteps of [1, 4, 5, 100]) {
      const rates = Array.from({ length: 40 }, (_, step) => learningRateAt(options({ maxSteps }), step + 3));
      expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    }
  });

  it('is whole from the first step without a warm-up', () => {
    expect(learningRateAt(options({ warmupSteps: 0 }), 0)).toBe(1);
  });
});
