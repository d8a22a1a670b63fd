import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRle, encodeRle } from '../../twin/geometry/rle.ts';
import type { Box, Twin } from '../../twin/schema/twin.ts';
import { maskContains, objectAt } from './hitTest.ts';

const [WIDTH, HEIGHT] = [20, 10];

/** A mask of the left half of a box. */
function leftHalf([x0, y0, x1, y1]: Box) {
  const bits = new Uint8Array(WIDTH * HEIGHT);
  for (let y = y0; y < y1; y++) bits.fill(1, y * WIDTH + x0, y * WIDTH + (x0 + x1) / 2);
  return encodeRle(bits, WIDTH, HEIGHT);
}

const twinOf = (...shapes: readonly { box: Box; masked?: true }[]): Twin => ({
  type: 'twin',
  version: 1,
  source: {
    kind: 'image',
    name: 'x',
    width: WIDTH,
    height: HEIGHT,
    frameCount: 1,
    durationUs: 0,
    sha256: '',
  },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: shapes.map(({ box, masked }, index) => ({
    id: `o${index + 1}`,
    label: 'thing',
    score: 1,
    attributes: {},
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: 'human',
        center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
        ...(masked ? { mask: leftHalf(box) } : {}),
      },
    ],
  })),
  log: [],
});

describe('the object under the pointer', () => {
  it('is the smallest of those that are hit', () => {
    const twin = twinOf({ box: [0, 0, 20, 10] }, { box: [4, 2, 8, 6] });
    expect(objectAt(twin, [5, 3])?.id).toBe('o2');
    expect(objectAt(twin, [15, 3])?.id).toBe('o1');
    expect(objectAt(twin, [25, 3])).toBeUndefined();
  });

  it('is hit on its mask, not in the rest of its box, when something else is there', () => {
    const twin = twinOf({ box: [0, 0, 20, 10] }, { box: [4, 2, 8, 6], masked: true });
    expect(objectAt(twin, [5, 3])?.id).toBe('o2');
    expect(objectAt(twin, [7, 3])?.id).toBe('o1');
  });

  it('is hit in its box when nothing else is there', () => {
    expect(objectAt(twinOf({ box: [4, 2, 8, 6], masked: true }), [7, 3])?.id).toBe('o1');
  });
});

it('a mask contains exactly its pixels', () => {
  const bits = fc.uint8Array({ minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT, max: 1 });
  fc.assert(
    fc.property(bits, fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1), (bitmap, x, y) => {
      const mask = encodeRle(bitmap, WIDTH, HEIGHT);
      expect(maskContains(mask, [x + 0.5, y + 0.5])).toBe(decodeRle(mask)[y * WIDTH + x] === 1);
    }),
  );
  expect(maskContains({ size: [2, 2], counts: [0, 4] }, [-1, 0])).toBe(false);
});
