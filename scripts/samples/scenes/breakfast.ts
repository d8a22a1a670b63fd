import { Color, PerspectiveCamera, PlaneGeometry, Scene } from 'three';
import { apple, bananaBunch, donut } from '../models/food.ts';
import { bouquet, table, woodenChair } from '../models/room.ts';
import { cerealBowl, fork, mug, tableKnife, tumbler, vase, waterBottle } from '../models/tableware.ts';
import { group, part, place, roundedBox } from '../studio/shapes.ts';
import { room } from '../studio/sky.ts';
import { matte, noise, wood } from '../studio/surfaces.ts';
import type { SampleScene } from './types.ts';

const TOP = 0.75;

const surroundings = room({
  windowAzimuth: 1.2,
  windowWidth: 1.4,
  windowStrength: 4,
  wall: 0xefe3cf,
  ceiling: 0xfffaf0,
  floor: 0x8a6a48,
  strength: 0.7,
});

export const breakfast: SampleScene = (aspect) => {
  const scene = new Scene();
  scene.background = new Color(0xb9ad98);
  const wall = matte(0xd8c7a6, 0.9);
  wall.bumpMap = noise(5, { size: 512, octaves: 7, repeat: [6, 6] });
  wall.bumpScale = 0.3;
  const floor = matte(0xffffff, 0.5);
  floor.map = wood(31, { light: '#8f6540', dark: '#412715' }, { planks: 8, repeat: [3, 3] });
  const walnut = matte(0xffffff, 0.42);
  walnut.map = wood(32, { light: '#9c6f48', dark: '#4d3119' }, { planks: 5 });
  const beech = matte(0xffffff, 0.6);
  beech.map = wood(33, { light: '#d8b583', dark: '#a87a48' });
  const flowers = vase(0x2f6f86);
  flowers.add(place(bouquet([0xf0a830, 0xf7efe2, 0xe8743b]), [0, 0.22, 0]));
  const board = part(roundedBox(0.36, 0.018, 0.2, 0.008), beech, [0, 0.009, 0]);
  const pink = place(donut(0xe8688f, 3), [-0.085, 0.018, 0.02], 0.2, 1.5);
  const brown = place(donut(0x4a2412, 5), [0.075, 0.018, -0.015], 1.1, 1.5);
  scene.add(
    part(new PlaneGeometry(10, 5), wall, [0, 1.5, -1.7]),
    part(new PlaneGeometry(10, 8), floor, [0, 0, 0], [-Math.PI / 2, 0, 0]),
    table(1.5, 0.86, TOP, walnut),
    place(woodenChair(), [-0.42, 0, -0.7], 0.12),
    place(woodenChair('#b98350', '#6d4423', 9), [0.6, 0, -0.7], -0.12),
    place(group(board, pink, brown), [0.0, TOP, 0.17]),
    place(fork(), [-0.23, TOP, 0.26], 0.03, 1.1),
    place(tableKnife(), [0.225, TOP, 0.27], -0.03, 1.1),
    place(cerealBowl(0x2f5f94), [-0.36, TOP, 0.12], 0, 1.2),
    place(mug(0xd9a21c), [0.36, TOP, 0.12], -0.4, 1.15),
    place(apple(0x7fa52c, 0xb9cf4a, 4), [-0.25, TOP, -0.13], 2.3, 1.15),
    place(apple(0x86a52c, 0xc2d154, 7), [-0.37, TOP, -0.16], 1.3, 1.15),
    place(apple(0x7fa52c, 0xb9cf4a), [-0.5, TOP, -0.08], 0.4, 1.15),
    place(bananaBunch(3), [0.0, TOP, -0.1], 0.35, 1.15),
    place(tumbler(), [0.49, TOP, -0.06], 0, 1.1),
    place(waterBottle(), [0.22, TOP, -0.2], 0.4, 1.2),
    place(flowers, [-0.14, TOP, -0.28], 0),
  );
  const camera = new PerspectiveCamera(34, aspect, 0.1, 20);
  camera.position.set(0.06, 1.42, 1.12);
  camera.lookAt(0, 0.8, -0.14);
  return {
    scene,
    camera,
    radiance: surroundings,
    exposure: 0.76,
    bounds: { center: [0, 0.6, -0.3], radius: 1.5 },
    key: {
      position: [3.4, 3, 1.4],
      target: [0, 0.75, -0.2],
      radius: 0.28,
      color: 0xffdfb0,
      intensity: 3.9,
      angle: 0.34,
    },
    lens: { radius: 0.004, focus: 1.4 },
  };
};
