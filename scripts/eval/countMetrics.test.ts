import { describe, expect, it } from 'vitest';
import { countMetrics } from './countMetrics.ts';
import type { GroundTruthObject, ScoredDetection } from './detectMetrics.ts';

const truth = (imageId: number, label: string, crowd = false): GroundTruthObject => ({
  imageId,
  label,
  box: [0, 0, 10, 10],
  area: 100,
  crowd,
});
const found = (imageId: number, label: string): ScoredDetection => ({
  imageId,
  label,
  score: 0.5,
  box: [0, 0, 10, 10],
});

describe('countMetrics', () => {
  it('tells right counts, missed classes and invented ones apart, photo by photo', () => {
    const truths = [truth(1, 'cat'), truth(1, 'cat'), truth(1, 'dog'), truth(2, 'cat'), truth(2, 'cup')];
    const detections = [found(1, 'cat'), found(1, 'cat'), found(2, 'cat'), found(2, 'cat'), found(2, 'bus')];
    expect(countMetrics(truths, detections)).toEqual({ annotated: 4, exact: 1, missed: 2, invented: 1 });
  });

  it('leaves out classes that a photo has a crowd of', () => {
    const truths = [truth(1, 'person'), truth(1, 'person', true)];
    expect(countMetrics(truths, [found(1, 'person')])).toEqual({
      annotated: 0,
      exact: 0,
      missed: 0,
      invented: 0,
    });
  });
});
