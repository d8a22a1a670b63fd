import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { CropSource } from '../../pixels.ts';
import type { Run, Tensors } from '../../runtime/ortSession.ts';
import { INPUT_SIZE } from '../detect/detector.ts';
import { stretchToPlanes } from '../detect/resample.ts';
import type { MaskGrid } from './maskGrid.ts';
import { BEYOND_PHOTO, CROP_SIDE, FAST_FEATURES, GRID_SIDE, MAX_BATCH, MAX_POINTS } from './maskModels.ts';
import type { PromptPoint } from './types.ts';
import { promptWindow, relativeBox, relativePoint } from './window.ts';

const CELLS = GRID_SIDE * GRID_SIDE;

/** The logits of a head's output, one array for each object. Throws where it has another size. */
function readGrids(outputs: Tensors, windows: readonly ReadonlyBox[]): MaskGrid[] {
  const data = outputs.mask?.data;
  if (data?.length !== windows.length * CELLS)
    throw new RangeError(`The mask head gave ${data?.length ?? 'no'} logits, not ${windows.length * CELLS}.`);
  return windows.map((window, index) => ({ window, logits: data.slice(index * CELLS, (index + 1) * CELLS) }));
}

const rows = (boxes: readonly ReadonlyBox[]) => ({
  data: Float32Array.from(boxes.flat()),
  dims: [boxes.length, 4],
});

/**
 * The fast path: masks of all objects from the detector's own features, in one run for each `MAX_BATCH` objects.
 *
 * @param features the detector's outputs of one photo
 * @param boxes in canonical pixels of that photo
 */
export async function fastGrids(
  run: Run,
  features: Tensors,
  boxes: readonly ReadonlyBox[],
  { width, height }: { readonly width: number; readonly height: number },
): Promise<MaskGrid[]> {
  const maps = Object.fromEntries(
    FAST_FEATURES.map((name) => {
      const map = features[name];
      if (map === undefined) throw new TypeError(`The detector's output "${name}" is missing.`);
      return [name, map];
    }),
  );
  const [toX, toY] = [INPUT_SIZE / width, INPUT_SIZE / height];
  const grids: MaskGrid[] = [];
  for (let start = 0; start < boxes.length; start += MAX_BATCH) {
    const batch = boxes.slice(start, start + MAX_BATCH);
    const windows = batch.map(promptWindow);
    const inInput = windows.map(([x0, y0, x1, y1]): ReadonlyBox => [x0 * toX, y0 * toY, x1 * toX, y1 * toY]);
    const inWindow = batch.map((box, index) => relativeBox(box, windows[index] ?? box));
    const outputs = await run({ ...maps, windows: rows(inInput), boxes: rows(inWindow) });
    grids.push(...readGrids(outputs, windows));
  }
  return grids;
}

/** The fine path, first half: the features of a window of the photo, which all prompts in this window share. */
export async function windowFeatures(run: Run, photo: CropSource, window: ReadonlyBox): Promise<Tensors> {
  const crop = await photo.crop(window, CROP_SIDE, CROP_SIDE, BEYOND_PHOTO);
  const data = new Float32Array(3 * CROP_SIDE * CROP_SIDE);
  stretchToPlanes(crop, CROP_SIDE, data);
  return run({ image: { data, dims: [1, 3, CROP_SIDE, CROP_SIDE] } });
}

/**
 * The fine path, second half: the mask of what a box and clicks (canonical pixels) mean in this window. Of more than `MAX_POINTS`
 * clicks the latest count.
 */
export async function fineGrid(
  run: Run,
  features: Tensors,
  window: ReadonlyBox,
  box: ReadonlyBox,
  clicks: readonly PromptPoint[],
): Promise<MaskGrid> {
  const points = new Float32Array(MAX_POINTS * 3);
  clicks.slice(-MAX_POINTS).forEach(({ x, y, positive }, index) => {
    points.set([...relativePoint([x, y], window), positive ? 1 : -1], 3 * index);
  });
  const feeds = {
    ...features,
    boxes: rows([relativeBox(box, window)]),
    points: { data: points, dims: [1, MAX_POINTS, 3] },
  };
  const [grid] = readGrids(await run(feeds), [window]);
  if (grid === undefined) throw new RangeError('The mask head gave no mask.');
  return grid;
}
