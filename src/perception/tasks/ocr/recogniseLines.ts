import { boxAroundPoints, type Point, type Quad } from '../../../twin/geometry/quad.ts';
import { breathe, throwIfAborted } from '../../job.ts';
import type { CropSource, RgbaImage } from '../../pixels.ts';
import type { Run } from '../../runtime/ortSession.ts';
import { type Character, decodeCtc } from './ctc.ts';
import { type Normalisation, writePlanes } from './planes.ts';
import { warpQuad } from './warp.ts';

/** PP-OCRv4's reader: for each step along a line of text the probabilities of blank, the dictionary's characters, and space. */
export const TEXT_READER = { modelId: 'ocr-recognise', input: 'x', output: 'softmax_11.tmp_0' } as const;

/** Height of a straightened line, in pixels. */
const LINE_HEIGHT = 48;
/** Shorter lines are padded to this. The network was taught with 320; less reads as well, in less time. */
const MIN_LINE_WIDTH = 128;
/** Longer ones are squeezed. */
const MAX_LINE_WIDTH = 1920;
const WIDTH_UNIT = 32;
/** Lines a run: enough that the runs' own cost does not show, few enough that a cancelled job ends soon. */
const MAX_BATCH = 6;
const NORMALISATION: Normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };

export interface RecogniseLinesInput {
  readonly photo: CropSource;
  readonly run: Run;
  /** The characters of the network's classes but the blank, in order. */
  readonly alphabet: readonly string[];
  readonly signal: AbortSignal;
  /** Told the share of the lines that are read. */
  readonly progress?: (fraction: number) => void;
}

/** What was read in a quadrilateral, whose first side is the direction of reading. */
export interface ReadLine {
  readonly quad: Quad;
  readonly characters: readonly Character[];
  /** Steps from the line's start to its end: character i stands about (step + 0.5) / steps along it. */
  readonly steps: number;
}

/** Reads quadrilaterals (canonical pixels), each on its own; the result has their order. Throws `cancelled` between batches. */
export async function recogniseLines(
  quads: readonly Quad[],
  input: RecogniseLinesInput,
): Promise<ReadLine[]> {
  const widths = quads.map(lineWidth);
  const order = quads.map((_, index) => index).toSorted((a, b) => (widths[a] ?? 0) - (widths[b] ?? 0));
  const results = new Map<number, ReadLine>();
  for (let start = 0; start < order.length; start += MAX_BATCH) {
    await breathe();
    throwIfAborted(input.signal);
    const batch = order.slice(start, start + MAX_BATCH);
    const lines = batch.flatMap((index) => {
      const quad = quads[index];
      return quad ? [{ index, quad, width: lineWidth(quad) }] : [];
    });
    for (const { index, line } of await readBatch(lines, input)) results.set(index, line);
    input.progress?.(Math.min(1, (start + MAX_BATCH) / order.length));
  }
  return quads.flatMap((_, index) => results.get(index) ?? []);
}

interface BatchLine {
  readonly index: number;
  readonly quad: Quad;
  readonly width: number;
}

async function readBatch(
  lines: readonly BatchLine[],
  { photo, run, alphabet }: RecogniseLinesInput,
): Promise<{ index: number; line: ReadLine }[]> {
  const widest = Math.max(MIN_LINE_WIDTH, ...lines.map(({ width }) => width));
  const width = Math.ceil(widest / WIDTH_UNIT) * WIDTH_UNIT;
  const size = 3 * LINE_HEIGHT * width;
  const data = new Float32Array(lines.length * size);
  for (const [at, line] of lines.entries()) {
    const strip = await straighten(photo, line.quad, line.width);
    writePlanes(strip, NORMALISATION, data, { width, height: LINE_HEIGHT, offset: at * size });
  }
  const outputs = await run({ [TEXT_READER.input]: { data, dims: [lines.length, 3, LINE_HEIGHT, width] } });
  const output = outputs[TEXT_READER.output];
  const [, steps = 0, classes = 0] = output?.dims ?? [];
  if (!output || output.data.length !== lines.length * steps * classes)
    throw new RangeError(`The text reader's output "${TEXT_READER.output}" is missing or has another size.`);
  return lines.map(({ index, quad, width: own }, at) => {
    const probabilities = output.data.subarray(at * steps * classes, (at + 1) * steps * classes);
    const characters = decodeCtc(probabilities, classes, alphabet);
    return { index, line: { quad, characters, steps: (steps * own) / width } };
  });
}

const side = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** The quadrilateral's mean width and height. */
export const quadSides = ([a, b, c, d]: Quad): { width: number; height: number } => ({
  width: (side(a, b) + side(d, c)) / 2,
  height: (side(a, d) + side(b, c)) / 2,
});

/** Pixels that a straightened line is wide. */
function lineWidth(quad: Quad): number {
  const { width, height } = quadSides(quad);
  const pixels = Math.ceil((LINE_HEIGHT * width) / Math.max(height, 1e-3));
  return Math.min(Math.max(pixels, 1), MAX_LINE_WIDTH);
}

/** The content of a quadrilateral of the photo as a line of text: reduced with anti-aliasing first, where it is large. */
async function straighten(photo: CropSource, quad: Quad, width: number): Promise<RgbaImage> {
  const [x0, y0, x1, y1] = boxAroundPoints(quad);
  // One more pixel on each side for the interpolation.
  const [left, top] = [Math.floor(x0) - 1, Math.floor(y0) - 1];
  const [right, bottom] = [Math.ceil(x1) + 1, Math.ceil(y1) + 1];
  const scale = Math.min(1, LINE_HEIGHT / quadSides(quad).height);
  const cropWidth = Math.max(1, Math.round((right - left) * scale));
  const cropHeight = Math.max(1, Math.round((bottom - top) * scale));
  const pixels = await photo.crop([left, top, right, bottom], cropWidth, cropHeight);
  const [scaleX, scaleY] = [cropWidth / (right - left), cropHeight / (bottom - top)];
  const inCrop = quad.map(([x, y]): Point => [(x - left) * scaleX, (y - top) * scaleY]);
  const [a = ORIGIN, b = ORIGIN, c = ORIGIN, d = ORIGIN] = inCrop;
  return warpQuad(pixels, [a, b, c, d], width, LINE_HEIGHT);
}

const ORIGIN: Point = [0, 0];
