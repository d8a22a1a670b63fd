import type { Box, ObjectState, Twin } from '../../src/twin/schema/twin.ts';

const LOOK_US = 500_000;

const state = (frame: number, box: Box, extra: Partial<ObjectState> = {}): ObjectState => ({
  frame,
  timeUs: frame * LOOK_US,
  box,
  by: 0,
  center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
  ...extra,
});

/**
 * A clip of 100 × 80 pixels and 3 s, looked at every half second: a dog walks to the right from 0 to 2 s and is bridged at 1 s,
 * a person stands at the right from 1.5 s on.
 */
export const walkingDog = (): Twin => ({
  type: 'twin',
  version: 1,
  source: {
    kind: 'video',
    name: 'walk.mp4',
    width: 100,
    height: 80,
    frameCount: 6,
    durationUs: 3_000_000,
    sha256: 'b'.repeat(64),
    frames: [0, 1, 2, 3, 4, 5].map((frame) => ({ frame, timeUs: frame * LOOK_US })),
  },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: [
    {
      id: 'o1',
      label: 'dog',
      score: 0.9,
      attributes: {},
      states: [
        state(0, [0, 40, 20, 60], { position: [-1, 0, -4] }),
        state(1, [10, 40, 30, 60], { position: [-0.5, 0, -4] }),
        state(2, [20, 40, 40, 60], { interpolated: true, position: [0, 0, -4] }),
        state(3, [30, 40, 50, 60], { position: [0.5, 0, -4] }),
      ],
    },
    {
      id: 'o2',
      label: 'person',
      score: 0.8,
      attributes: {},
      states: [
        state(3, [80, 20, 95, 70], { position: [2, 0, -6] }),
        state(4, [80, 20, 95, 70], { position: [2, 0, -6] }),
        state(5, [80, 20, 95, 70], { position: [2, 0, -6] }),
      ],
    },
  ],
  log: [
    { tool: 'detect', model: 'centernet', revision: '1', device: 'wasm', dtype: 'fp16', args: {}, ms: 10 },
  ],
});
