import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { isAtPosition, positionWords } from './measures.ts';

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

/**
 * The value of an attribute of an object at a frame: what the twin holds, else what follows from it (`label`,
 * `position`). Undefined when it has not been measured.
 */
export function readAttribute(
  twin: Twin,
  object: TwinObject,
  state: ObjectState,
  name: string,
): AttributeReading | undefined {
  if (name === 'label' || name === 'name') return { value: object.label, score: object.score };
  if (name === 'position') return { value: positionWords(state, twin.source), score: 1 };
  for (const spelling of spellings(name)) {
    if (Object.hasOwn(object.attributes, spelling)) return object.attributes[spelling];
  }
  return undefined;
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
  const fits = (reading: AttributeReading | undefined) =>
    reading && ` ${normalizeValue(reading.value)} `.includes(wanted) ? reading : undefined;
  const main = fits(readAttribute(twin, object, state, name));
  if (main) return main;
  for (const [key, reading] of Object.entries(object.attributes)) {
    const further = spellings(name).some((spelling) => key.replace(/[\s_-]?\d+$/, '') === spelling);
    const fit = further ? fits(reading) : undefined;
    if (fit) return fit;
  }
  return undefined;
}
