import { writeTwin } from '../twin/writeTwin.ts';
import { CORRECTIONS_VERSION, type Correction } from './schema.ts';

/** One correction as JSON text; its keys are always in the same order. */
function entryText({ question, task, target, was, policy, madeAt, twin }: Correction): string {
  const head = JSON.stringify({ question, task, target: ordered(target), was, policy, madeAt });
  return `${head.slice(0, -1)},"twin":${writeTwin(twin).trimEnd()}}`;
}

function ordered(target: Correction['target']): Correction['target'] {
  if (target.kind !== 'regions') return target;
  const regions = target.regions.map(({ id, box, mask }) => ({
    ...(id === undefined ? {} : { id }),
    box,
    ...(mask ? { mask: { size: mask.size, counts: mask.counts } } : {}),
  }));
  return { kind: 'regions', regions };
}

/** Writes corrections as one JSON file: the same ones in the same order give the same bytes. */
export const writeCorrections = (corrections: readonly Correction[]): string =>
  `{"type":"corrections","version":${CORRECTIONS_VERSION},"corrections":[\n${corrections.map(entryText).join(',\n')}\n]}\n`;
