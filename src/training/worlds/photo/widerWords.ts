import { KINDS } from '../../../reasoning/knowledge/kinds.ts';
import { labelsForUse, splitList } from '../../../reasoning/knowledge/lexicon.ts';
import { PERSON_WORDS } from '../../../reasoning/knowledge/synonyms.ts';
import { ASKED_KINDS, type AskedPredicate, RELATION_WORDS } from './words.ts';

/** More words for relations than `RELATION_WORDS` has, and those. */
export const WIDER_RELATION_WORDS: Readonly<Record<AskedPredicate, readonly string[]>> = {
  left_of: [...RELATION_WORDS.left_of, 'on the left-hand side of', 'further left than', 'standing left of'],
  right_of: [
    ...RELATION_WORDS.right_of,
    'on the right-hand side of',
    'further right than',
    'standing right of',
  ],
  above: [...RELATION_WORDS.above, 'up above', 'higher up than', 'hanging over'],
  below: [...RELATION_WORDS.below, 'under', 'underneath', 'lower down than'],
  in_front_of: [...RELATION_WORDS.in_front_of, 'ahead of', 'parked in front of', 'right in front of'],
  behind: [...RELATION_WORDS.behind, 'at the back of', 'waiting behind', 'right behind', 'hidden behind'],
  near: [
    ...RELATION_WORDS.near,
    'right next to',
    'alongside',
    'around',
    'not far from',
    'standing by',
    'sitting at',
    'at',
  ],
  on: [...RELATION_WORDS.on, 'resting on', 'upon', 'placed on', 'on the top of'],
};

/** Words for one of several things by where it is or how large: what stands before the noun, or behind it. */
export const DESCRIPTIONS: readonly (readonly [
  call: 'argmin' | 'argmax',
  key: string,
  before: readonly string[],
  behind: readonly string[],
])[] = [
  [
    'argmin',
    'x',
    ['leftmost', 'left', 'far left'],
    [
      'on the left',
      'to the left',
      'at the left',
      'on the far left',
      'on the left side',
      'furthest to the left',
    ],
  ],
  [
    'argmax',
    'x',
    ['rightmost', 'right', 'far right'],
    [
      'on the right',
      'to the right',
      'at the right',
      'on the far right',
      'on the right side',
      'furthest to the right',
    ],
  ],
  ['argmin', 'y', ['topmost', 'highest', 'upper'], ['at the top', 'at the very top', 'highest up']],
  ['argmax', 'y', ['bottom', 'lowest', 'lower'], ['at the bottom', 'at the very bottom']],
  [
    'argmin',
    'depth',
    ['nearest', 'closest', 'front'],
    [
      'in front',
      'in the front',
      'at the front',
      'in the foreground',
      'closest to the camera',
      'that is closest to the camera',
      'nearest to us',
      'that is nearest',
      'closest to the viewer',
    ],
  ],
  [
    'argmax',
    'depth',
    ['farthest', 'furthest', 'most distant'],
    [
      'in the back',
      'at the back',
      'in the distance',
      'farthest away',
      'that is furthest away',
      'farthest from the camera',
    ],
  ],
  [
    'argmax',
    'area',
    ['largest', 'biggest', 'big', 'large', 'huge'],
    ['that is the biggest', 'that looks largest', 'of the largest size'],
  ],
  [
    'argmin',
    'area',
    ['smallest', 'tiniest', 'small', 'little', 'tiny'],
    ['that is the smallest', 'that looks smallest', 'of the smallest size'],
  ],
];

/** Comparisons of two things: the measure, the call that holds, and words for it. */
export const COMPARATIVES: readonly (readonly [
  key: 'area' | 'depth',
  holds: 'greater' | 'less',
  words: readonly string[],
])[] = [
  ['area', 'greater', ['bigger', 'larger']],
  ['area', 'less', ['smaller']],
  ['depth', 'less', ['closer', 'nearer', 'closer to the camera', 'nearer to the camera']],
  ['depth', 'greater', ['farther away', 'further away', 'more distant', 'farther from the camera']],
];

/** More superlatives of the qualities in `reasoning/knowledge`. */
export const WIDER_SUPERLATIVES: readonly (readonly [quality: string, words: readonly string[]])[] = [
  ['be dangerous', ['most dangerous', 'scariest', 'deadliest', 'riskiest', 'fiercest']],
  ['be fast', ['fastest', 'quickest', 'speediest']],
  ['be heavy', ['heaviest', 'most massive']],
  ['be tall', ['tallest']],
  ['be expensive', ['most expensive', 'costliest', 'priciest', 'most valuable']],
  ['be healthy', ['healthiest', 'most nutritious']],
  ['be sweet', ['sweetest', 'most sugary']],
  ['be friendly', ['friendliest', 'tamest', 'cutest', 'most harmless']],
];

export const WIDER_KINDS: readonly string[] = [
  ...ASKED_KINDS,
  ...[
    'mammal',
    'house pet',
    'hoofed animal',
    'predator',
    'herbivore',
    'motor vehicle',
    'two wheeler',
    'living being',
  ],
].filter((kind) => KINDS[kind] !== undefined);

/** "man", "skater": words for people, each of one word. */
export const PEOPLE: readonly string[] = splitList(PERSON_WORDS).filter((word) => /^[a-z]+$/.test(word));

export const ADVERBS: readonly string[] = [
  'quickly',
  'well',
  'best',
  'fast',
  'easily',
  'safely',
  'in no time',
  'at home',
];

export const PART_ADJECTIVES: readonly string[] = [
  'long',
  'big',
  'open',
  'small',
  'short',
  'large',
  'nice',
  'visible',
];

/** What somebody may be said to do with a thing that is not named. */
export const DONE: readonly string[] = [
  'sit on',
  'stand on',
  'lie on',
  'ride',
  'hold',
  'wear',
  'eat',
  'read',
  'drive',
  'drink',
  'catch',
  'throw',
  'play with',
].filter((use) => labelsForUse(use).size > 0);
