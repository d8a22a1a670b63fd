import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { BadInput } from '../lib/badInput.ts';

/** Measured distances along the view direction, row-major. */
export interface DepthImage {
  readonly width: number;
  readonly height: number;
  /** Metres; 0 where the sensor saw nothing. */
  readonly metres: Float32Array;
}

/** A photo and the file that holds its depths. */
export interface DepthFrame {
  readonly name: string;
  readonly photo: string;
  readonly depth: string;
}

/** A PGM of a Kinect counts millimetres; a PNG of TUM RGB-D counts 1/5000 metres. */
const PER_METRE = { pgm: 1000, png: 5000 } as const;

interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

/** Reads a depth image: binary PGM (P5) in millimetres, or greyscale PNG of 16 bits in 1/5000 m. @throws {BadInput} */
export function readDepthImage(path: string): DepthImage {
  const bytes = readFileSync(path);
  const isPgm = bytes.subarray(0, 2).toString('latin1') === 'P5';
  const { width, height, values } = isPgm ? readPgm(bytes, path) : readGreyPng(bytes, path);
  const unit = isPgm ? PER_METRE.pgm : PER_METRE.png;
  return { width, height, metres: Float32Array.from(values, (value) => value / unit) };
}

/** "P5", width, height, greatest value, one white space, then big-endian samples. Comments run from # to the end of a line. */
function readPgm(bytes: Buffer, path: string): Grey {
  const head =
    /^P5(?:\s+(?:#[^\n]*\n\s*)*(\d+))(?:\s+(?:#[^\n]*\n\s*)*(\d+))(?:\s+(?:#[^\n]*\n\s*)*(\d+))\s/.exec(
      bytes.subarray(0, 1024).toString('latin1'),
    );
  const [width = 0, height = 0, greatest = 0] = head?.slice(1).map(Number) ?? [];
  const wide = greatest > 255;
  const start = head?.[0].length ?? 0;
  if (!head || bytes.length < start + width * height * (wide ? 2 : 1))
    throw new BadInput(`${path} is no complete PGM image`);
  const values = Array.from({ length: width * height }, (_, i) =>
    wide ? bytes.readUInt16BE(start + 2 * i) : (bytes[start + i] ?? 0),
  );
  return { width, height, values };
}

const PNG_SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const SAMPLE_BYTES = 2;

function readGreyPng(bytes: Buffer, path: string): Grey {
  const header = bytes.subarray(16, 29);
  const isGrey16 =
    bytes.subarray(0, 8).equals(PNG_SIGNATURE) && header[8] === 16 && header[9] === 0 && header[12] === 0;
  if (!isGrey16) throw new BadInput(`${path} is neither a PGM nor a 16-bit greyscale PNG without interlace`);
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
  if (filtered.length < height * (1 + width * SAMPLE_BYTES))
    throw new BadInput(`${path} ends before its last row`);
  const rows = unfilter(filtered, width * SAMPLE_BYTES, height);
  return {
    width,
    height,
    values: Array.from({ length: width * height }, (_, i) => rows.readUInt16BE(SAMPLE_BYTES * i)),
  };
}

/** Undoes the filters of PNG rows (PNG specification, section 9), each a type byte and `stride` bytes. */
function unfilter(filtered: Buffer, stride: number, height: number): Buffer {
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const type = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < SAMPLE_BYTES ? 0 : (rows[at - SAMPLE_BYTES] ?? 0);
      const up = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < SAMPLE_BYTES || y === 0 ? 0 : (rows[at - stride - SAMPLE_BYTES] ?? 0);
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][type] ?? 0;
      rows[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(guess - value));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toUp ?? 0) <= (toCorner ?? 0) ? up : corner;
}

/** How the folders of RGB-D recordings name what belongs together. */
const NAMINGS: readonly ((photo: string) => string | undefined)[] = [
  (photo) =>
    /^color_.*\.(png|jpg)$/.test(photo) ? photo.replace(/^color_(.*)\..*$/, 'depth_$1.pgm') : undefined,
  (photo) => (/_depth\.png$/.test(photo) ? undefined : photo.replace(/\.(png|jpg)$/, '_depth.png')),
];

/**
 * The RGB-D frames in a folder and the folders in it: `color_N.png` with `depth_N.pgm`, `N.png` with `N_depth.png`.
 * @throws {BadInput} when there are none
 */
export function findDepthFrames(folder: string): readonly [DepthFrame, ...DepthFrame[]] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new BadInput(`--data: no folder ${folder}`);
  const inside = readdirSync(folder, { withFileTypes: true });
  const below = inside.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const [first, ...others] = ['', ...below.toSorted()].flatMap((part) =>
    readdirSync(join(folder, part))
      .toSorted()
      .flatMap((photo): DepthFrame[] => {
        const depth = NAMINGS.map((naming) => naming(photo)).find(
          (name) => name !== undefined && name !== photo && existsSync(join(folder, part, name)),
        );
        if (depth === undefined) return [];
        return [
          { name: join(part, photo), photo: join(folder, part, photo), depth: join(folder, part, depth) },
        ];
      }),
  );
  if (!first)
    throw new BadInput(
      `--data: ${folder} holds no photo with its depth (color_N.png with depth_N.pgm, or N.png with N_depth.png)`,
    );
  return [first, ...others];
}
