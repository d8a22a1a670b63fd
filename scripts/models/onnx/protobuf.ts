/**
 * A writer of the Protocol Buffers wire format (https://protobuf.dev/programming-guides/encoding/): as much of it as
 * ONNX files need. Fields come out in the order of the calls, so the same calls give the same bytes.
 */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** An integer field (int32, int64, enum). Must be a safe integer; negative ones take ten bytes, as the format says. */
  integer(field: number, value: number): this {
    return this.#tag(field, WIRE_VARINT).#push(encodeVarint(value));
  }

  /** A 32-bit IEEE 754 float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, WIRE_FIXED32).#push(bytes);
  }

  /** A bytes field; also how an embedded message is written. */
  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, WIRE_LENGTH_DELIMITED).#push(encodeVarint(value.length)).#push(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  /** A repeated integer field, packed; nothing is written for an empty list. */
  integers(field: number, values: readonly number[]): this {
    if (values.length === 0) return this;
    return this.bytes(field, concatenate(values.map(encodeVarint)));
  }

  /** The message written so far. */
  finish(): Uint8Array {
    return concatenate(this.#chunks, this.#length);
  }

  #tag(field: number, wireType: number): this {
    return this.#push(encodeVarint(field * 8 + wireType));
  }

  #push(bytes: Uint8Array): this {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}

const WIRE_VARINT = 0;
const WIRE_LENGTH_DELIMITED = 2;
const WIRE_FIXED32 = 5;

/** Base-128 varint, least significant group first; a negative value is written as its 64-bit two's complement. */
function encodeVarint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new RangeError(`A varint must be a safe integer, not ${value}.`);
  const groups: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    groups.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  groups.push(Number(rest));
  return Uint8Array.from(groups);
}

function concatenate(chunks: readonly Uint8Array[], length = totalLength(chunks)): Uint8Array {
  const out = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    out.set(chunk, offset);
    offset += chunk.length;
  }
  return out;
}

function totalLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
