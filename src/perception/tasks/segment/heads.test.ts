import { describe, expect, it } from 'vitest';
import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { CropSource, RgbaImage } from '../../pixels.ts';
import type { Tensors } from '../../runtime/ortSession.ts';
import { fastGrids, fineGrid, windowFeatures } from './heads.ts';
import { CROP_SIDE, FAST_FEATURES, GRID_SIDE, MAX_BATCH, MAX_POINTS } from './maskModels.ts';
import { promptWindow } from './window.ts';

const CELLS = GRID_SIDE ** 2;
const features: Tensors = Object.fromEntries(
  FAST_FEATURES.map((name) => [name, { data: new Float32Array(1), dims: [1] }]),
);

/** A head whose logits are all the number of the object, counted over all runs. */
function countingHead() {
  const seen: Tensors[] = [];
  let count = 0;
  const run = async (feeds: Tensors): Promise<Tensors> => {
    seen.push(feeds);
    const [objects = 0] = feeds.boxes?.dims ?? [];
    const data = new Float32Array(objects * CELLS);
    for (let index = 0; index < objects; index++) data.fill(count++, index * CELLS, (index + 1) * CELLS);
    return { mask: { data, dims: [objects, GRID_SIDE, GRID_SIDE] } };
  };
  return { run, seen };
}

const boxes = (count: number): ReadonlyBox[] =>
  Array.from({ length: count }, (_, index) => [index, 2 * index, index + 10, 2 * index + 20]);

describe('the fast path', () => {
  it('takes all objects in one run, and gives each its own grid and window', async () => {
    const { run, seen } = countingHead();
    const wanted = boxes(5);
    const grids = await fastGrids(run, features, wanted, { width: 256, height: 1024 });
    expect(seen).toHaveLength(1);
    expect(grids.map(({ logits }) => logits[CELLS - 1])).toEqual([0, 1, 2, 3, 4]);
    expect(grids.map(({ window }) => window)).toEqual(wanted.map(promptWindow));
    for (const name of FAST_FEATURES) expect(seen[0]?.[name]).toBe(features[name]);
  });

  it('gives windows in pixels of the network’s input, and boxes relative to their windows', async () => {
    const { run, seen } = countingHead();
    const [x0, y0, x1, y1] = promptWindow([100, 200, 140, 260]);
    await fastGrids(run, features, [[100, 200, 140, 260]], { width: 256, height: 1024 });
    expect([...(seen[0]?.windows?.data ?? [])]).toEqual([2 * x0, y0 / 2, 2 * x1, y1 / 2].map(Math.fround));
    const relative = [...(seen[0]?.boxes?.data ?? [])];
    expect(relative[0]).toBeCloseTo((100 - x0) / (x1 - x0), 5);
    expect(relative[3]).toBeCloseTo((260 - y0) / (y1 - y0), 5);
  });

  it('splits what is too much for one run, in order', async () => {
    const { run, seen } = countingHead();
    const grids = await fastGrids(run, features, boxes(2 * MAX_BATCH + 3), { width: 512, height: 512 });
    expect(seen.map((feeds) => feeds.boxes?.dims[0])).toEqual([MAX_BATCH, MAX_BATCH, 3]);
    expect(grids.map(({ logits }) => logits[0])).toEqual(grids.map((_, index) => index));
  });

  it('runs nothing for no objects', async () => {
    const { run, seen } = countingHead();
    expect(await fastGrids(run, features, [], { width: 512, height: 512 })).toEqual([]);
    expect(seen).toEqual([]);
  });

  it('says which feature is missing, and when the head gives something else', async () => {
    const { run } = countingHead();
    const photo = { width: 512, height: 512 };
    await expect(fastGrids(run, {}, boxes(1), photo)).rejects.toThrow('"s32"');
    const wrong = async (): Promise<Tensors> => ({ mask: { data: new Float32Array(3), dims: [3] } });
    await expect(fastGrids(wrong, features, boxes(1), photo)).rejects.toThrow('3 logits, not 4096');
  });
});

describe('the fine path', () => {
  it('gives the window of the photo as planes of red, green and blue', async () => {
    const asked: unknown[] = [];
    const photo: CropSource = {
      width: 100,
      height: 100,
      crop: async (window, width, height, fill): Promise<RgbaImage> => {
        asked.push({ window, width, height, fill });
        const data = new Uint8ClampedArray(4 * width * height);
        for (let at = 0; at < data.length; at += 4) data.set([10, 20, 30, 255], at);
        return { width, height, data };
      },
    };
    const fed: Tensors[] = [];
    const run = async (feeds: Tensors): Promise<Tensors> => {
      fed.push(feeds);
      return { s32: { data: new Float32Array(1), dims: [1] } };
    };
    const window: ReadonlyBox = [-5, 10, 60, 70];
    expect(Object.keys(await windowFeatures(run, photo, window))).toEqual(['s32']);
    expect(asked).toEqual([{ window, width: CROP_SIDE, height: CROP_SIDE, fill: [124, 116, 104] }]);
    const { data, dims } = fed[0]?.image ?? { data: new Float32Array(), dims: [] };
    expect(dims).toEqual([1, 3, CROP_SIDE, CROP_SIDE]);
    const plane = CROP_SIDE ** 2;
    expect([data[0], data[plane], data[2 * plane], data.length]).toEqual([10, 20, 30, 3 * plane]);
  });

  it('tells the head box and clicks relative to the window, the latest eight of them, empty places as 0', async () => {
    const { run, seen } = countingHead();
    const window: ReadonlyBox = [100, 100, 200, 300];
    await fineGrid(
      run,
      features,
      window,
      [110, 120, 190, 280],
      [
        { x: 150, y: 150, positive: true },
        { x: 100, y: 300, positive: false },
      ],
    );
    const { data, dims } = seen[0]?.points ?? { data: new Float32Array(), dims: [] };
    expect(dims).toEqual([1, MAX_POINTS, 3]);
    expect([...data.slice(0, 9)]).toEqual([0.5, 0.25, 1, 0, 1, -1, 0, 0, 0]);
    expect(seen[0]?.boxes?.dims).toEqual([1, 4]);

    const many = Array.from({ length: 10 }, (_, index) => ({ x: 100 + index, y: 100, positive: true }));
    await fineGrid(run, features, window, window, many);
    const kept = seen[1]?.points?.data ?? new Float32Array();
    expect(kept.length).toBe(3 * MAX_POINTS);
    expect(kept[0]).toBeCloseTo(0.02, 6);
    expect(kept[3 * (MAX_POINTS - 1)]).toBeCloseTo(0.09, 6);
  });
});
