import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from './badInput.ts';
import { readGreyPng, writeGreyPng } from './greyPng.ts';

const images = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((values) => ({ width, height, values })),
  );

describe('greyscale PNG', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(images, ({ width, height, values }) => {
        const read = readGreyPng(Buffer.from(writeGreyPng(width, height, values)), 'mask.png');
        expect(read).toEqual({ width, height, values });
      }),
    );
  });

  it('is refused by name where it is something else or cut off', () => {
    const whole = Buffer.from(writeGreyPng(8, 8, new Uint8Array(64)));
    expect(() => readGreyPng(Buffer.from('junk'), 'a.png')).toThrow(BadInput);
    expect(() => readGreyPng(whole.subarray(0, whole.length - 20), 'a.png')).toThrow(
      /a\.png cannot be unpacked/,
    );
    const colour = Buffer.from(whole);
    colour[25] = 2;
    expect(() => readGreyPng(colour, 'a.png')).toThrow(/no greyscale PNG/);
  });
});
