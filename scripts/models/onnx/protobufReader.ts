/** One field of a Protocol Buffers message, as it stands in the file. */
export interface ProtobufField {
  readonly number: number;
  /** The bytes of a length-delimited field; those of the number itself for the others. */
  readonly content: Uint8Array;
  /** The whole field with its tag and length, to be copied unchanged. */
  readonly raw: Uint8Array;
}

const FIXED_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 8],
  [5, 4],
]);

/** The fields of a message in their order (https://protobuf.dev/programming-guides/encoding/). Throws a `RangeError` where it is cut short. */
export function* readFields(message: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  while (at < message.length) {
    const start = at;
    const tag = readVarint(message, at);
    const wireType = tag.value % 8;
    const first = tag.end;
    let content: [number, number];
    if (wireType === 0) content = [first, readVarint(message, first).end];
    else if (wireType === 2) {
      const length = readVarint(message, first);
      content = [length.end, length.end + length.value];
    } else {
      const size = FIXED_BYTES.get(wireType);
      if (size === undefined) throw new RangeError(`Wire type ${wireType} at byte ${start} is not known.`);
      content = [first, first + size];
    }
    at = content[1];
    if (at > message.length) throw new RangeError(`The field at byte ${start} is cut short.`);
    yield {
      number: Math.floor(tag.value / 8),
      content: message.subarray(content[0], content[1]),
      raw: message.subarray(start, at),
    };
  }
}

/** A base-128 varint as a number; throws a `RangeError` where it is cut short or too large to be exact. */
export function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let factor = 1;
  for (let at = start; at < bytes.length; at++, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * factor;
    if (byte < 128) {
      // Negative numbers take ten bytes; none of the fields that are looked into is one.
      return { value, end: at + 1 };
    }
  }
  throw new RangeError(`The number at byte ${start} is cut short.`);
}
