import type { Random } from '../../../core/random.ts';
import { upperFirst } from '../fillers.ts';
import { chance, choose, chooseWeighted } from '../random.ts';
import type { Base, Filters, Phrase, Question, Side } from './question.ts';
import {
  type Attribute,
  DIRECTION_WEIGHTS,
  DIRECTION_WORDS,
  type Direction,
  NOUNS,
  SYNONYM_WEIGHTS,
  SYNONYMS,
} from './vocabulary.ts';

/** How one sentence is spelt throughout. */
interface Style {
  readonly random: Random;
  readonly british: boolean;
}

const attributeWord = (name: Attribute, { british }: Style): string =>
  british && name === 'color' ? 'colour' : name;

const weighted = (random: Random, words: readonly string[], weights: readonly number[]): string =>
  chooseWeighted(
    random,
    words.map((word, index) => [word, weights[index] ?? 1] as const),
  );

const valueWord = (value: string, { random }: Style): string =>
  weighted(random, SYNONYMS[value] ?? [value], SYNONYM_WEIGHTS);

const directionWord = (direction: Direction, { random }: Style): string =>
  weighted(random, DIRECTION_WORDS[direction], DIRECTION_WEIGHTS);

const withArticle = (text: string): string => `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}`;
const pluralOf = (noun: string): string => (noun.endsWith('x') ? `${noun}es` : `${noun}s`);

/** "small red rubber cube", "large things made of metal". */
function headText(filters: Filters, plural: boolean, style: Style, other = false): string {
  const { random } = style;
  const word = (name: Attribute): string[] => {
    const value = filters[name];
    return value === undefined ? [] : [valueWord(value, style)];
  };
  const made = filters.material !== undefined && chance(random, 0.05) ? [`made of ${filters.material}`] : [];
  const before = made.length > 0 ? [] : word('material');
  const noun = filters.shape === undefined ? choose(random, NOUNS) : valueWord(filters.shape, style);
  const adjectives = chance(random, 0.92)
    ? [...word('size'), ...word('color'), ...before]
    : [...word('size'), ...before, ...word('color')];
  return [...(other ? ['other'] : []), ...adjectives, plural ? pluralOf(noun) : noun, ...made].join(' ');
}

const relationWords = ({ direction, to }: Side, style: Style): string =>
  `${directionWord(direction, style)} ${oneText(to, style)}`;

/** What a base says of its subject, as a predicate: "are left of the ball", "has the same size as the cube". */
function verbPhrase(base: Base, plural: boolean, style: Style): string {
  const { random } = style;
  const be = plural ? 'are' : 'is';
  if (base.kind === 'relate') return `${be} ${relationWords(base, style)}`;
  if (base.kind === 'both') return `${be} ${bothWords(base.sides, style)}`;
  const name = attributeWord(base.attribute, style);
  const to = oneText(base.to, style);
  const have = plural ? 'have' : 'has';
  const forms = [
    `${be} the same ${name} as ${to}`,
    `${have} the same ${name} as ${to}`,
    `${plural ? 'share' : 'shares'} the ${name} of ${to}`,
    `${be} of the same ${name} as ${to}`,
    ...(base.attribute === 'material' ? [`${be} made of the same material as ${to}`] : []),
  ];
  return weighted(random, forms, [6, 6, 1, 2, 8]);
}

function bothWords(sides: readonly [Side, Side], style: Style): string {
  const [first, second] = sides.map((side) => relationWords(side, style));
  const forms = [
    `both ${first} and ${second}`,
    `${first} and ${second}`,
    `${first} and also ${second}`,
    `${first} as well as ${second}`,
  ];
  return weighted(style.random, forms, [8, 5, 1, 1]);
}

/** The clause behind a noun: "that is left of the ball", "left of the ball", "of the same size as the cube". */
function clause(base: Base, plural: boolean, style: Style): string {
  const { random } = style;
  if (base.kind !== 'same' && chance(random, 0.5)) {
    return base.kind === 'relate' ? relationWords(base, style) : bothWords(base.sides, style);
  }
  if (base.kind === 'same' && chance(random, 0.25)) {
    const name = attributeWord(base.attribute, style);
    const glue = choose(random, ['of the same', 'with the same']);
    return `${glue} ${name} as ${oneText(base.to, style)}`;
  }
  return `${chance(random, 0.9) ? 'that' : 'which'} ${verbPhrase(base, plural, style)}`;
}

function phraseText(phrase: Phrase, plural: boolean, style: Style): string {
  const other = phrase.base?.kind === 'same' && chance(style.random, 0.3);
  const head = headText(phrase.filters, plural, style, other);
  return phrase.base ? `${head} ${clause(phrase.base, plural, style)}` : head;
}

const oneText = (phrase: Phrase, style: Style): string => `the ${phraseText(phrase, false, style)}`;

const aText = (phrase: Phrase, style: Style): string =>
  withArticle(phraseText(phrase, false, style)).replace(/^an other /, 'another ');

/** The texts of the slots of one sentence. */
function slotText(slot: string, question: Question, style: Style): string {
  const first = 'set' in question ? question.set : question.first;
  const second = 'set' in question ? question.set : question.second;
  const { base } = first;
  switch (slot) {
    case 'set':
    case 'A':
      return phraseText(first, true, style);
    case 'B':
      return phraseText(second, true, style);
    case 'aset':
    case 'aA':
      return aText(first, style);
    case 'one':
    case 'theA':
      return oneText(first, style);
    case 'theB':
      return oneText(second, style);
    case 'head':
      return headText(first.filters, true, style);
    case 'ahead':
      return withArticle(headText(first.filters, false, style));
    case 'onehead':
      return headText(first.filters, false, style);
    case 'outer':
      return headText(question.kind === 'either' ? question.filters : {}, true, style);
    case 'vp':
    case 'vps':
      return base ? verbPhrase(base, slot === 'vp', style) : '';
    case 'to':
      return base && base.kind !== 'both' ? oneText(base.to, style) : '';
    case 'ato':
      return base && base.kind !== 'both' ? aText(base.to, style) : '';
    case 'dir':
      return base?.kind === 'relate' ? directionWord(base.direction, style) : '';
    case 'attr':
      return 'attribute' in question ? attributeWord(question.attribute, style) : '';
    default:
      throw new RangeError(`A sentence has the slot {${slot}}, which nothing fills.`);
  }
}

/** A sentence for a question: every slot filled, with synonyms drawn anew for each mention. A capital slot begins with a capital. */
export function sentenceOf(text: string, question: Question, random: Random): string {
  const style: Style = { random, british: chance(random, 0.3) };
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'One' || slot === 'Dir') return upperFirst(slotText(slot.toLowerCase(), question, style));
    return slotText(slot, question, style);
  });
}
