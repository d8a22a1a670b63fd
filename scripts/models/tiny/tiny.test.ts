import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { tinyDetector } from './detector.ts';
import { tinyModels } from './index.ts';
import { tinySam2 } from './sam.ts';
import type { TinyModel } from './types.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

const MAX_BYTES = 50_000;

async function run(model: TinyModel, session: string, feeds: Record<string, ort.Tensor>) {
  const file = model.files.find(({ path }) => path === `onnx/${session}.onnx`);
  const opened = await ort.InferenceSession.create(file?.bytes ?? new Uint8Array());
  return await opened.run(feeds);
}

const valuesOf = (tensor: ort.Tensor | undefined): Float32Array =>
  tensor?.data instanceof Float32Array ? tensor.data : new Float32Array();

const floats = (data: readonly number[], dims: readonly number[]): ort.Tensor =>
  new ort.Tensor('float32', Float32Array.from(data), [...dims]);

/** A grey picture [1, 3, 64, 64] with a square of one colour from (x, y), 16 on a side. */
function pictureWith(colour: readonly [number, number, number], x: number, y: number): ort.Tensor {
  const data = Array.from({ length: 3 * 64 * 64 }, (_, i) => {
    const [channel, row, column] = [Math.floor(i / 4096), Math.floor((i % 4096) / 64), i % 64];
    const inside = column >= x && column < x + 16 && row >= y && row < y + 16;
    return inside ? (colour[channel] ?? 0) : 0.4;
  });
  return floats(data, [1, 3, 64, 64]);
}

describe('tiny models', () => {
  it('open in the runtime, every session of them, and are tiny', async () => {
    for (const { files, repository } of tinyModels()) {
      const paths = files.map(({ path }) => path);
      expect(paths).toContain('config.json');
      expect(paths).toContain('preprocessor_config.json');
      for (const { path, bytes } of files) {
        expect(bytes.length, `${repository}/${path}`).toBeLessThan(MAX_BYTES);
        if (path.endsWith('_quantized.onnx')) await ort.InferenceSession.create(bytes);
      }
    }
  });

  it('find a red square where it is, and nothing where there is none', async () => {
    const found = await run(tinyDetector(), 'model', { pixel_values: pictureWith([0.9, 0.1, 0.1], 8, 32) });
    const box = [...valuesOf(found.pred_boxes)].slice(0, 4);
    for (const [i, value] of [16 / 64, 40 / 64, 0.25, 0.25].entries()) expect(box[i]).toBeCloseTo(value, 2);
    expect(Math.max(...valuesOf(found.logits))).toBeCloseTo(4, 1);
    const none = await run(tinyDetector(), 'model', { pixel_values: pictureWith([0.4, 0.4, 0.4], 8, 32) });
    expect(Math.max(...valuesOf(none.logits))).toBeLessThan(-7);
  });

  it('mask what the prompt points at', async () => {
    const model = tinySam2();
    const embeddings = await run(model, 'vision_encoder', {
      pixel_values: pictureWith([0.9, 0.1, 0.1], 16, 16),
    });
    const areaAt = async (point: readonly [number, number]): Promise<number> => {
      const masks = await run(model, 'prompt_encoder_mask_decoder', {
        ...embeddings,
        input_points: floats(point, [1, 1, 1, 2]),
        input_labels: new ort.Tensor('int64', BigInt64Array.of(1n), [1, 1, 1]),
        input_boxes: floats([], [1, 0, 4]),
      });
      const best = valuesOf(masks.pred_masks).slice(256, 512);
      return best.filter((logit) => logit > 0).length;
    };
    expect(await areaAt([24, 24])).toBe(16);
    expect(await areaAt([50, 50])).toBe(240);
  });
});
