import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import { BadInput } from '../lib/badInput.ts';
import { findDepthFrames, readDepthImage } from './depthImages.ts';
import { aligned, depthFigures, depthMetrics, medianDepth } from './depthMetrics.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'depth-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const samples = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value, 2 * i);
  return bytes;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
};

/** A 16-bit grey PNG whose rows (filter type, then bytes) are given as stored. */
function png(width: number, height: number, rows: Buffer, depth = 16): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('depth images', () => {
  it('are read from a PGM in millimetres, comments included', () => {
    const head = Buffer.from('P5 # Kinect\n2 1\n65535\n', 'latin1');
    const { width, height, metres } = readDepthImage(
      write('a.pgm', Buffer.concat([head, samples([1500, 0])])),
    );
    expect([width, height, ...metres]).toEqual([2, 1, 1.5, 0]);
  });

  it('are read from a 16-bit PNG in 1/5000 m, whatever the filters of its rows', () => {
    const plain = [
      [5000, 10_000, 300],
      [5001, 9_000, 65_535],
      [0, 1, 2],
      [5000, 5000, 5000],
      [256, 513, 1023],
    ];
    // Filters the rows as an encoder would, one filter after the other.
    const bytes = plain.map((row) => samples(row));
    const rows = bytes.map((row, y) => {
      const above = bytes[y - 1] ?? Buffer.alloc(row.length);
      const filtered = row.map((value, x) => {
        const [left, up, corner] = [row[x - 2] ?? 0, above[x] ?? 0, x < 2 ? 0 : (above[x - 2] ?? 0)];
        const guess = left + up - corner;
        const near = [left, up, corner].toSorted((a, b) => Math.abs(guess - a) - Math.abs(guess - b))[0] ?? 0;
        return value - ([0, left, up, (left + up) >> 1, near][y] ?? 0);
      });
      return Buffer.concat([Buffer.from([y]), filtered]);
    });
    const { metres } = readDepthImage(write('a.png', png(3, 5, Buffer.concat(rows))));
    expect([...metres].map((value) => Math.round(value * 5000))).toEqual(plain.flat());
  });

  it.each([
    ['a PGM that ends early', Buffer.from('P5 4 4 65535\n12', 'latin1')],
    ['a PNG of 8 bits', png(1, 1, Buffer.from([0, 1]), 8)],
    ['a PNG without all rows', png(2, 2, Buffer.from([0, 1, 1, 1, 1]))],
    ['something else', Buffer.from('hello')],
  ])('are refused: %s', (_, bytes) => {
    expect(() => readDepthImage(write('bad', bytes))).toThrow(BadInput);
  });

  it('are found beside their photos, in the folder and below', () => {
    mkdirSync(join(folder, 'kinect'));
    for (const name of ['kinect/color_1.png', 'kinect/depth_1.pgm', 'kinect/color_2.png', '7.png'])
      write(name, Buffer.alloc(0));
    write('7_depth.png', Buffer.alloc(0));
    expect(findDepthFrames(folder).map(({ name }) => name)).toEqual(['7.png', 'kinect/color_1.png']);
    expect(() => findDepthFrames(join(folder, 'none'))).toThrow(BadInput);
    mkdirSync(join(folder, 'empty'));
    expect(() => findDepthFrames(join(folder, 'empty'))).toThrow(/holds no photo with its depth/);
  });
});

describe('the measured distance of an object', () => {
  const image = {
    width: 20,
    height: 10,
    metres: Float32Array.from({ length: 200 }, (_, i) => (i % 20 < 10 ? 2 : i % 20 < 15 ? 5 : 0)),
  };

  it('is the median inside the mask, else inside the box, without what was not seen', () => {
    expect(medianDepth(image, [0, 0, 20, 10])).toBe(2);
    expect(medianDepth(image, [10, 0, 20, 10])).toBe(5);
    const right = encodeRle(
      Uint8Array.from({ length: 200 }, (_, i) => (i % 20 >= 8 ? 1 : 0)),
      20,
      10,
    );
    expect(medianDepth(image, [0, 0, 20, 10], right)).toBe(5);
  });

  it('is unknown where hardly anything was seen', () => {
    expect(medianDepth(image, [15, 0, 20, 10])).toBeUndefined();
    expect(medianDepth(image, [9, 0, 11, 2])).toBeUndefined();
  });
});

const pair = (frame: string, estimate: number, truth: number) => ({
  frame,
  label: 'cup',
  estimate,
  truth,
});

describe('depth figures', () => {
  it('are the mean relative error and the share within 25 %', () => {
    const { objects, absRel, delta125 } = depthFigures([
      pair('a', 1, 2),
      pair('a', 2.2, 2),
      pair('a', 5, 4),
      pair('a', 4, 4),
    ]);
    expect(objects).toBe(4);
    expect(absRel).toBeCloseTo((0.5 + 0.1 + 0.25 + 0) / 4, 9);
    expect(delta125).toBe(0.5);
  });

  it('lose a common factor when aligned', () => {
    const pairs = [pair('a', 2, 1), pair('a', 4, 2), pair('a', 6, 3)];
    expect(depthFigures(aligned(pairs))).toEqual({ objects: 3, absRel: 0, delta125: 1 });
  });

  it('look at the order in frames of three objects and more, and over all', () => {
    const metrics = depthMetrics([
      pair('a', 1, 1),
      pair('a', 2, 2),
      pair('a', 3, 4),
      pair('b', 9, 1),
      pair('b', 8, 2),
      pair('c', 1, 3),
      pair('c', 2, 2),
      pair('c', 3, 1),
    ]);
    expect(metrics.byFrame.map((one) => one.spearman)).toEqual([1, undefined, -1]);
    expect(metrics.spearman.byFrame).toBe(0);
    expect(metrics.spearman.frames).toBe(2);
    expect(metrics.alignedByFrame.objects).toBe(6);
    expect(metrics.alignedOverall.objects).toBe(8);
  });

  it('are numbers also of nothing', () => {
    const metrics = depthMetrics([]);
    expect([metrics.absRel, metrics.delta125, metrics.spearman]).toEqual([0, 0, { frames: 0 }]);
  });
});
