import type { Use } from './use.ts';

/** Qualities that some things have more of than others, for "most …" and "…est". */
export const QUALITIES: readonly Use[] = [
  {
    name: 'be dangerous',
    labels: `
      bear, elephant 0.7, dog 0.4, cow 0.35, horse 0.35, zebra 0.3, giraffe 0.3, cat 0.2, sheep 0.1,
      bird 0.1, knife 0.8, scissors 0.5, truck 0.45, train 0.5, car 0.4, motorcycle 0.5, baseball bat
      0.3, oven 0.3, fork 0.3`,
    cues: `
      dangerous, danger, harm, hurt, attack, scary, careful, risky, hazard, keep away child, unsafe,
      fierce, injure, sharp, deadly, run away, run from, flee, afraid, fear, stay away, avoid, eat me, kill`,
  },
  {
    name: 'be fast',
    labels: `
      airplane, train 0.8, car 0.7, motorcycle 0.7, bus 0.55, truck 0.5, boat 0.4, horse 0.4, zebra
      0.38, giraffe 0.35, dog 0.33, bicycle 0.3, bird 0.45, skateboard 0.2, person 0.15, cat 0.3,
      elephant 0.25, bear 0.34, cow 0.22, sheep 0.2`,
    cues: 'fast, quick, speed, speedy, rapid',
  },
  {
    name: 'be heavy',
    labels: `
      train, airplane 0.95, truck 0.8, bus 0.78, boat 0.7, elephant 0.65, car 0.55, giraffe 0.5, cow
      0.42, horse 0.4, bear 0.38, zebra 0.36, motorcycle 0.3, couch 0.25, refrigerator 0.24, bed 0.23,
      person 0.2, oven 0.2, dining table 0.2, dog 0.12, sheep 0.18, bench 0.18`,
    cues: 'heavy, weigh, weight, massive',
  },
  {
    name: 'be tall',
    labels: `
      giraffe, elephant 0.6, airplane 0.95, train 0.7, bus 0.65, truck 0.65, horse 0.4, person 0.35,
      refrigerator 0.35, cow 0.3, bear 0.32, zebra 0.3, traffic light 0.8, stop sign 0.5`,
    cues: 'tall by nature',
  },
  {
    name: 'be expensive',
    labels: `
      airplane, train 0.95, boat 0.8, bus 0.75, truck 0.7, car 0.6, motorcycle 0.4, horse 0.35, laptop
      0.25, tv 0.24, refrigerator 0.22, cell phone 0.2, couch 0.2, bed 0.2, bicycle 0.15, oven 0.18,
      elephant 0.5`,
    cues: 'expensive, cost, valuable, costly, precious, price',
  },
  {
    name: 'be healthy',
    labels: `
      broccoli, carrot, apple, banana 0.9, orange, sandwich 0.3, pizza 0.15, hot dog 0.1, cake 0.05,
      donut 0.05`,
    cues: `healthy, health, vitamin, nutritious, diet, good for you, healthful, doctor away`,
  },
  {
    name: 'be sweet',
    labels: 'donut, cake, banana 0.6, orange 0.5, apple 0.5',
    cues: 'sweet, sugar, sugary, sweet tooth, dessert, eat dessert, after dinner',
  },
  {
    name: 'be friendly',
    labels: 'dog, cat 0.8, horse 0.6, sheep 0.5, bird 0.4, cow 0.4, elephant 0.3',
    cues: 'friendly, tame, cute, harmless, loyal',
  },
  {
    name: 'use electricity',
    labels: `
      tv 0.9, laptop 0.9, microwave 0.9, toaster 0.9, refrigerator 0.9, hair drier 0.9, cell phone
      0.9, traffic light 0.9, oven 0.9, keyboard 0.9, mouse 0.9`,
    cues: `
      electricity, electric, power, plug, battery, charge, socket, use electricity, need electricity,
      plug in, electrical`,
  },
  {
    name: 'be round',
    labels: `
      sports ball, frisbee, clock 0.9, donut, pizza 0.9, orange, apple 0.9, bowl 0.8, cup 0.6, stop sign 0.4, cake 0.5,
      wine glass 0.5, traffic light 0.5`,
    cues: 'round, circular, spherical, circle shaped, ball shaped, disc shaped',
  },
  {
    name: 'be rectangular',
    labels: `
      tv, laptop 0.8, book, cell phone, microwave, suitcase 0.9, keyboard, remote, bed 0.8, refrigerator 0.9, oven 0.8, toaster 0.7,
      dining table 0.5`,
    cues: 'rectangular, rectangle, square, box shaped, flat',
  },
  {
    name: 'be made of glass',
    labels: 'wine glass, bottle 0.8, vase 0.6',
    cues: 'make glass, make from glass, consist glass',
  },
  {
    name: 'be made of paper',
    labels: 'book',
    cues: 'make paper, consist paper',
  },
  {
    name: 'be made of wood',
    labels: 'dining table, bench, chair 0.8, baseball bat 0.8, skateboard 0.5',
    cues: 'make wood, wooden, consist wood',
  },
  {
    name: 'be Italian',
    labels: 'pizza',
    cues: 'italian, italy, neapolitan',
  },
  {
    name: 'hang on a wall',
    labels: 'clock, tv 0.7, umbrella 0.5, handbag 0.5, backpack 0.5, tie 0.5, knife 0.4, tennis racket 0.4',
    cues: 'hang wall, hang on a wall, hook',
  },
  {
    name: 'be put down',
    labels: `
      backpack, handbag, umbrella, tie, suitcase, frisbee, sports ball, baseball bat, baseball glove, tennis racket, bottle,
      wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange, broccoli, carrot, hot dog,
      pizza, donut, cake, potted plant, tv 0.8, laptop, mouse, remote, keyboard, cell phone, microwave 0.7, toaster,
      book, clock, vase, scissors, teddy bear, hair drier, toothbrush, cat 0.6, bird 0.5`,
    cues: 'put down on shelf',
  },
  {
    name: 'break easily',
    labels: 'wine glass, vase, cup 0.7, bottle 0.6, bowl 0.6, laptop 0.4, tv 0.4, cell phone 0.5',
    cues: 'break, fragile, shatter, break easily, breakable, delicate',
  },
];
