import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { mapQuad, type Quad } from '../../../twin/geometry/quad.ts';
import { breathe, throwIfAborted } from '../../job.ts';
import type { CropSource } from '../../pixels.ts';
import type { Run } from '../../runtime/ortSession.ts';
import type { ProbabilityMap } from './components.ts';
import { rectangleCorners } from './minAreaRectangle.ts';
import { type Normalisation, writePlanes } from './planes.ts';
import { findTextAreas } from './textAreas.ts';
import { planTiles, type Tile, type TilePlan } from './tiles.ts';

/** ImageNet's statistics in the order in which PP-OCR applies them, blue first. */
const NORMALISATION: Normalisation = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

export interface DetectTextInput {
  readonly photo: CropSource;
  /** Where to look, in canonical pixels. */
  readonly window: ReadonlyBox;
  /** Pixels of the network's input for one of the photo. */
  readonly scale: number;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Told the share of the tiles that are done. */
  readonly progress?: (fraction: number) => void;
}

/**
 * Where lines of text stand in a window of a photo, in canonical pixels. Large windows are looked at in tiles whose maps are
 * put together before lines are sought, so that no line is cut. Throws `cancelled` between tiles, and what the run throws.
 */
export async function detectText(input: DetectTextInput): Promise<Quad[]> {
  const { window, scale, signal } = input;
  const plan = planTiles(window, scale);
  const data = new Float32Array(plan.width * plan.height);
  const map: ProbabilityMap = { width: plan.width, height: plan.height, data };
  for (const [index, tile] of plan.tiles.entries()) {
    await breathe();
    throwIfAborted(signal);
    copyCore(await runTile(input, plan, tile), plan, tile, data);
    input.progress?.((index + 1) / plan.tiles.length);
  }
  return findTextAreas(map).map(({ rectangle }) =>
    mapQuad(rectangleCorners(rectangle), ([x, y]) => [window[0] + x / scale, window[1] + y / scale]),
  );
}

async function runTile(input: DetectTextInput, plan: TilePlan, { x, y }: Tile): Promise<Float32Array> {
  const { photo, window, scale, run } = input;
  const { tileWidth: width, tileHeight: height } = plan;
  const [left, top] = [window[0] + x / scale, window[1] + y / scale];
  const pixels = await photo.crop([left, top, left + width / scale, top + height / scale], width, height);
  const data = new Float32Array(3 * width * height);
  writePlanes(pixels, NORMALISATION, data, { width, height, offset: 0 });
  const outputs = await run({ [TEXT_DETECTOR.input]: { data, dims: [1, 3, height, width] } });
  const output = outputs[TEXT_DETECTOR.output];
  if (output?.data.length !== width * height)
    throw new RangeError(`The text detector gave ${output?.data.length ?? 0} values for ${width}×${height}.`);
  return output.data;
}

function copyCore(tileMap: Float32Array, plan: TilePlan, { x, y, core }: Tile, target: Float32Array): void {
  const [x0, y0, x1, y1] = core;
  for (let row = y0; row < y1; row++) {
    const from = (row - y) * plan.tileWidth - x;
    target.set(tileMap.subarray(from + x0, from + x1), row * plan.width + x0);
  }
}

/** PP-OCRv4's detector: the likelihood that a pixel of the input belongs to the core of a line of text. */
export const TEXT_DETECTOR = { modelId: 'ocr-detect', input: 'x', output: 'sigmoid_0.tmp_0' } as const;
