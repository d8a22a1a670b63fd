import type { Predicate } from '../../../twin/relations/types.ts';

/** Relations that are asked about, with words that stand between two nouns. */
export const RELATION_WORDS = {
  left_of: ['left of', 'to the left of', 'on the left of', 'on the left side of'],
  right_of: ['right of', 'to the right of', 'on the right of', 'on the right side of'],
  above: ['above', 'higher than', 'over'],
  below: ['below', 'lower than', 'beneath'],
  in_front_of: ['in front of', 'before', 'standing in front of'],
  behind: ['behind', 'in back of', 'standing behind', 'parked behind'],
  near: ['near', 'close to', 'next to', 'beside', 'by', 'standing next to', 'sitting by'],
  on: ['on', 'on top of', 'sitting on', 'lying on', 'standing on'],
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

/** Surroundings that no detector here knows: they are said and add nothing that could be checked. */
export const SURROUNDINGS: readonly string[] = [
  'on the ground',
  'on the street',
  'on the road',
  'on the grass',
  'on the floor',
  'on the water',
  'on the river',
  'on the lake',
  'on the sea',
  'on the beach',
  'on the sand',
  'on the sidewalk',
  'on the wall',
  'on the shelf',
  'on the desk',
  'on the plate',
  'on the field',
  'on the hill',
  'on the tracks',
  'on the runway',
  'on the roof',
  'in the water',
  'in the pool',
  'in the river',
  'in the field',
  'in the sky',
  'in the snow',
  'in the room',
  'in the kitchen',
  'in the park',
  'in the yard',
  'in the garden',
  'in the forest',
  'in the street',
  'in the air',
  'by the fence',
  'near the bush',
  'near the tree',
  'under the tree',
  'behind the fence',
  'at the station',
  'at the corner',
  'at the table',
];

/** What things may be said to do there: base form, third person, participle. */
export const POSTURES: readonly (readonly [string, string, string])[] = [
  ['sit', 'sits', 'sitting'],
  ['stand', 'stands', 'standing'],
  ['lie', 'lies', 'lying'],
  ['rest', 'rests', 'resting'],
  ['wait', 'waits', 'waiting'],
  ['walk', 'walks', 'walking'],
  ['drive', 'drives', 'driving'],
  ['park', 'parks', 'parked'],
  ['float', 'floats', 'floating'],
  ['eat', 'eats', 'eating'],
  ['run', 'runs', 'running'],
  ['play', 'plays', 'playing'],
];

export const SOMEONE: readonly string[] = [
  'person',
  'man',
  'woman',
  'player',
  'rider',
  'child',
  'cook',
  'driver',
  'worker',
  'boy',
  'girl',
];

/** Comparisons with a number: words, the call, and what is added to the number first. */
export const NUMBER_WORDS: readonly (readonly [
  words: string,
  call: 'greater' | 'less' | 'equal',
  add: number,
])[] = [
  ['more than', 'greater', 0],
  ['over', 'greater', 0],
  ['at least', 'greater', -1],
  ['fewer than', 'less', 0],
  ['less than', 'less', 0],
  ['at most', 'less', 1],
  ['exactly', 'equal', 0],
  ['just', 'equal', 0],
];

export const SPELT_NUMBERS: readonly string[] = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];
