import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TwinsightError } from '../../core/errors.ts';
import { fromBfloat16, fromHalf, toHalf } from './halfPrecision.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** A file from a header as it stands and a body. */
function fileOf(header: string, body = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
}

const entry = (dtype: string, shape: readonly number[], offsets: readonly number[]): string =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });

describe('half precision', () => {
  it('knows the ends of its range, infinities and NaN', () => {
    expect([0x0001, 0x03ff, 0x0400, 0x3c00, 0x7bff, 0xfc00].map(fromHalf)).toEqual([
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      1,
      65504,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(fromHalf(0x7e00)).toBeNaN();
    expect(fromBfloat16(0x3fc0)).toBe(1.5);
  });

  it('comes back as it was, for every bit pattern that is a number', () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromHalf(half);
      if (!Number.isNaN(value) && toHalf(value) !== half) expect(toHalf(value)).toBe(half);
    }
  });

  it('rounds to nearest, ties to even', () => {
    expect(toHalf(1 + 2 ** -11)).toBe(0x3c00);
    expect(toHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(toHalf(65519)).toBe(0x7bff);
    expect(toHalf(65520)).toBe(0x7c00);
    expect(toHalf(2 ** -25)).toBe(0);
    expect(toHalf(2 ** -25 * 1.01)).toBe(1);
    expect(toHalf(Number.NaN) & 0x7fff).toBeGreaterThan(0x7c00);
  });
});

describe('safetensors', () => {
  it('come back as they were written, in order and with their metadata', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            name: fc
              .string({ minLength: 1 })
              .filter((name) => name !== '__metadata__' && name !== '__proto__'),
            data: fc.float32Array({ maxLength: 12 }),
          }),
          { selector: ({ name }) => name },
        ),
        (list) => {
          const tensors = new Map(list.map(({ name, data }) => [name, { shape: [data.length], data }]));
          const read = readSafetensors(writeSafetensors(tensors, { metadata: { format: 'pt' } }));
          expect(new Map(read.tensors)).toEqual(tensors);
          expect(read.metadata).toEqual({ format: 'pt' });
        },
      ),
    );
  });

  it('are halved within the precision of F16, and read from BF16', () => {
    const tensors = new Map([['a', { shape: [2, 2], data: Float32Array.from([0.1, -2, 65504, 0]) }]]);
    const bytes = writeSafetensors(tensors, { dtype: 'F16' });
    expect([...(readSafetensors(bytes).tensors.get('a')?.data ?? [])]).toEqual([
      expect.closeTo(0.1, 4),
      -2,
      65504,
      0,
    ]);
    const half = fileOf(`{"b":${entry('BF16', [1], [0, 2])}}`, Uint8Array.from([0xc0, 0x3f]));
    expect([...(readSafetensors(half).tensors.get('b')?.data ?? [])]).toEqual([1.5]);
  });

  it.each([
    ['an empty file', new Uint8Array(0), /shorter/],
    ['a header that is longer than the file', fileOf('{}').subarray(0, 9), /ends inside its header/],
    ['a header of 2^63 bytes', Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0x80]), /too long/],
    ['a header that is no JSON', fileOf('{'), /no JSON/],
    ['a header that is no object', fileOf('[]'), /no JSON object/],
    ['an unknown type', fileOf(`{"w":${entry('I64', [1], [0, 8])}}`, new Uint8Array(8)), /tensor w: dtype/],
    [
      'a negative length',
      fileOf(`{"w":${entry('F32', [-1], [0, 4])}}`, new Uint8Array(4)),
      /tensor w: shape/,
    ],
    [
      'a shape that does not fit',
      fileOf(`{"w":${entry('F32', [2], [0, 4])}}`, new Uint8Array(4)),
      /tensor w .*4 bytes/,
    ],
    [
      'a huge shape',
      fileOf(`{"w":${entry('F32', [2 ** 40, 2 ** 40], [0, 4])}}`, new Uint8Array(4)),
      /tensor w/,
    ],
    [
      'a file that is cut',
      fileOf(`{"w":${entry('F32', [2], [0, 8])}}`, new Uint8Array(4)),
      /inside the tensor w/,
    ],
    ['a hole', fileOf(`{"w":${entry('F32', [1], [4, 8])}}`, new Uint8Array(8)), /tensor w begins at byte 4/],
    ['bytes that nobody owns', fileOf('{}', new Uint8Array(3)), /3 bytes behind/],
    [
      'tensors that overlap',
      fileOf(`{"v":${entry('F32', [2], [0, 8])},"w":${entry('F32', [1], [4, 8])}}`, new Uint8Array(8)),
      /tensor w begins/,
    ],
  ])('are refused with the reason: %s', (_, bytes, reason) => {
    expect(() => readSafetensors(bytes, 'x.safetensors')).toThrow(reason);
    expect(() => readSafetensors(bytes, 'x.safetensors')).toThrow(/^x\.safetensors/);
  });

  it('with any bytes changed give tensors or a typed error', () => {
    const good = writeSafetensors(new Map([['w', { shape: [2, 3], data: new Float32Array(6) }]]));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1 }),
        (changes) => {
          const bytes = Uint8Array.from(good);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            expect(readSafetensors(bytes).tensors).toBeInstanceOf(Map);
          } catch (error) {
            expect(error).toBeInstanceOf(TwinsightError);
          }
        },
      ),
    );
  });
});
