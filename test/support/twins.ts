import fc from 'fast-check';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import { COCO_LABELS } from '../../src/twin/schema/labels.ts';
import type { Box, ObjectState, ToolRun, Twin, TwinObject } from '../../src/twin/schema/twin.ts';

const round = (value: number): number => Math.round(value * 100) / 100;

/** A finite number without −0, which JSON cannot hold. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);

const toolRun: fc.Arbitrary<ToolRun> = fc.record({
  tool: fc.constantFrom('detect', 'depth', 'attributes'),
  model: fc.string({ maxLength: 20 }),
  revision: fc.string({ maxLength: 10 }),
  device: fc.constantFrom('wasm', 'webgpu', 'cpu'),
  dtype: fc.constantFrom('fp16', 'fp32', ''),
  args: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.oneof(fc.string(), number(-1e6, 1e6), fc.boolean()),
    { maxKeys: 3, noNullPrototype: true },
  ),
  ms: number(0, 1e5),
});

type Corner = [number, number];
const cornersOf = ([x0, y0, x1, y1]: Box): [Corner, Corner, Corner, Corner] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

function stateOf(width: number, height: number, runs: number): fc.Arbitrary<ObjectState> {
  return fc
    .record({
      x: fc.integer({ min: 0, max: width - 1 }),
      y: fc.integer({ min: 0, max: height - 1 }),
      w: fc.integer({ min: 1, max: width }),
      h: fc.integer({ min: 1, max: height }),
      by: fc.integer({ min: 0, max: runs - 1 }),
      masked: fc.boolean(),
      maskBy: fc.option(fc.integer({ min: 0, max: runs - 1 }), { nil: undefined }),
      flat: fc.boolean(),
      depth: fc.option(number(0.1, 100), { nil: undefined }),
      std: number(0, 20),
    })
    .map(({ x, y, w, h, by, masked, maskBy, flat, depth, std }) => {
      const box: [number, number, number, number] = [x, y, Math.min(width, x + w), Math.min(height, y + h)];
      const bitmap = new Uint8Array(width * height);
      for (let row = box[1]; row < box[3]; row++)
        for (let column = box[0]; column < box[2]; column++) bitmap[row * width + column] = 1;
      return {
        frame: 0,
        timeUs: 0,
        box,
        by,
        center: [round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)],
        ...(masked
          ? { mask: encodeRle(bitmap, width, height), area: (box[2] - box[0]) * (box[3] - box[1]) }
          : {}),
        ...(masked && maskBy !== undefined ? { maskBy } : {}),
        ...(flat ? { quad: cornersOf(box) } : {}),
        ...(depth === undefined
          ? {}
          : { depth: { mean: depth, std, min: depth - std, max: depth + std, unit: 'm' as const, by } }),
      };
    });
}

/** Any structurally sound twin of a small image. */
export const arbitraryTwin: fc.Arbitrary<Twin> = fc
  .record({
    width: fc.integer({ min: 1, max: 24 }),
    height: fc.integer({ min: 1, max: 24 }),
    log: fc.array(toolRun, { minLength: 1, maxLength: 3 }),
    name: fc.string({ unit: 'grapheme', maxLength: 20 }),
    fov: number(10, 120),
    count: fc.nat(5),
  })
  .chain(({ width, height, log, name, fov, count }) => {
    const object: fc.Arbitrary<Omit<TwinObject, 'id'>> = fc.record({
      label: fc.constantFrom(...COCO_LABELS, 'a thing', '<b>bold</b>', 'größe'),
      score: number(0, 1),
      attributes: fc.dictionary(
        fc.stringMatching(/^[a-z]{3,8}$/),
        fc.record({
          value: fc.string({ maxLength: 12 }),
          score: number(0, 1),
          by: fc.constant('human' as const),
        }),
        { maxKeys: 3, noNullPrototype: true },
      ),
      states: stateOf(width, height, log.length).map((state) => [state]),
    });
    return fc.array(object, { minLength: count, maxLength: count }).map(
      (objects): Twin => ({
        type: 'twin',
        version: 1,
        source: { kind: 'image', name, width, height, frameCount: 1, durationUs: 0, sha256: '' },
        camera: { verticalFovDeg: fov, estimated: true },
        objects: objects.map((rest, index) => ({ id: `o${index + 1}`, ...rest })),
        log,
      }),
    );
  });

/** A small sound twin with a mask, depth, position and attributes: the starting point of tests that break one thing. */
export const soundTwin = (): Twin => ({
  type: 'twin',
  version: 1,
  source: {
    kind: 'image',
    name: 'kitchen.jpg',
    width: 8,
    height: 6,
    frameCount: 1,
    durationUs: 0,
    sha256: 'a'.repeat(64),
  },
  camera: { verticalFovDeg: 50, estimated: true, heightM: 1.5, pitchDeg: 10 },
  objects: [
    {
      id: 'o1',
      label: 'cup',
      score: 0.9,
      attributes: {
        colour: { value: 'red', score: 0.8, by: 1 },
        size: { value: 'small', score: 1, by: 'human' },
      },
      states: [
        {
          frame: 0,
          timeUs: 0,
          box: [1, 1, 3, 4],
          by: 0,
          mask: { size: [6, 8], counts: [7, 3, 3, 3, 32] },
          area: 6,
          center: [2, 2.5],
          depth: { mean: 0.8, std: 0.1, min: 0.7, max: 0.9, unit: 'm', by: 1 },
          position: [-0.2, 0.05, -0.8],
        },
      ],
    },
    {
      id: 'o2',
      label: 'dining table',
      score: 0.7,
      attributes: {},
      states: [{ frame: 0, timeUs: 0, box: [0, 3, 8, 6], by: 0, center: [4, 4.5] }],
    },
  ],
  log: [
    {
      tool: 'detect',
      model: 'centernet',
      revision: '1',
      device: 'wasm',
      dtype: 'fp16',
      args: { minScore: 0.3 },
      ms: 410,
    },
    { tool: 'depth', model: 'geometric prior', revision: '1', device: 'cpu', dtype: 'fp64', args: {}, ms: 1 },
  ],
});
