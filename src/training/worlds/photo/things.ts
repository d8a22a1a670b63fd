import { COCO_LABELS, type CocoLabel } from '../../../twin/schema/labels.ts';

/** How things of a label look: metres across and up in the usual pose, and their usual colours, the most usual first. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly colours: readonly string[];
}

const VEHICLE = 'white black gray red blue green yellow';
const CLOTHES = 'black blue red white gray green yellow pink';
const STEEL = 'gray white black';

/** "width height colours"; sizes are those of common makes and species, colours what is met most. */
const LOOKS: Readonly<Record<CocoLabel, string>> = {
  person: `0.55 1.7 ${CLOTHES}`,
  bicycle: '1.5 1.05 black red blue green white',
  car: `3.4 1.5 ${VEHICLE}`,
  motorcycle: '1.7 1.15 black red blue green',
  airplane: '25 8 white gray blue red',
  bus: '6 3.1 red yellow white blue green',
  train: '11 3.8 red blue yellow green gray',
  truck: '5 2.8 white red blue green orange',
  boat: '5 2 white blue red brown',
  'traffic light': '0.35 0.95 black yellow green',
  'fire hydrant': '0.4 0.75 red yellow blue',
  'stop sign': '0.75 0.75 red',
  'parking meter': '0.35 1.3 gray black blue',
  bench: '1.6 0.85 brown green gray',
  bird: '0.3 0.25 black white gray brown blue',
  cat: '0.45 0.32 black white orange gray brown',
  dog: '0.75 0.6 brown black white yellow gray',
  horse: '2 1.7 brown black white gray',
  sheep: '1.1 0.9 white black gray',
  cow: '2 1.45 black brown white',
  elephant: '3.4 2.7 gray brown',
  bear: '1.6 1.2 brown black white',
  zebra: '1.8 1.45 white black',
  giraffe: '2.2 4.4 yellow brown orange',
  backpack: `0.36 0.5 ${CLOTHES}`,
  umbrella: '1 0.6 black red blue yellow pink green',
  handbag: '0.34 0.3 brown black red white',
  tie: '0.1 0.45 red blue black green',
  suitcase: '0.46 0.64 black red blue orange gray',
  frisbee: '0.27 0.1 red white yellow blue',
  skis: '1.6 0.3 red blue white yellow',
  snowboard: '1.5 0.32 black red blue orange',
  'sports ball': '0.22 0.22 white yellow orange red',
  kite: '1.4 1 red yellow blue green pink',
  'baseball bat': '0.7 0.5 brown black red',
  'baseball glove': '0.28 0.28 brown black',
  skateboard: '0.78 0.15 black red green brown',
  surfboard: '2 0.55 white yellow blue red',
  'tennis racket': '0.3 0.68 red blue black green',
  bottle: '0.08 0.27 green white blue brown',
  'wine glass': '0.08 0.21 white red',
  cup: '0.1 0.1 white red blue green yellow black',
  fork: '0.18 0.03 gray white',
  knife: '0.22 0.03 gray black',
  spoon: '0.17 0.03 gray brown',
  bowl: '0.19 0.09 white blue brown green',
  banana: '0.2 0.08 yellow green',
  apple: '0.08 0.08 red green yellow',
  sandwich: '0.17 0.08 brown white',
  orange: '0.08 0.08 orange',
  broccoli: '0.12 0.12 green',
  carrot: '0.17 0.04 orange',
  'hot dog': '0.17 0.06 brown red',
  pizza: '0.32 0.06 yellow red brown',
  donut: '0.1 0.05 brown pink white',
  cake: '0.26 0.15 white brown pink',
  chair: '0.5 0.92 brown black white red',
  couch: '2 0.85 gray brown red blue white',
  'potted plant': '0.45 0.7 green',
  bed: '1.7 0.75 white blue brown gray',
  'dining table': '1.7 0.76 brown white gray',
  toilet: '0.42 0.75 white',
  tv: '1.1 0.65 black gray',
  laptop: '0.36 0.26 gray black white',
  mouse: '0.08 0.04 black white gray',
  remote: '0.17 0.04 black gray',
  keyboard: '0.44 0.05 black white gray',
  'cell phone': '0.09 0.14 black white red',
  microwave: `0.5 0.3 ${STEEL}`,
  oven: '0.6 0.85 black white gray',
  toaster: '0.3 0.2 gray red white',
  sink: '0.6 0.25 white gray',
  refrigerator: `0.75 1.75 ${STEEL}`,
  book: '0.17 0.24 red blue green brown white',
  clock: '0.32 0.32 white black brown',
  vase: '0.16 0.3 blue white green red',
  scissors: '0.18 0.06 black red orange',
  'teddy bear': '0.32 0.42 brown white pink',
  'hair drier': '0.22 0.24 black pink white',
  toothbrush: '0.18 0.03 blue red green white',
};

function lookOf(text: string): Look {
  const [width, height, ...colours] = text.split(' ');
  return { width: Number(width), height: Number(height), colours };
}

export const LOOK: ReadonlyMap<CocoLabel, Look> = new Map(
  COCO_LABELS.map((label) => [label, lookOf(LOOKS[label])]),
);
