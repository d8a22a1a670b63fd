import type { Because } from '../../twin/relations/types.ts';
import { formatBecause, formatNumber, formatShare } from './numbers.ts';

/** The numbers with these names; undefined where one is missing or a word (another geometry decided). */
function numbersOf<Name extends string>(
  because: Because,
  names: readonly Name[],
): Readonly<Record<Name, number>> | undefined {
  const found: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const value = because[name];
    if (typeof value !== 'number') return undefined;
    found[name] = value;
  }
  return isWhole(found, names) ? found : undefined;
}

const isWhole = <Name extends string>(
  found: Partial<Record<Name, number>>,
  names: readonly Name[],
): found is Record<Name, number> => names.every((name) => found[name] !== undefined);

function direction(extent: 'width' | 'height') {
  return (because: Because): string | undefined => {
    const n = numbersOf(because, ['pixels', 'separation', 'margin']);
    return (
      n &&
      `the centres are ${formatNumber(n.pixels)} px apart, ${formatNumber(n.separation)} of their mean ${extent} (margin ${formatNumber(n.margin)})`
    );
  };
}

function depthOrder(because: Because): string | undefined {
  const n = numbersOf(because, ['nearerDepth', 'fartherDepth', 'sigmas', 'margin']);
  if (!n) return undefined;
  const unit = because.unit === 'm' ? ' m' : ' of relative depth';
  return `${formatNumber(n.nearerDepth)} against ${formatNumber(n.fartherDepth)}${unit}, ${formatNumber(n.sigmas)} standard deviations apart (margin ${formatNumber(n.margin)})`;
}

function rests(because: Because): string | undefined {
  const n = numbersOf(because, ['span', 'bottomAt', 'bottomFrom', 'bottomTo']);
  if (!n) return undefined;
  const range = `from ${formatShare(n.bottomFrom)} to ${formatShare(n.bottomTo)} carries`;
  return `${formatShare(n.span)} of the width is over it, and the bottom edge is ${formatShare(n.bottomAt)} of the way down it (${range})`;
}

function isWithin(because: Because): string | undefined {
  const n = numbersOf(because, ['contained', 'margin']);
  return n && `${formatShare(n.contained)} of the box lies within (margin ${formatShare(n.margin)})`;
}

function isClose(because: Because): string | undefined {
  const n = numbersOf(because, ['gap', 'margin']);
  return (
    n && `the gap is ${formatNumber(n.gap)} of their mean size (at most ${formatNumber(n.margin)} is near)`
  );
}

function shares(because: Because): string | undefined {
  const n = numbersOf(because, ['shared', 'margin']);
  return n && `they share ${formatShare(n.shared)} of the smaller box (margin ${formatShare(n.margin)})`;
}

/** What a relation's numbers mean, in words with units. */
const MEANINGS: Readonly<Record<string, (because: Because) => string | undefined>> = {
  left_of: direction('width'),
  right_of: direction('width'),
  above: direction('height'),
  below: direction('height'),
  in_front_of: depthOrder,
  behind: depthOrder,
  on: rests,
  inside: isWithin,
  near: isClose,
  overlapping: shares,
};

/** Other spellings of predicates that programs may use. */
const ALIASES: Readonly<Record<string, string>> = {
  left: 'left_of',
  right: 'right_of',
  front: 'in_front_of',
};

/** The predicate that a word in a program stands for. */
export const predicateOf = (word: string): string => ALIASES[word] ?? word;

/** "is left of": a predicate as the verb of a sentence. */
export const predicateWords = (word: string): string =>
  word === 'overlapping' ? 'overlaps' : `is ${predicateOf(word).replaceAll('_', ' ')}`;

/** "cup o5 is left of laptop o3: the centres are 444 px apart, …": a relation with the numbers that decided it. */
export function explainRelation(
  subject: string,
  predicate: string,
  object: string,
  because: Because,
): string {
  const numbers = MEANINGS[predicate]?.(because) ?? formatBecause(because);
  return `${subject} ${predicateWords(predicate)} ${object}${numbers === '' ? '' : `: ${numbers}`}`;
}
