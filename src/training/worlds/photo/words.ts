import type { Predicate } from '../../../twin/relations/types.ts';

/** Relations that are asked about, with words that stand between two nouns. */
export const RELATION_WORDS = {
  left_of: ['left of', 'to the left of', 'on the left of', 'on the left side of'],
  right_of: ['right of', 'to the right of', 'on the right of', 'on the right side of'],
  above: ['above', 'higher than', 'over'],
  below: ['below', 'lower than', 'beneath'],
  in_front_of: ['in front of', 'before'],
  behind: ['behind', 'in back of'],
  near: ['near', 'close to', 'next to', 'beside'],
  on: ['on', 'on top of'],
} as const satisfies Partial<Record<Predicate, readonly string[]>>;

export type AskedPredicate = keyof typeof RELATION_WORDS;

export const OPPOSITES: Readonly<Record<string, AskedPredicate>> = {
  left_of: 'right_of',
  right_of: 'left_of',
  above: 'below',
  below: 'above',
  in_front_of: 'behind',
  behind: 'in_front_of',
};

/** Ends of an order: the call that takes the thing there, and words for it before a noun. */
export const EXTREMES: readonly (readonly [
  call: 'argmin' | 'argmax',
  key: string,
  words: readonly string[],
])[] = [
  ['argmin', 'x', ['leftmost', 'left-most']],
  ['argmax', 'x', ['rightmost', 'right-most']],
  ['argmin', 'y', ['highest', 'topmost', 'uppermost']],
  ['argmax', 'y', ['lowest', 'bottommost']],
  ['argmin', 'depth', ['nearest', 'closest']],
  ['argmax', 'depth', ['farthest', 'most distant', 'furthest']],
  ['argmax', 'area', ['largest', 'biggest']],
  ['argmin', 'area', ['smallest', 'tiniest']],
];

/** Uses of `reasoning/knowledge` that read well after "to", as they are named there. */
export const USES: readonly string[] = [
  'sit on',
  'lie on',
  'drink',
  'hold liquid',
  'eat',
  'eat with',
  'ride',
  'travel',
  'drive',
  'fly',
  'read',
  'type',
  'browse the web',
  'tell the time',
  'warm food',
  'bake',
  'keep food cold',
  'wash',
  'cut',
  'cut paper',
  'brush teeth',
  'dry hair',
  'give shade',
  'protect from rain',
  'hit a ball',
  'play tennis',
  'catch a ball',
  'carry things',
  'call someone',
  'watch',
  'change channels',
  'hold flowers',
  'stop drivers',
  'control traffic',
  'pay for parking',
  'hug',
  'put things on',
  'move the cursor',
  'toast bread',
];

/** Qualities of `reasoning/knowledge` with their superlatives. */
export const SUPERLATIVES: readonly (readonly [quality: string, word: string])[] = [
  ['be dangerous', 'most dangerous'],
  ['be fast', 'fastest'],
  ['be heavy', 'heaviest'],
  ['be tall', 'tallest'],
  ['be expensive', 'most expensive'],
  ['be healthy', 'healthiest'],
  ['be sweet', 'sweetest'],
  ['be friendly', 'friendliest'],
];

/** Kinds of `reasoning/knowledge` that are asked for. */
export const ASKED_KINDS: readonly string[] = [
  'animal',
  'vehicle',
  'fruit',
  'vegetable',
  'furniture item',
  'food item',
  'pet',
  'drink',
  'farm animal',
  'appliance',
  'wild animal',
  'dessert',
];

export const ASKED_PARTS: readonly string[] = [
  'trunk',
  'mane',
  'beak',
  'tail',
  'wing',
  'wheel',
  'screen',
  'handle',
  'blade',
  'saddle',
  'engine',
  'page',
  'strap',
  'crust',
  'pedal',
];
