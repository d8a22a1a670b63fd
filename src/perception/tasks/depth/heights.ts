import type { CocoLabel } from '../../../twin/schema/labels.ts';

/**
 * Which apparent extent tells the distance of a class best. `height`: things that stand upright whatever their heading.
 * `width`: round or flat things, whose width survives an oblique view. `longest`: things that are met in any pose, longest
 * side against longest side.
 */
export type SizeCue = 'height' | 'width' | 'longest';

/** The floor or the ground itself, or a surface at the height of a table: desks, counters, shelves. */
export type Support = 'ground' | 'table';

export interface ObjectSize {
  /** Metres, vertical, in the usual pose. */
  readonly height: number;
  /** Metres, horizontal, over the usual headings. */
  readonly width: number;
  /** Standard deviation of ln(size) within the class: 0.1 is ±10 %. */
  readonly spread: number;
  readonly cue: SizeCue;
  /** What the class usually stands on; absent where that may be anything, or nothing. */
  readonly support?: Support;
}

const size = (
  height: number,
  width: number,
  spread: number,
  cue: SizeCue,
  support?: Support,
): ObjectSize => ({
  height,
  width,
  spread,
  cue,
  ...(support === undefined ? {} : { support }),
});

/**
 * Sizes of the 80 COCO classes. Sources: body heights of people from NCD-RisC (2016) world means, lowered for sitting and
 * children; animals from species standards (shoulder or total height, as the box shows it) in zoological handbooks; cars,
 * buses, trucks and trains from common vehicle classes (EU limits: 2.55 m wide, 4.0 m high); signs and signals from the
 * US MUTCD (30 in stop sign); sports gear from its rules (ITF racket ≤ 73.7 cm, MLB bat ≤ 1.07 m, disc 27 cm, balls
 * 22 cm ± half); furniture from common standard heights (table 74 cm, seat 45 cm, counter 90 cm); household goods and food
 * from typical retail sizes. The spread is a judgement of how much the class varies, pose included.
 */
export const OBJECT_SIZES: Readonly<Record<CocoLabel, ObjectSize>> = {
  person: size(1.65, 0.55, 0.2, 'longest', 'ground'),
  bicycle: size(1.05, 1.4, 0.15, 'height', 'ground'),
  car: size(1.5, 3.2, 0.12, 'height', 'ground'),
  motorcycle: size(1.15, 1.6, 0.15, 'height', 'ground'),
  airplane: size(8, 30, 0.6, 'longest'),
  bus: size(3.1, 6, 0.15, 'height', 'ground'),
  train: size(3.8, 12, 0.2, 'height', 'ground'),
  truck: size(2.8, 5, 0.3, 'height', 'ground'),
  boat: size(2, 5, 0.7, 'longest'),
  'traffic light': size(0.9, 0.35, 0.25, 'height'),
  'fire hydrant': size(0.75, 0.4, 0.2, 'height', 'ground'),
  'stop sign': size(0.75, 0.75, 0.12, 'width'),
  'parking meter': size(1.3, 0.35, 0.3, 'height'),
  bench: size(0.85, 1.5, 0.2, 'height', 'ground'),
  bird: size(0.25, 0.3, 0.6, 'longest', 'ground'),
  cat: size(0.3, 0.45, 0.25, 'longest'),
  dog: size(0.55, 0.6, 0.35, 'longest', 'ground'),
  horse: size(1.7, 1.9, 0.15, 'height', 'ground'),
  sheep: size(0.85, 1.1, 0.2, 'height', 'ground'),
  cow: size(1.45, 2, 0.15, 'height', 'ground'),
  elephant: size(2.7, 3.4, 0.25, 'height', 'ground'),
  bear: size(1.2, 1.6, 0.35, 'longest', 'ground'),
  zebra: size(1.45, 1.8, 0.15, 'height', 'ground'),
  giraffe: size(4.5, 2.2, 0.25, 'height', 'ground'),
  backpack: size(0.48, 0.35, 0.25, 'longest'),
  umbrella: size(0.5, 1, 0.3, 'longest'),
  handbag: size(0.3, 0.33, 0.35, 'longest'),
  tie: size(0.45, 0.1, 0.3, 'longest'),
  suitcase: size(0.62, 0.45, 0.3, 'longest', 'ground'),
  frisbee: size(0.1, 0.27, 0.15, 'longest'),
  skis: size(0.3, 1.7, 0.4, 'longest'),
  snowboard: size(0.3, 1.5, 0.3, 'longest'),
  'sports ball': size(0.2, 0.2, 0.5, 'longest'),
  kite: size(1, 1.4, 0.6, 'longest'),
  'baseball bat': size(0.5, 0.84, 0.3, 'longest'),
  'baseball glove': size(0.28, 0.28, 0.2, 'longest'),
  skateboard: size(0.15, 0.75, 0.25, 'longest'),
  surfboard: size(0.6, 2, 0.35, 'longest'),
  'tennis racket': size(0.3, 0.68, 0.25, 'longest'),
  bottle: size(0.26, 0.08, 0.25, 'longest', 'table'),
  'wine glass': size(0.21, 0.08, 0.2, 'height', 'table'),
  cup: size(0.11, 0.09, 0.25, 'longest', 'table'),
  fork: size(0.03, 0.18, 0.3, 'longest', 'table'),
  knife: size(0.03, 0.22, 0.3, 'longest', 'table'),
  spoon: size(0.03, 0.17, 0.3, 'longest', 'table'),
  bowl: size(0.08, 0.18, 0.3, 'width', 'table'),
  banana: size(0.08, 0.19, 0.3, 'longest', 'table'),
  apple: size(0.08, 0.08, 0.15, 'longest', 'table'),
  sandwich: size(0.08, 0.17, 0.3, 'longest', 'table'),
  orange: size(0.08, 0.08, 0.15, 'longest', 'table'),
  broccoli: size(0.12, 0.12, 0.5, 'longest', 'table'),
  carrot: size(0.04, 0.16, 0.5, 'longest', 'table'),
  'hot dog': size(0.06, 0.17, 0.25, 'longest', 'table'),
  pizza: size(0.1, 0.32, 0.3, 'width', 'table'),
  donut: size(0.06, 0.1, 0.25, 'longest', 'table'),
  cake: size(0.14, 0.24, 0.5, 'width', 'table'),
  chair: size(0.9, 0.55, 0.2, 'height', 'ground'),
  couch: size(0.85, 1.9, 0.25, 'height', 'ground'),
  'potted plant': size(0.5, 0.4, 0.5, 'longest', 'table'),
  bed: size(0.75, 1.8, 0.3, 'width', 'ground'),
  'dining table': size(0.75, 1.4, 0.3, 'width', 'ground'),
  toilet: size(0.75, 0.4, 0.2, 'height', 'ground'),
  tv: size(0.5, 0.85, 0.35, 'width', 'table'),
  laptop: size(0.24, 0.34, 0.15, 'width', 'table'),
  mouse: size(0.05, 0.1, 0.25, 'longest', 'table'),
  remote: size(0.06, 0.17, 0.25, 'longest', 'table'),
  keyboard: size(0.12, 0.42, 0.2, 'width', 'table'),
  'cell phone': size(0.14, 0.07, 0.15, 'longest', 'table'),
  microwave: size(0.29, 0.48, 0.12, 'width', 'table'),
  oven: size(0.8, 0.6, 0.2, 'width', 'ground'),
  toaster: size(0.19, 0.28, 0.2, 'width', 'table'),
  sink: size(0.2, 0.5, 0.3, 'width'),
  refrigerator: size(1.7, 0.75, 0.15, 'height', 'ground'),
  book: size(0.22, 0.17, 0.35, 'longest', 'table'),
  clock: size(0.3, 0.3, 0.7, 'longest'),
  vase: size(0.28, 0.15, 0.4, 'height', 'table'),
  scissors: size(0.08, 0.18, 0.25, 'longest', 'table'),
  'teddy bear': size(0.35, 0.28, 0.4, 'longest'),
  'hair drier': size(0.2, 0.22, 0.2, 'longest'),
  toothbrush: size(0.05, 0.18, 0.2, 'longest'),
};

const SIZES: ReadonlyMap<string, ObjectSize> = new Map(Object.entries(OBJECT_SIZES));

/** The size of a class, or undefined for a label outside the table. */
export const objectSize = (label: string): ObjectSize | undefined => SIZES.get(label);
