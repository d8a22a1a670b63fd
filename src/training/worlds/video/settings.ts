import type { CocoLabel } from '../../../twin/schema/labels.ts';

/** Where a clip is filmed: between which distances in metres, what moves about there by itself, and what stands. */
export interface Setting {
  readonly name: string;
  readonly near: number;
  readonly far: number;
  readonly movers: readonly CocoLabel[];
  readonly standing: readonly CocoLabel[];
}

export const SETTINGS: readonly Setting[] = [
  {
    name: 'street',
    near: 7,
    far: 20,
    movers: ['car', 'car', 'person', 'person', 'bicycle', 'bus', 'truck', 'motorcycle', 'dog'],
    standing: ['traffic light', 'stop sign', 'fire hydrant', 'bench', 'parking meter', 'car', 'truck'],
  },
  {
    name: 'park',
    near: 5,
    far: 14,
    movers: ['person', 'person', 'dog', 'dog', 'bicycle', 'bird', 'skateboard', 'cat'],
    standing: ['bench', 'potted plant', 'bicycle', 'backpack', 'person', 'umbrella'],
  },
  {
    name: 'living room',
    near: 2.5,
    far: 5,
    movers: ['person', 'cat', 'dog', 'sports ball'],
    standing: ['couch', 'tv', 'chair', 'potted plant', 'teddy bear', 'suitcase', 'dining table'],
  },
  {
    name: 'kitchen',
    near: 2.5,
    far: 5,
    movers: ['person', 'person', 'cat', 'dog'],
    standing: ['refrigerator', 'oven', 'chair', 'dining table', 'potted plant'],
  },
  {
    name: 'farm',
    near: 7,
    far: 18,
    movers: ['cow', 'cow', 'horse', 'sheep', 'sheep', 'dog', 'person', 'truck', 'bird'],
    standing: ['cow', 'horse', 'sheep', 'truck', 'bench', 'bicycle'],
  },
  {
    name: 'wildlife park',
    near: 9,
    far: 24,
    movers: ['elephant', 'zebra', 'zebra', 'giraffe', 'bear', 'bird', 'car'],
    standing: ['elephant', 'zebra', 'giraffe', 'truck', 'bear'],
  },
  {
    name: 'harbour',
    near: 9,
    far: 24,
    movers: ['boat', 'boat', 'bird', 'person', 'bicycle', 'dog'],
    standing: ['boat', 'bench', 'person', 'umbrella', 'suitcase'],
  },
  {
    name: 'station',
    near: 8,
    far: 18,
    movers: ['train', 'person', 'person', 'person', 'bird', 'dog'],
    standing: ['bench', 'suitcase', 'person', 'clock', 'backpack', 'handbag'],
  },
  {
    name: 'airfield',
    near: 20,
    far: 45,
    movers: ['airplane', 'bus', 'truck', 'car', 'person'],
    standing: ['airplane', 'truck', 'car', 'bus'],
  },
  {
    name: 'beach',
    near: 5,
    far: 14,
    movers: ['person', 'person', 'dog', 'bird', 'horse', 'frisbee'],
    standing: ['umbrella', 'chair', 'surfboard', 'backpack', 'person', 'boat'],
  },
  {
    name: 'sports field',
    near: 6,
    far: 16,
    movers: ['person', 'person', 'person', 'sports ball', 'dog', 'bird'],
    standing: ['bench', 'person', 'backpack', 'bottle', 'chair'],
  },
];
