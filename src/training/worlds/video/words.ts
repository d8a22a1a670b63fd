import type { EventKind } from '../../../twin/tracks/events.ts';
import type { Direction } from '../../../twin/tracks/movement.ts';

/** A verb in the forms that sentences need: "go left", "goes left", "going left", "went left". */
export type Verb = readonly [base: string, third: string, participle: string, past: string];

/** The forms of a regular verb, with what comes after it. */
const regular = (base: string, rest = ''): Verb => {
  const stem = base.replace(/e$/, '');
  const third = /(?:s|sh|ch)$/.test(base) ? `${base}es` : `${base}s`;
  return [`${base}${rest}`, `${third}${rest}`, `${stem}ing${rest}`, `${stem}ed${rest}`];
};

const go = (rest: string): Verb => [`go${rest}`, `goes${rest}`, `going${rest}`, `went${rest}`];
const come = (rest: string): Verb => [`come${rest}`, `comes${rest}`, `coming${rest}`, `came${rest}`];
const get = (rest: string): Verb => [`get${rest}`, `gets${rest}`, `getting${rest}`, `got${rest}`];
const leave = (rest: string): Verb => [`leave${rest}`, `leaves${rest}`, `leaving${rest}`, `left${rest}`];
const begin = (rest: string): Verb => [`begin${rest}`, `begins${rest}`, `beginning${rest}`, `began${rest}`];
const stop = (rest: string): Verb => [`stop${rest}`, `stops${rest}`, `stopping${rest}`, `stopped${rest}`];

export const MOVING: readonly Verb[] = [regular('move'), regular('move', ' about'), go(' somewhere')];

export const TOWARDS: Readonly<Record<'left' | 'right' | 'closer' | 'away', readonly Verb[]>> = {
  left: [
    regular('move', ' to the left'),
    go(' to the left'),
    regular('move', ' left'),
    regular('head', ' left'),
    regular('pass', ' from right to left'),
  ],
  right: [
    regular('move', ' to the right'),
    go(' to the right'),
    regular('move', ' right'),
    regular('head', ' right'),
    regular('pass', ' from left to right'),
  ],
  closer: [
    come(' closer'),
    come(' towards the camera'),
    regular('move', ' towards us'),
    get(' nearer to the camera'),
    come(' nearer'),
  ],
  away: [
    go(' away from the camera'),
    regular('move', ' away'),
    get(' farther away'),
    regular('move', ' away from us'),
  ],
};

export const OPPOSITE = {
  left: 'right',
  right: 'left',
  closer: 'away',
  away: 'closer',
} as const satisfies Partial<Record<Direction, Direction>>;

/** What happens to one thing. */
export const HAPPENING: Readonly<Record<Exclude<EventKind, 'approached' | 'overlapped'>, readonly Verb[]>> = {
  entered: [
    regular('appear'),
    regular('enter', ' the picture'),
    come(' into view'),
    come(' in'),
    regular('enter'),
    regular('arrive'),
  ],
  left: [regular('disappear'), leave(''), leave(' the picture'), go(' out of view'), regular('vanish')],
  started: [regular('start', ' moving'), regular('start', ' to move'), begin(' to move'), regular('start')],
  stopped: [stop(' moving'), come(' to a stop'), stop(''), regular('halt')],
  turned: [
    regular('turn', ' around'),
    regular('turn'),
    regular('turn', ' back'),
    regular('change', ' direction'),
  ],
};

/** What one thing does with another, before that one's name. */
export const MEETING: Readonly<Record<'approached' | 'overlapped', readonly Verb[]>> = {
  approached: [regular('approach'), come(' close to'), come(' near'), regular('walk', ' up to')],
  overlapped: [['overlap', 'overlaps', 'overlapping', 'overlapped'], regular('touch')],
};

export const STAYING: readonly Verb[] = [
  regular('stay', ' in place'),
  regular('remain', ' still'),
  ['stand still', 'stands still', 'standing still', 'stood still'],
];

/** Ends of an order over time: the call that takes the thing there, by what, and words for it. */
export const EXTREMES: readonly (readonly [
  family: string,
  call: 'argmin' | 'argmax',
  key: 'path' | 'speed' | 'start' | 'end' | 'duration',
  verbs: readonly Verb[],
])[] = [
  [
    'most',
    'argmax',
    'path',
    [regular('move', ' the most'), regular('move', ' farthest'), go(' the farthest')],
  ],
  [
    'fastest',
    'argmax',
    'speed',
    [regular('move', ' fastest'), regular('move', ' the fastest'), go(' fastest')],
  ],
  ['first', 'argmin', 'start', [regular('appear', ' first'), come(' in first'), regular('enter', ' first')]],
  ['last', 'argmax', 'start', [regular('appear', ' last'), come(' in last'), regular('enter', ' last')]],
  [
    'longest',
    'argmax',
    'duration',
    [
      [
        'be visible the longest',
        'is visible the longest',
        'being visible the longest',
        'was visible the longest',
      ],
      ['be seen for longest', 'is seen for longest', 'being seen for longest', 'was seen for longest'],
    ],
  ],
  [
    'gone first',
    'argmin',
    'end',
    [regular('disappear', ' first'), leave(' first'), regular('vanish', ' first')],
  ],
];

export const NEARNESS = {
  near: ['near', 'close to', 'next to', 'by', 'beside'],
  left_of: ['left of', 'to the left of'],
  right_of: ['right of', 'to the right of'],
} as const;
