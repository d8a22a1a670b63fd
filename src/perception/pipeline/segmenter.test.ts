import { beforeEach, describe, expect, it } from 'vitest';
import { containsBox, type ReadonlyBox } from '../../twin/geometry/box.ts';
import { rleBox } from '../../twin/geometry/rle.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import { needsFinerMask } from '../../twin/schema/maskQuality.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { Job } from '../job.ts';
import type { CropSource } from '../pixels.ts';
import type { ModelEntry } from '../runtime/manifest.ts';
import type { Tensors } from '../runtime/ortSession.ts';
import { CLASS_COUNT, GRID_SIZE } from '../tasks/detect/detector.ts';
import { FAST_FEATURES, GRID_SIDE } from '../tasks/segment/maskModels.ts';
import { coarseTwin } from './buildTwin.ts';
import { Segmenter } from './segmenter.ts';

const [WIDTH, HEIGHT] = [320, 240];
/** Models run, in order. */
const log: string[] = [];
const cropped: ReadonlyBox[] = [];
let seesNothing = false;

beforeEach(() => {
  log.length = 0;
  cropped.length = 0;
  seesNothing = false;
});

const photo: CropSource = {
  width: WIDTH,
  height: HEIGHT,
  async crop(window, width, height) {
    cropped.push(window);
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  },
};

/** Heads that see a disc in the middle of every window, and a trunk that gives something. */
async function runModel(id: string, feeds: Tensors): Promise<Tensors> {
  log.push(id);
  if (id === 'mask-trunk') return { s32: { data: new Float32Array(1), dims: [1] } };
  const [objects = 0] = feeds.boxes?.dims ?? [];
  const data = Float32Array.from({ length: objects * GRID_SIDE ** 2 }, (_, i) => {
    const cell = i % GRID_SIDE ** 2;
    const distance = Math.hypot((cell % GRID_SIDE) - 31.5, Math.floor(cell / GRID_SIDE) - 31.5);
    return seesNothing ? -1 : 20 - distance;
  });
  return { mask: { data, dims: [objects, GRID_SIDE, GRID_SIDE] } };
}

const entryOf = (id: string): ModelEntry => ({
  id,
  task: 'segment',
  file: `models/${id}.onnx`,
  bytes: 1,
  sha256: 'ab'.repeat(32),
  revision: '7',
  dtype: 'fp16',
  licence: 'Apache-2.0',
  source: { package: 'p', version: '1', url: 'https://example.org/' },
  inputs: [{ name: 'i', dtype: 'float32', dims: [1] }],
  outputs: [{ name: 'o', dtype: 'float32', dims: [1] }],
});

const createSegmenter = () =>
  new Segmenter(
    {
      model: async (id) => ({ run: (feeds) => runModel(id, feeds), entry: entryOf(id), device: 'wasm' }),
    },
    {},
  );

const createJob = (): Job & { readonly controller: AbortController } => {
  const controller = new AbortController();
  return { controller, signal: controller.signal, progress: () => undefined };
};

const twinOf = (boxes: readonly ReadonlyBox[]): Twin =>
  coarseTwin({
    detections: boxes.map((box, index) => ({ label: 'cup', score: 0.9 - index / 100, box })),
    source: {
      kind: 'image',
      name: '',
      width: WIDTH,
      height: HEIGHT,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    detectRun: {
      tool: 'detect',
      model: 'centernet',
      revision: '1',
      device: 'wasm',
      dtype: 'fp16',
      args: {},
      ms: 1,
    },
  });

const twin = twinOf([
  [10, 10, 90, 90],
  [100, 50, 200, 230],
  [250, 5, 310, 60],
]);
const features: Tensors = Object.fromEntries(
  FAST_FEATURES.map((name) => [name, { data: new Float32Array(1), dims: [1] }]),
);
const failures = (checked: Twin) => checkIntegrity(checked).filter(({ passed }) => !passed);
const stateOf = ({ objects }: Twin, id: string) => objects.find((object) => object.id === id)?.states[0];

describe('the fast path', () => {
  it('masks all objects of a photo in one run, and says in the log how', async () => {
    const masked = await createSegmenter().fastTwin(twin, features, createJob());
    expect(log).toEqual(['mask-fast']);
    expect(failures(masked)).toEqual([]);
    expect(masked.objects.every(({ states }) => states[0]?.mask !== undefined)).toBe(true);
    expect(masked.log.at(-1)).toMatchObject({
      tool: 'segment',
      model: 'mask-fast',
      revision: '7',
      args: { path: 'fast', objects: 3 },
    });
    for (const { states } of masked.objects)
      expect(states[0] && needsFinerMask(masked, states[0])).toBe(true);
  });

  it('leaves an object without a mask of which the head sees nothing', async () => {
    seesNothing = true;
    const masked = await createSegmenter().fastTwin(twin, features, createJob());
    expect(masked.objects).toEqual(twin.objects);
  });
});

describe('the fine path', () => {
  it('looks once at each of the given objects, and at no other', async () => {
    const segmenter = createSegmenter();
    const coarse = await segmenter.fastTwin(twin, features, createJob());
    log.length = 0;
    const refined = await segmenter.fineTwin(coarse, photo, new Set(['o2']), createJob());
    expect(log).toEqual(['mask-trunk', 'mask-fine']);
    expect(failures(refined)).toEqual([]);
    expect(stateOf(refined, 'o1')).toEqual(stateOf(coarse, 'o1'));
    expect(stateOf(refined, 'o2')).toMatchObject({ maskBy: refined.log.length - 1 });
    expect(refined.log.at(-1)).toMatchObject({ model: 'mask-fine', args: { path: 'fine', objects: 1 } });
  });

  it('ends between two objects when it is cancelled', async () => {
    const job = createJob();
    const progress = () => {
      if (log.includes('mask-fine')) job.controller.abort();
    };
    const refining = createSegmenter().fineTwin(twin, photo, new Set(['o1', 'o2', 'o3']), {
      ...job,
      progress,
    });
    await expect(refining).rejects.toMatchObject({ code: 'cancelled' });
    expect(log).toEqual(['mask-trunk', 'mask-fine']);
  });
});

describe('a prompt', () => {
  const box: [number, number, number, number] = [100, 50, 200, 230];

  it('of a box gives a mask near the box, its area, its tight box and how it was made', async () => {
    const found = await createSegmenter().prompt(photo, undefined, { box, points: [] }, createJob());
    expect(found.box).toEqual(rleBox(found.mask));
    expect(containsBox([90, 35, 210, 245], found.box)).toBe(true);
    expect(found.run).toMatchObject({ tool: 'segment', args: { path: 'fine', box: true, points: 0 } });
    expect(cropped).toHaveLength(1);
  });

  it('with further clicks costs a run of the head only', async () => {
    const segmenter = createSegmenter();
    const points = [{ x: 150, y: 140, positive: true }];
    await segmenter.prompt(photo, undefined, { box, points }, createJob());
    const more = [...points, { x: 120, y: 60, positive: false }];
    await segmenter.prompt(photo, undefined, { box, points: more }, createJob());
    expect(log).toEqual(['mask-trunk', 'mask-fine', 'mask-fine']);
    segmenter.forget();
    await segmenter.prompt(photo, undefined, { box, points: more }, createJob());
    expect(log.slice(3)).toEqual(['mask-trunk', 'mask-fine']);
  });

  it('of clicks alone takes the box from what the detector saw', async () => {
    const plane = GRID_SIZE ** 2;
    const outputs: Tensors = {
      ...features,
      heatmap: { data: new Float32Array(CLASS_COUNT * plane), dims: [1] },
      distances: { data: new Float32Array(4 * plane).fill(64), dims: [1] },
    };
    const points = [{ x: 160, y: 120, positive: true }];
    const found = await createSegmenter().prompt(photo, outputs, { points }, createJob());
    expect(log).toEqual(['mask-fast', 'mask-trunk', 'mask-fine']);
    // 64 px of the 512 px input on each side of the click are 40 and 30 px of the photo.
    expect(cropped[0]?.map(Math.round)).toEqual([108, 81, 212, 159]);
    expect(found.run.args).toMatchObject({ box: false, points: 1 });
  });

  it.each([
    ['a box beside the photo', { box: [400, 10, 420, 30] as typeof box, points: [] }],
    ['a click beside the photo', { points: [{ x: -3, y: 10, positive: true }] }],
  ])('of %s is refused with a way on', async (_, prompt) => {
    const refused = createSegmenter().prompt(photo, {}, prompt, createJob());
    await expect(refused).rejects.toMatchObject({
      code: 'bad-request',
      remedy: expect.stringContaining('box'),
    });
    expect(log).toEqual([]);
  });

  it('on nothing that stands out says so', async () => {
    seesNothing = true;
    const refused = createSegmenter().prompt(photo, undefined, { box, points: [] }, createJob());
    await expect(refused).rejects.toMatchObject({ message: 'No object stands out here.' });
  });
});
