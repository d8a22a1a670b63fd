import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { bootstrapInterval, mean, median, normal, quantile, ranks, spearman } from './statistics.ts';

describe('statistics', () => {
  it('take the middle of an odd number and the mean of the two middle ones of an even number of values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeUndefined();
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean([])).toBe(0);
  });

  it('interpolate quantiles between neighbours', () => {
    expect(quantile([4, 1, 2, 3], 0)).toBe(1);
    expect(quantile([4, 1, 2, 3], 1)).toBe(4);
    expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
    expect(quantile([], 0.5)).toBeUndefined();
  });

  it('give ties the mean of their ranks', () => {
    expect(ranks([10, 30, 10, 20])).toEqual([1.5, 4, 1.5, 3]);
  });

  it('correlate ranks as published tables do, with and without ties', () => {
    expect(spearman([1, 2, 3], [10, 20, 400])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    // The textbook pairs of IQ and hours of television.
    const iq = [86, 97, 99, 100, 101, 103, 106, 110, 112, 113];
    const hours = [2, 20, 28, 27, 50, 29, 7, 17, 6, 12];
    expect(spearman(iq, hours)).toBeCloseTo(-29 / 165, 9);
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(0.9486832980505138, 9);
  });

  it('have no correlation of nothing, of one pair, or of a list without order', () => {
    expect(spearman([], [])).toBeUndefined();
    expect(spearman([1], [1])).toBeUndefined();
    expect(spearman([1, 1], [1, 2])).toBeUndefined();
  });

  it('bootstrap whole groups, the same for the same seed', () => {
    const groups = [[0.2, 0.4], [0.9], [], [0.6, 0.8, 0.7]];
    const interval = bootstrapInterval(groups, 3);
    expect(interval).toEqual(bootstrapInterval(groups, 3));
    const [low = Number.NaN, high = Number.NaN] = interval ?? [];
    expect(low).toBeGreaterThanOrEqual(0.3);
    expect(low).toBeLessThan(0.6);
    expect(high).toBeGreaterThan(0.6);
    expect(high).toBeLessThanOrEqual(0.9);
    expect(bootstrapInterval([[]])).toBeUndefined();
    expect(bootstrapInterval([[0.5, 0.5], [0.5]])).toEqual([0.5, 0.5]);
  });

  it('draw normal numbers of the wanted spread', () => {
    const random = createRandom(5);
    const drawn = Array.from({ length: 20_000 }, () => normal(random.next, 2));
    expect(mean(drawn)).toBeCloseTo(0, 1);
    expect(Math.sqrt(mean(drawn.map((value) => value * value)))).toBeCloseTo(2, 1);
    expect(drawn.every(Number.isFinite)).toBe(true);
  });
});
