import type { TwinObject } from '../../twin/schema/twin.ts';
import { boxAreaOf, colourNames } from './format.ts';

export const SORT_KEYS = ['id', 'label', 'score', 'size', 'x', 'depth', 'colour'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const columnValue = (object: TwinObject, key: SortKey): number | string | undefined => {
  const state = object.states[0];
  switch (key) {
    case 'id':
      return object.id;
    case 'label':
      return object.label;
    case 'score':
      return object.score;
    case 'size':
      return boxAreaOf(object);
    case 'x':
      return state?.center[0];
    case 'depth':
      return state?.depth?.mean;
    case 'colour':
      return colourNames(object)[0]?.value;
  }
};

/** Sorts objects by a column; what has no value comes last in both directions; ties keep the twin's order. */
export function sortObjects(
  objects: readonly TwinObject[],
  { key, descending }: Sorting,
): readonly TwinObject[] {
  const sign = descending ? -1 : 1;
  return [...objects].sort((a, b) => {
    const first = columnValue(a, key);
    const second = columnValue(b, key);
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    if (typeof first === 'number' && typeof second === 'number') return sign * (first - second);
    return sign * natural.compare(String(first), String(second));
  });
}

/** The sorting after a click on a column's head: figures start with the largest, words with A. */
export function nextSorting(current: Sorting, key: SortKey): Sorting {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: key === 'score' || key === 'size' };
}
