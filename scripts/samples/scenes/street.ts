import { Color, PerspectiveCamera, Scene } from 'three';
import { airliner, bench, fireHydrant, stopSign, trafficLight } from '../models/street.ts';
import { house, road, tree } from '../models/surroundings.ts';
import { bus, car } from '../models/vehicles.ts';
import { place } from '../studio/shapes.ts';
import { outdoorSky } from '../studio/sky.ts';
import type { SampleScene } from './types.ts';

const surroundings = outdoorSky({ zenith: 0x3f7fd0, horizon: 0xdbe8f2, ground: 0x77716a, strength: 1.05 });

export const street: SampleScene = (aspect) => {
  const scene = new Scene();
  scene.background = new Color(0x9cc4ea);
  const jet = place(airliner(), [72, 43, -128], Math.PI - 0.3, 0.85);
  jet.rotation.z = 0.14;
  scene.add(
    road(120),
    place(house(8, 7.2, '#a9563f', 1, 'BAKERY'), [-7, 0.14, -13]),
    place(house(8.4, 6.6, '#cdb892', 2, 'BOOKS'), [1.2, 0.14, -13]),
    place(house(9, 7.6, '#8c9aa0', 3, 'CINEMA'), [9.9, 0.14, -13]),
    place(house(8, 6.8, '#b98a5c', 4, 'FLORIST'), [18.4, 0.14, -13]),
    place(house(9, 7.4, '#a8483c', 6, 'TAILOR'), [26.9, 0.14, -13]),
    place(tree(5.6, 5), [-5.4, 0.14, -9]),
    place(tree(6.2, 9), [12.4, 0.14, -8]),
    place(tree(5.4, 13), [19.5, 0.14, -7]),
    place(bus(), [2.5, 0, -2.1], Math.PI),
    place(car(0x1c5aa6), [2.7, 0, 1.9], 0),
    place(stopSign(), [1.35, 0.14, 5.5], -0.66),
    place(trafficLight('red'), [-4.75, 0.14, 4.7], -0.3),
    place(fireHydrant(), [-1.15, 0.14, 6.95], -0.5, 1.1),
    place(bench(1.6), [-3.15, 0.14, 5.2], -0.15),
    jet,
  );
  const camera = new PerspectiveCamera(40, aspect, 0.2, 400);
  camera.position.set(-5, 2, 11);
  camera.lookAt(1, 1.7, -1);
  return {
    scene,
    camera,
    radiance: surroundings,
    exposure: 0.72,
    bounds: { center: [1, 2, 0], radius: 14 },
    key: {
      position: [-34, 44, 30],
      target: [0, 0, 1],
      radius: 0.9,
      color: 0xffe6c0,
      intensity: 4.2,
      angle: 0.24,
    },
  };
};
