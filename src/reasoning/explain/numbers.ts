import type { Because } from '../../twin/relations/types.ts';

/** "0.574", "37.1", "444": as many digits as a person reads at that size. */
export const formatNumber = (value: number): string =>
  Number(value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3)).toLocaleString('en-GB');

/** "34 %": a share in [0, 1]. */
export const formatShare = (share: number): string => `${Math.round(100 * share)} %`;

/** "bottomEdges" → "bottom edges". */
const words = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);

/** "centre gap 0.31 · margin 0.05": the numbers that decided, in their own names. */
export const formatBecause = (because: Because): string =>
  Object.entries(because)
    .map(([name, value]) => `${words(name)} ${typeof value === 'number' ? formatNumber(value) : value}`)
    .join(' · ');
