import { describe, expect, it } from 'vitest';
import type { TwinObject } from '../../twin/schema/twin.ts';
import { formatDepth, objectSummary } from './format.ts';
import { nextSorting, sortObjects } from './sorting.ts';

const object = (id: string, label: string, score: number, metres?: number): TwinObject => ({
  id,
  label,
  score,
  attributes: {},
  states: [
    {
      frame: 0,
      timeUs: 0,
      box: [0, 0, score * 100, 10],
      by: 0,
      center: [score * 50, 5],
      ...(metres === undefined
        ? {}
        : { depth: { mean: metres, std: 0.2, min: metres, max: metres, unit: 'm' as const, by: 0 } }),
    },
  ],
});

const objects = [object('o10', 'cup', 0.5, 3), object('o2', 'Cat', 0.9), object('o1', 'table', 0.7, 1)];
const ids = (sorted: readonly TwinObject[]) => sorted.map((item) => item.id);

describe('sortObjects', () => {
  it('sorts ids by their number', () => {
    expect(ids(sortObjects(objects, { key: 'id', descending: false }))).toEqual(['o1', 'o2', 'o10']);
  });

  it('sorts labels without regard to case', () => {
    expect(ids(sortObjects(objects, { key: 'label', descending: false }))).toEqual(['o2', 'o10', 'o1']);
  });

  it('puts objects without depth last, both ways', () => {
    expect(ids(sortObjects(objects, { key: 'depth', descending: false }))).toEqual(['o1', 'o10', 'o2']);
    expect(ids(sortObjects(objects, { key: 'depth', descending: true }))).toEqual(['o10', 'o1', 'o2']);
  });

  it('does not touch the given list', () => {
    sortObjects(objects, { key: 'score', descending: true });
    expect(ids(objects)).toEqual(['o10', 'o2', 'o1']);
  });

  it('turns the direction on the same column and starts afresh on another', () => {
    expect(nextSorting({ key: 'id', descending: false }, 'id')).toEqual({ key: 'id', descending: true });
    expect(nextSorting({ key: 'id', descending: true }, 'score')).toEqual({ key: 'score', descending: true });
    expect(nextSorting({ key: 'id', descending: true }, 'label')).toEqual({
      key: 'label',
      descending: false,
    });
  });
});

describe('object text', () => {
  it('gives depth with its uncertainty and unit', () => {
    expect(formatDepth(objects[0]?.states[0]?.depth)).toBe('3.0 ± 0.2 m');
    expect(formatDepth(undefined)).toBe('–');
  });

  it('says an object in one line', () => {
    expect(objectSummary(object('o1', 'cup', 0.5, 3))).toBe('cup o1, score 0.50, depth 3.0 ± 0.2 m');
  });
});
