import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from './protobuf.ts';

const hex = (writer: ProtobufWriter): string => Buffer.from(writer.finish()).toString('hex');

/** Reads one varint as a signed 64-bit integer. */
function readVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let value = 0n;
  let end = start;
  for (let shift = 0n; ; shift += 7n) {
    const byte = bytes[end++] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value: BigInt.asIntN(64, value), end };
  }
}

describe('ProtobufWriter', () => {
  it('writes the examples of the format description', () => {
    expect(hex(new ProtobufWriter().integer(1, 150))).toBe('089601');
    expect(hex(new ProtobufWriter().string(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150)))).toBe('1a03089601');
    expect(hex(new ProtobufWriter().integers(6, [3, 270, 86942]))).toBe('3206038e029ea705');
    expect(hex(new ProtobufWriter().integer(2, -2))).toBe('10feffffffffffffffff01');
    expect(hex(new ProtobufWriter().float(1, 1))).toBe('0d0000803f');
    expect(hex(new ProtobufWriter().integer(16, 1))).toBe('800101');
  });

  it('writes nothing for an empty list, and an empty text as an empty field', () => {
    expect(hex(new ProtobufWriter().integers(6, []))).toBe('');
    expect(hex(new ProtobufWriter().string(1, ''))).toBe('0a00');
  });

  it('writes every safe integer so that it can be read back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const bytes = new ProtobufWriter().integer(1, value).finish();
        expect(readVarint(bytes, 1)).toEqual({ value: BigInt(value), end: bytes.length });
      }),
    );
  });

  it.each([0.5, Number.NaN, 2 ** 53])('refuses %d as an integer', (value) => {
    expect(() => new ProtobufWriter().integer(1, value)).toThrow(RangeError);
  });
});
