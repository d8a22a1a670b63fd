import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quadOfBox } from '../../src/twin/geometry/quad.ts';
import {
  alphanumeric,
  editDistance,
  matchTexts,
  readingMetrics,
  textDetectionMetrics,
} from './ocrMetrics.ts';

const at = (x: number, width = 20) => quadOfBox([x, 0, x + width, 10]);

describe('text detection figures', () => {
  it('match one to one, leave ignored regions out, and count the rest', () => {
    const found = [at(0), at(1), at(50), at(100), at(200)];
    const annotated = { texts: [at(0), at(52), at(300)], ignored: [at(95, 40)] };
    expect(matchTexts(found, annotated)).toEqual({ truePositives: 2, falsePositives: 2, misses: 1 });
  });

  it('sum over photos before they divide', () => {
    const { precision, recall, f1 } = textDetectionMetrics([
      { truePositives: 3, falsePositives: 1, misses: 0 },
      { truePositives: 0, falsePositives: 0, misses: 3 },
    ]);
    expect([precision, recall]).toEqual([0.75, 0.5]);
    expect(f1).toBeCloseTo(0.6);
    expect(textDetectionMetrics([])).toMatchObject({ precision: null, recall: null, f1: null });
  });
});

describe('reading figures', () => {
  it('know the distance of words', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max([...a].length, [...b].length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs([...a].length - [...b].length));
      }),
    );
  });

  it('ignore case and punctuation only when told to', () => {
    const words = [
      { truth: 'Don’t!', read: 'DONT' },
      { truth: 'STOP', read: 'ST0P' },
    ];
    expect(readingMetrics(words, alphanumeric)).toEqual({ wordAccuracy: 0.5, oneMinusNed: 0.875 });
    expect(readingMetrics(words).wordAccuracy).toBe(0);
    expect(readingMetrics([])).toEqual({ wordAccuracy: null, oneMinusNed: null });
  });
});
