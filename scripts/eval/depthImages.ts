import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput } from '../lib/badInput.ts';
import { readGreyPng } from '../lib/greyPng.ts';

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
  const { width, height, values } = isPgm ? readPgm(bytes, path) : readGrey16(bytes, path);
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

function readGrey16(bytes: Buffer, path: string): Grey {
  const image = readGreyPng(bytes, path);
  if (image.values instanceof Uint16Array) return image;
  throw new BadInput(`${path} is neither a PGM nor a 16-bit greyscale PNG`);
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
