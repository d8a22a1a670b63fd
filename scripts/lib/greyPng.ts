import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { BadInput } from './badInput.ts';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Row-major, one number a pixel. */
  readonly values: Uint8Array | Uint16Array;
}

/** Reads a greyscale PNG of 8 or 16 bits without interlace (PNG specification). @throws {BadInput} names `path` */
export function readGreyPng(bytes: Buffer, path: string): GreyImage {
  const header = bytes.subarray(16, 29);
  const isGrey = bytes.subarray(0, 8).equals(SIGNATURE) && header[9] === 0 && header[12] === 0;
  if (!isGrey || (header[8] !== 8 && header[8] !== 16))
    throw new BadInput(`${path} is no greyscale PNG of 8 or 16 bits without interlace`);
  const sampleBytes = header[8] === 16 ? 2 : 1;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const parts: Buffer[] = [];
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.subarray(at + 4, at + 8).toString('latin1') === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  let filtered: Buffer;
  try {
    filtered = inflateSync(Buffer.concat(parts));
  } catch (error) {
    throw new BadInput(`${path} cannot be unpacked: ${error instanceof Error ? error.message : error}`);
  }
  if (filtered.length < height * (1 + width * sampleBytes))
    throw new BadInput(`${path} ends before its last row`);
  const rows = unfilter(filtered, width * sampleBytes, height, sampleBytes);
  if (sampleBytes === 1) return { width, height, values: new Uint8Array(rows) };
  const values = Uint16Array.from({ length: width * height }, (_, i) => rows.readUInt16BE(2 * i));
  return { width, height, values };
}

/** Undoes the filters of PNG rows (PNG specification, section 9), each a type byte and `stride` bytes. */
function unfilter(filtered: Buffer, stride: number, height: number, sampleBytes: number): Buffer {
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const type = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < sampleBytes ? 0 : (rows[at - sampleBytes] ?? 0);
      const up = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < sampleBytes || y === 0 ? 0 : (rows[at - stride - sampleBytes] ?? 0);
      rows[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predicted(type, left, up, corner);
    }
  }
  return rows;
}

function predicted(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  return type === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** A greyscale PNG of 8 bits. `values` has width · height bytes, row-major. */
export function writeGreyPng(width: number, height: number, values: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc(height * (1 + width));
  for (let y = 0; y < height; y++) rows.set(values.subarray(y * width, (y + 1) * width), y * (1 + width) + 1);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.byteLength, 0);
  frame.writeUInt32BE(crc32(body) >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
