import type { CocoLabel } from '../../../twin/schema/labels.ts';

/** How many of a label there are: from none or one up to a number, most often few. */
export type Amounts = Partial<Readonly<Record<CocoLabel, number>>>;

/** A kind of scene: what stands about in it, what lies on what, what hangs or flies, and what may be written in it. */
export interface Place {
  readonly name: string;
  /** Metres away from the camera between which things stand. */
  readonly near: number;
  readonly far: number;
  readonly ground: Amounts;
  /** What there is one of at least, to carry the rest. */
  readonly carrier?: CocoLabel;
  readonly onCarrier?: Amounts;
  /** Things above the ground, with metres from the ground to their lower edge. */
  readonly raised?: readonly (readonly [CocoLabel, metres: number])[];
  /** Who rides what. */
  readonly mounts?: readonly CocoLabel[];
  readonly words?: Partial<Readonly<Record<CocoLabel, readonly string[]>>>;
}

export const PLACES: readonly Place[] = [
  {
    name: 'kitchen',
    near: 1.6,
    far: 5,
    ground: { chair: 3, refrigerator: 1, oven: 1, person: 2, cat: 1, dog: 1, 'potted plant': 1 },
    carrier: 'dining table',
    onCarrier: {
      cup: 4,
      bowl: 3,
      bottle: 3,
      knife: 2,
      spoon: 2,
      fork: 2,
      banana: 2,
      apple: 4,
      orange: 3,
      carrot: 3,
      broccoli: 1,
      toaster: 1,
      vase: 1,
      sandwich: 2,
    },
    raised: [
      ['clock', 1.8],
      ['microwave', 1.2],
      ['sink', 0.75],
    ],
    words: { refrigerator: ['FRESH', 'FROST'], bottle: ['OIL', 'MILK'] },
  },
  {
    name: 'restaurant',
    near: 1.5,
    far: 5,
    ground: { person: 5, chair: 5, 'potted plant': 2, handbag: 1, backpack: 1 },
    carrier: 'dining table',
    onCarrier: {
      'wine glass': 5,
      cup: 3,
      fork: 4,
      knife: 4,
      spoon: 2,
      pizza: 3,
      cake: 2,
      donut: 3,
      'hot dog': 2,
      bottle: 3,
      bowl: 2,
      vase: 1,
      'cell phone': 1,
    },
    raised: [['clock', 1.9]],
    words: { bottle: ['CHIANTI', 'WATER', 'COLA'] },
  },
  {
    name: 'office',
    near: 1.4,
    far: 4,
    ground: { chair: 3, person: 3, backpack: 2, 'potted plant': 2, handbag: 1 },
    carrier: 'dining table',
    onCarrier: {
      laptop: 2,
      keyboard: 2,
      mouse: 2,
      cup: 3,
      book: 5,
      'cell phone': 2,
      scissors: 1,
      bottle: 2,
      vase: 1,
    },
    raised: [
      ['clock', 1.9],
      ['tv', 1.1],
    ],
    words: { laptop: ['HELLO', 'WELCOME'], book: ['ATLAS', 'POEMS', 'MATHS'], cup: ['COFFEE'] },
  },
  {
    name: 'living room',
    near: 1.8,
    far: 5,
    ground: { couch: 2, chair: 2, person: 3, dog: 2, cat: 2, 'potted plant': 3, 'teddy bear': 1 },
    carrier: 'dining table',
    onCarrier: { remote: 2, book: 4, vase: 2, cup: 2, laptop: 1, 'cell phone': 1, 'wine glass': 2 },
    raised: [
      ['tv', 0.9],
      ['clock', 1.8],
    ],
    words: { tv: ['NEWS', 'GOAL', 'LIVE'], book: ['TRAVEL', 'COOKING'] },
  },
  {
    name: 'bedroom',
    near: 1.8,
    far: 4.5,
    ground: { chair: 1, person: 2, cat: 2, dog: 1, suitcase: 2, backpack: 1, 'potted plant': 1 },
    carrier: 'bed',
    onCarrier: {
      'teddy bear': 2,
      book: 3,
      laptop: 1,
      'cell phone': 1,
      remote: 1,
      'hair drier': 1,
      handbag: 1,
    },
    raised: [
      ['clock', 1.7],
      ['tv', 1],
    ],
    words: { suitcase: ['PARIS', 'TOKYO'], clock: ['QUARTZ'] },
  },
  {
    name: 'bathroom',
    near: 1.3,
    far: 3,
    ground: { toilet: 1, person: 1, cat: 1, 'potted plant': 1 },
    raised: [
      ['sink', 0.7],
      ['toothbrush', 1],
      ['hair drier', 1.1],
      ['cup', 1],
      ['bottle', 1],
    ],
    words: { bottle: ['SOAP'] },
  },
  {
    name: 'street',
    near: 4,
    far: 25,
    ground: {
      person: 6,
      car: 5,
      bus: 2,
      truck: 2,
      bicycle: 3,
      motorcycle: 2,
      'fire hydrant': 1,
      'parking meter': 2,
      dog: 1,
      bench: 1,
      backpack: 1,
      handbag: 1,
    },
    raised: [
      ['traffic light', 3],
      ['stop sign', 2],
    ],
    mounts: ['bicycle', 'motorcycle'],
    words: {
      'stop sign': ['STOP'],
      bus: ['AIRPORT', 'CENTRE', 'SCHOOL'],
      truck: ['MOVING', 'FISH', 'PARCELS'],
      car: ['TAXI', 'POLICE'],
      'parking meter': ['PAY HERE'],
    },
  },
  {
    name: 'station',
    near: 4,
    far: 20,
    ground: { person: 7, train: 1, suitcase: 4, backpack: 3, bench: 2, handbag: 2, bicycle: 1 },
    raised: [['clock', 2.6]],
    words: { train: ['EXPRESS', 'NORTH', 'CITY LINE'], suitcase: ['FRAGILE'] },
  },
  {
    name: 'park',
    near: 3,
    far: 18,
    ground: {
      person: 6,
      dog: 3,
      bench: 2,
      bicycle: 3,
      bird: 4,
      'sports ball': 1,
      frisbee: 1,
      skateboard: 1,
      backpack: 1,
      horse: 1,
      umbrella: 1,
    },
    raised: [
      ['kite', 5],
      ['bird', 3],
    ],
    mounts: ['bicycle', 'horse', 'skateboard'],
    words: { bench: ['WET PAINT'], backpack: ['TEAM'] },
  },
  {
    name: 'farm',
    near: 4,
    far: 22,
    ground: { cow: 5, sheep: 6, horse: 3, dog: 2, person: 2, truck: 1, bird: 3 },
    mounts: ['horse'],
    words: { truck: ['MILK', 'FARM'] },
  },
  {
    name: 'safari',
    near: 6,
    far: 30,
    ground: { elephant: 4, zebra: 5, giraffe: 3, bird: 3, bear: 1, car: 1, person: 1 },
    words: { car: ['PARK', 'RANGER'] },
  },
  {
    name: 'beach',
    near: 3,
    far: 18,
    ground: {
      person: 6,
      umbrella: 3,
      surfboard: 3,
      dog: 1,
      chair: 3,
      'sports ball': 1,
      boat: 2,
      backpack: 1,
      bird: 2,
    },
    raised: [
      ['kite', 4],
      ['bird', 3],
    ],
    mounts: ['surfboard'],
    words: { boat: ['MARIA', 'SEA STAR'], surfboard: ['WAVE'] },
  },
  {
    name: 'sports field',
    near: 4,
    far: 16,
    ground: {
      person: 6,
      'sports ball': 2,
      'baseball bat': 1,
      'baseball glove': 2,
      'tennis racket': 2,
      bench: 1,
      bottle: 2,
    },
    raised: [['sports ball', 1.5]],
    words: { person: ['7', '10', '23'] },
  },
  {
    name: 'ski slope',
    near: 4,
    far: 20,
    ground: { person: 5, skis: 3, snowboard: 2, backpack: 2, dog: 1 },
    mounts: ['snowboard', 'skis'],
  },
  {
    name: 'airport',
    near: 12,
    far: 70,
    ground: { airplane: 3, truck: 2, car: 2, bus: 1, person: 4, suitcase: 2 },
    words: { airplane: ['ATLANTIC', 'AIR ONE'], bus: ['SHUTTLE'] },
  },
];
