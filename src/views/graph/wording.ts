import type { Predicate, Relation } from '../../twin/relations/types.ts';

/** "left_of" as a person reads it. */
export const predicateWords = (predicate: Predicate): string => predicate.replaceAll('_', ' ');

/** "areaRatio" becomes "area ratio"; numbers keep at most three significant decimals. */
export function becauseText(relation: Relation): string {
  return Object.entries(relation.because)
    .map(([name, value]) => {
      const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
      return `${words} ${typeof value === 'number' ? formatNumber(value) : value}`;
    })
    .join(' · ');
}

const formatNumber = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) >= 100 ? 0 : 2);

/** "cup o3 on dining table o1". */
export const factText = (relation: Relation, labels: ReadonlyMap<string, string>): string =>
  `${labels.get(relation.subject) ?? ''} ${relation.subject} ${predicateWords(relation.predicate)} ${labels.get(relation.object) ?? ''} ${relation.object}`;
