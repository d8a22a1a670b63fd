import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../twin/geometry/rle.ts';
import { GRID_SIDE } from '../tasks/segment/maskModels.ts';
import { analyseVideo } from './analyseVideo.ts';
import type { FrameAtHand } from './types.ts';

const [WIDTH, HEIGHT] = [320, 180];
const FRAME_BYTES = 4 * WIDTH * HEIGHT;
const FRAME_US = 40_000;
const model = { model: 'm', revision: '1', device: 'cpu', dtype: 'fp32' };

/** Bytes that are reachable: of pixels and tensors, and of everything else. */
function reachable(): { readonly buffers: number; readonly heap: number } {
  setFlagsFromString('--expose-gc');
  // Twice: the second one waits until what the first one found is freed.
  runInNewContext('gc(); gc()');
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return { buffers: arrayBuffers, heap: heapUsed };
}

/** A dog that walks to and fro, four pixels a frame: one track however long the clip is. */
const dogAt = (frame: number) => {
  const x = 10 + 4 * Math.abs(50 - (frame % 100));
  return [x, 60, x + 60, 120] as const;
};

function dogMask(frame: number) {
  const [x0, y0, x1, y1] = dogAt(frame);
  const inside = new Uint8Array(WIDTH * HEIGHT);
  for (let y = y0; y < y1; y++) inside.fill(1, y * WIDTH + x0, y * WIDTH + x1);
  return { mask: encodeRle(inside, WIDTH, HEIGHT), box: [x0, y0, x1, y1] as const, area: 3600, score: 1 };
}

/** Looks at a clip with pixels, tensors and masks of real sizes; gives what is reachable at the end of either pass. */
async function memoryAfter(count: number) {
  const looked: ReturnType<typeof reachable>[] = [];
  const read = async (frame: number): Promise<FrameAtHand<Uint8ClampedArray>> => {
    const image = new Uint8ClampedArray(FRAME_BYTES).fill(frame);
    return { frame, timeUs: frame * FRAME_US, image, close: () => undefined };
  };
  let at = -1;
  const { twin } = await analyseVideo<Uint8ClampedArray>({
    frames: {
      read: (frame) => {
        at = frame;
        return read(frame);
      },
      mostAlive: 1,
    },
    looker: {
      look: async () => {
        if (at === count - 1) looked.push(reachable());
        const { box, ...mask } = dogMask(at);
        return {
          detections: [
            { label: 'dog', score: 0.8, box: dogAt(at), appearance: new Float32Array(64).fill(1 / 64) },
          ],
          masks: [{ ...mask, box: [...box] }],
          gray: { width: 160, height: 90, data: new Float32Array(160 * 90) },
          colours: () => [],
        };
      },
      outline: async (_, boxes) => {
        if (at === count - 1) looked.push(reachable());
        return boxes.map((window) => ({ window, logits: new Float32Array(GRID_SIDE ** 2).fill(2) }));
      },
    },
    models: { decoder: model, detector: model, fast: model, fine: model },
    plan: Array.from({ length: count }, (_, frame) => frame),
    source: {
      kind: 'video',
      name: 'dog.mp4',
      width: WIDTH,
      height: HEIGHT,
      frameCount: count,
      durationUs: count * FRAME_US,
      sha256: '',
    },
    masks: 'fine',
    stopped: () => false,
    now: () => 0,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  expect(twin.source.frames).toHaveLength(count);
  return looked;
}

describe('the memory of a run', () => {
  it('holds no more pixels and tensors after 500 frames than after 50, and of each frame a few kilobytes of boxes and runs', async () => {
    await memoryAfter(50); // what is loaded and compiled once
    const [short, long] = [await memoryAfter(50), await memoryAfter(500)];
    expect([short.length, long.length]).toEqual([2, 2]);
    for (const [pass, after] of long.entries()) {
      const before = short[pass] ?? { buffers: Number.NaN, heap: Number.NaN };
      // What the last look left may not be freed yet: a few frames, not 450.
      expect(after.buffers - before.buffers).toBeLessThan(4 * FRAME_BYTES);
      expect((after.heap - before.heap) / 450).toBeLessThan(FRAME_BYTES / 10);
    }
  });
});
