import type { Group } from 'three';
import * as electronics from '../models/electronics.ts';
import * as food from '../models/food.ts';
import * as room from '../models/room.ts';
import * as street from '../models/street.ts';
import * as tableware from '../models/tableware.ts';
import * as vehicles from '../models/vehicles.ts';

/** Every model on its own, to see which of them the detector knows. */
export const CATALOGUE: Readonly<Record<string, () => Group>> = {
  mug: () => tableware.mug(),
  teaCup: () => tableware.teaCup(),
  cerealBowl: () => tableware.cerealBowl(),
  tumbler: () => tableware.tumbler(),
  waterBottle: () => tableware.waterBottle(),
  fork: () => tableware.fork(),
  knife: () => tableware.tableKnife(),
  vase: () => {
    const whole = tableware.vase();
    const flowers = room.bouquet([0xe8567a, 0xf4b6c2, 0xf7f0e6]);
    flowers.position.y = 0.22;
    whole.add(flowers);
    return whole;
  },
  banana: () => food.banana(),
  bananas: () => food.bananaBunch(),
  apple: () => food.apple(),
  donut: () => food.donut(),
  laptop: () => electronics.laptop(),
  mouse: () => electronics.computerMouse(),
  clock: () => {
    const clock = room.wallClock();
    clock.position.y = 0.2;
    return clock;
  },
  book: () => room.book(0x9c2f2f, 'Digital Twins'),
  chair: () => room.woodenChair(),
  stopSign: () => street.stopSign(),
  trafficLight: () => street.trafficLight(),
  hydrant: () => street.fireHydrant(),
  bench: () => street.bench(),
  airliner: () => street.airliner(),
  car: () => vehicles.car(),
  bus: () => vehicles.bus(),
  teddy: () => room.teddyBear(),
};
