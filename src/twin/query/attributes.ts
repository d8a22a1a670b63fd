import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { isAtPosition, positionWords } from './measures.ts';
import { joinWords } from './words.ts';

/** Spellings under which an attribute may stand in a twin; the first is the one that programs use. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['color', 'colour'],
  ['material', 'texture'],
];
const MISSPELT_VALUES: ReadonlyMap<string, string> = new Map([['grey', 'gray']]);

const spellings = (name: string): readonly string[] =>
  SPELLINGS.find((group) => group.includes(name)) ?? [name];

const normalizeValue = (value: string): string =>
  value
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => MISSPELT_VALUES.get(word) ?? word)
    .join(' ');

/** A value of an attribute with its certainty in [0, 1]. */
export interface AttributeReading {
  readonly value: string;
  readonly score: number;
}

/** The attribute and its further values (`colour`, then `colour2`), strongest first. */
function readings(object: TwinObject, name: string): readonly AttributeReading[] {
  const names = spellings(name);
  const main = names.find((spelling) => Object.hasOwn(object.attributes, spelling));
  const further = Object.entries(object.attributes)
    .filter(([key]) => /\d$/.test(key) && names.includes(key.replace(/[\s_-]?\d+$/, '')))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, reading]) => reading);
  const first = main === undefined ? undefined : object.attributes[main];
  return first ? [first, ...further] : further;
}

/**
 * The value of an attribute of an object at a frame: what the twin holds ("white and green" where it holds two colours),
 * else what follows from it (`label`, `position`). "main color" is the strongest colour alone. Undefined when it has not
 * been measured. `values` holds the single ones.
 */
export function readAttribute(
  twin: Twin,
  object: TwinObject,
  state: ObjectState,
  name: string,
): (AttributeReading & { readonly values: readonly string[] }) | undefined {
  if (name === 'label' || name === 'name')
    return { value: object.label, values: [object.label], score: object.score };
  if (name === 'position') {
    const value = positionWords(state, twin.source);
    return { value, values: [value], score: 1 };
  }
  const mainOnly = name.startsWith('main ');
  const all = readings(object, mainOnly ? name.slice('main '.length) : name);
  const [first] = all;
  if (!first) return undefined;
  const values = mainOnly ? [first.value] : [...new Set(all.map(({ value }) => value))];
  return { value: joinWords(values), values, score: first.score };
}

/**
 * Whether an object has a value of an attribute: as a whole word of the stored value, so that "white" fits
 * "green and white". Further attributes whose name begins with the same word (`color2`, `color_2`) count too.
 * Positions are tested geometrically ("left" is the left half).
 */
export function matchAttribute(
  twin: Twin,
  object: TwinObject,
  state: ObjectState,
  name: string,
  value: string,
): AttributeReading | undefined {
  if (name === 'position') {
    const held = value.split(' ').every((word) => isAtPosition(state, twin.source, word));
    return held ? { value, score: 1 } : undefined;
  }
  const wanted = ` ${normalizeValue(value)} `;
  const candidates =
    name === 'label' ? [{ value: object.label, score: object.score }] : readings(object, name);
  return candidates.find((reading) => ` ${normalizeValue(reading.value)} `.includes(wanted));
}
