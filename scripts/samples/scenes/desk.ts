import { Color, PerspectiveCamera, PlaneGeometry, Scene } from 'three';
import { computerMouse, laptop } from '../models/electronics.ts';
import { book, bouquet, teddyBear, wallClock } from '../models/room.ts';
import { mug, teaCup, vase } from '../models/tableware.ts';
import { part, place, roundedBox } from '../studio/shapes.ts';
import { room } from '../studio/sky.ts';
import { matte, noise, wood } from '../studio/surfaces.ts';
import type { SampleScene } from './types.ts';

const TOP = 0.74;

const surroundings = room({
  windowAzimuth: -1.25,
  windowWidth: 1.3,
  windowStrength: 4,
  wall: 0xe6dccb,
  ceiling: 0xfdfaf4,
  floor: 0x7c5b3c,
  strength: 0.7,
});

export const desk: SampleScene = (aspect) => {
  const scene = new Scene();
  scene.background = new Color(0x9fa89a);
  const paint = matte(0x8fa39b, 0.9);
  paint.bumpMap = noise(3, { size: 512, octaves: 7, repeat: [6, 6] });
  paint.bumpScale = 0.25;
  const oak = matte(0xffffff, 0.48);
  oak.map = wood(21, { light: '#b9855a', dark: '#5f3a20' }, { planks: 3, repeat: [1, 0.5] });
  const flowers = vase(0x3d5a80);
  flowers.add(place(bouquet([0xe8567a, 0xf7efe9, 0xf2a0b5], { seed: 6 }), [0, 0.22, 0]));
  scene.add(
    part(new PlaneGeometry(8, 5), paint, [0, 1.5, -0.42]),
    part(roundedBox(2.3, 0.04, 0.84, 0.008), oak, [0, TOP - 0.02, 0]),
    place(laptop('editor'), [0.03, TOP, 0.02], 0.1, 1.15),
    place(computerMouse(0x1e2024, false), [0.27, TOP, 0.16], 0.12, 1.1),
    place(mug(0xb8321f), [-0.26, TOP, 0.2], 0.3, 1.2),
    place(teaCup(), [0.44, TOP, 0.1], -0.5, 1.15),
    place(flowers, [0.42, TOP, -0.2], 0.3, 1.1),
    place(wallClock(0.13), [0.1, 1.19, -0.4]),
    place(book(0x28506e, 'Field Notes', [0.2, 0.04, 0.27]), [-0.46, TOP, -0.16], 0.12),
    place(book(0x8e2f2b, 'Optics', [0.19, 0.034, 0.25]), [-0.46, TOP + 0.04, -0.16], -0.08),
    place(book(0xc9a24a, 'Seeing', [0.17, 0.028, 0.23]), [-0.45, TOP + 0.074, -0.16], 0.2),
    place(teddyBear(), [-0.45, TOP + 0.102, -0.2], 0.35, 0.95),
  );
  const camera = new PerspectiveCamera(40, aspect, 0.1, 20);
  camera.position.set(0.06, 1.23, 1.06);
  camera.lookAt(-0.015, 0.93, -0.1);
  return {
    scene,
    camera,
    radiance: surroundings,
    exposure: 0.76,
    bounds: { center: [0, 0.9, -0.1], radius: 1.15 },
    key: {
      position: [-3.2, 3.2, 2.6],
      target: [0, 0.85, -0.1],
      radius: 0.28,
      color: 0xffe2ba,
      intensity: 3.8,
      angle: 0.3,
    },
    lens: { radius: 0.004, focus: 1.1 },
  };
};
